"""A number that finds nothing is answered with what to do next, never with the whole directory."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from suppliers import search
from suppliers.models import Structure
from suppliers.search.typed_numbers import MISTYPED
from tests.factories import StructureFactory
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
NO_SIRET = "Ce SIRET n’a pas de fiche publique dans cet annuaire."
NO_SIREN = "Aucun établissement de ce SIREN n’a de fiche publique dans cet annuaire."


@pytest.fixture(autouse=True)
@made_once
def school() -> Structure:
    structure = StructureFactory(published=True, siret="73282932000074", city="Montreuil")
    search.refresh()
    return structure


def question(typed: str, others: str = "") -> search.Search:
    asked = QueryDict(others, mutable=True)
    asked["q"] = typed
    return search.Search(asked)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1234567890123", "Un SIRET compte 14 chiffres, un SIREN 9 : ce numéro en a 13."),
        ("356 000 000 00048", NO_SIRET),
        ("123 456 789 00012", f"{NO_SIRET} {MISTYPED}"),
        ("552 100 554", NO_SIREN),
        ("123 456 789", f"{NO_SIREN} {MISTYPED}"),
        ("SIRET : 1234567890123", "Un SIRET compte 14 chiffres, un SIREN 9 : ce numéro en a 13."),
        ("siret 90911200", "Un SIRET compte 14 chiffres, un SIREN 9 : ce numéro en a 8."),
        ("n° SIRET 356-000-000-00048", NO_SIRET),
        ("FR 12 123 456 789", f"{NO_SIREN} {MISTYPED}"),
        ("cpv 90", "Un code CPV compte 8 chiffres : complétez-le, ou choisissez un secteur."),
        ("909", "Un code CPV compte 8 chiffres : complétez-le, ou choisissez un secteur."),
    ],
)
def test_a_number_that_finds_nothing_says_why_and_drops_nothing(typed: str, said: str) -> None:
    asked = question(typed)
    assert asked.about_number is not None
    assert asked.about_number.said == said
    assert asked.about_number.instead is None
    assert asked.advice == []


@pytest.mark.parametrize("typed", ["93100", "zzzz", "732 829 320 00074", "SIRET 732 829 320 00074"])
def test_of_anything_else_nothing_is_said(typed: str) -> None:
    assert question(typed).about_number is None


def test_an_unknown_siret_leads_to_its_enterprise() -> None:
    about = question("73282932000082").about_number
    assert about is not None
    assert about.said == NO_SIRET
    assert about.instead is not None
    assert (about.instead.count, about.instead.url) == (1, "/annuaire/?q=732829320")


def test_a_number_that_filters_leave_out_is_not_said_to_be_unknown() -> None:
    one = question("73282932000074", "certification=EI")
    assert one.about_number is not None
    assert one.about_number.said == "Ce SIRET est dans l’annuaire, mais ne répond pas à vos autres critères."
    assert [(advice.label, advice.count) for advice in one.advice] == [("« Entreprise d’insertion »", 1)]

    several = question("732829320", "certification=EI&famille=mutuelle")
    assert several.advice == []
    assert several.about_number is not None
    assert several.about_number.instead is not None
    assert several.about_number.instead.url == "/annuaire/?q=732829320"


def test_words_that_are_all_the_search_are_not_to_be_dropped() -> None:
    assert question("zzzz").advice == []
    assert question("zzzz", "famille=mutuelle").advice == []
    assert [advice.label for advice in question("zzzz", "famille=association").advice] == ["« zzzz »"]


def test_a_number_that_filters_hide_is_looked_up_once():
    asked = question("732 829 320 00074", "article=L2113-12&famille=mutuelle&certification=ESAT")
    with CaptureQueriesContext(connection) as captured:
        assert asked.count == 0
        assert asked.about_number is not None
        assert asked.advice == []  # no filter hides it alone, and each was tried
    assert sum("73282932000074" in query["sql"] for query in captured) == 1
