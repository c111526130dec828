"""Words that a filter says better are recognised, and what they would bring is counted."""

import pytest
from django.http import QueryDict

from suppliers import search
from suppliers.search.suggestions import suggest
from tests.factories import ActivityFactory, CertificationFactory, StructureFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cleaners() -> None:
    certified = StructureFactory(published=True, name="La Brosse et le Seau")
    ActivityFactory(structure=certified)
    CertificationFactory(structure=certified, verification="declared", verified_on=None)
    named = StructureFactory(published=True, name="ESAT sans preuve")
    ActivityFactory(structure=named)
    search.refresh()


def hints(query: str) -> list[tuple[str, int, str]]:
    return [(hint.label, hint.count, hint.url) for hint in search.Search(QueryDict(query)).hints]


def test_acronym_typed_as_a_word_offers_its_filter() -> None:
    expected = [("ESAT", 1, "/annuaire/?q=nettoyage&certification=ESAT")]
    assert hints("q=esat+nettoyage") == expected
    assert hints("q=esat+nettoyage&certification=ESAT") == []


def test_acronym_alone_leaves_no_word() -> None:
    assert hints("q=ESAT") == [("ESAT", 1, "/annuaire/?certification=ESAT")]


def test_commune_typed_as_a_word_offers_to_search_around_it() -> None:
    ((label, count, url),) = hints("q=nettoyage+Montreuil")
    assert (label, count) == ("autour de Montreuil", 2)
    assert url.startswith("/annuaire/?q=nettoyage&pres_de=48.8")
    assert hints("q=nettoyage+Montreuil&territoire=93") == []


def test_territory_of_two_words_offers_who_works_there() -> None:
    assert hints("q=nettoyage+est+ensemble") == [
        ("intervient dans Est Ensemble", 2, "/annuaire/?q=nettoyage&intervient=T8")
    ]


def test_hint_that_would_bring_nothing_is_not_given() -> None:
    assert hints("q=nettoyage+ESUS") == []


def test_words_put_right_must_find_something() -> None:
    question = search.Search(QueryDict("q=netoyage+licorne"))
    assert (question.count, question.correction) == (0, None)


def test_certification_is_suggested_by_its_acronym() -> None:
    assert suggest("esa")[0]["url"] == "/annuaire/?certification=ESAT"
