"""What a buyer types finds what they mean."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.http import QueryDict

from suppliers import search
from suppliers.models import Structure
from suppliers.search import state
from suppliers.search.current_index import current
from suppliers.search.suggestions import suggest
from suppliers.search.text import TypedText, read_text
from suppliers.search.word_sets import entries_with
from tests.factories import ActivityFactory, StructureFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cleaner() -> Structure:
    structure = StructureFactory(
        published=True,
        name="ASSOCIATION POUR LE DÉVELOPPEMENT DES MÉTIERS DE LA BROSSE ET DU SEAU EN SEINE-SAINT-DENIS",
        brand="La Brosse et le Seau",
        description="Une équipe attentive.",
    )
    ActivityFactory(
        structure=structure, sectors=["nettoyage-locaux"], keywords=["écoles"], description="Vitrerie."
    )
    return structure


@pytest.fixture
def caterer() -> Structure:
    structure = StructureFactory(
        published=True, name="Les Fourneaux d'Ourcq", city="Pantin", postal_code="93500"
    )
    ActivityFactory(structure=structure, sectors=["traiteur"], service_type="fabrication")
    return structure


def found(query: str) -> list[str]:
    asked = QueryDict(mutable=True)
    asked["q"] = query
    return [entry.card["name"] for entry in search.Search(asked).page.entries]


@pytest.mark.parametrize(
    "typed",
    [
        "nettoyage",
        "NETTOYAGES",
        "nettoyer des locaux",
        "netto",
        "ménage",
        "menage",
        "nettoyage de bureaux",
        "développement",
        "developpement des metiers",
        "seau",
        "Ecole",
        "vitrerie",
        "brosse & seau | (le)",
        "90911200",
        "90911200-8",
    ],
)
def test_cleaner_is_found_by_what_it_is_and_sells(cleaner: Structure, caterer: Structure, typed: str) -> None:
    search.refresh()
    assert found(typed) == ["La Brosse et le Seau"]


@pytest.mark.parametrize(
    "typed", ["plateaux-repas", "plateaux repas", "buffet", "cocktails", "ourcq", "pantin"]
)
def test_caterer_is_found_by_what_buyers_call_it(cleaner: Structure, caterer: Structure, typed: str) -> None:
    search.refresh()
    assert found(typed) == ["Les Fourneaux d'Ourcq"]


def test_siret_and_siren_are_found_with_their_spaces(cleaner: Structure, caterer: Structure) -> None:
    search.refresh()
    siret = cleaner.siret
    assert found(f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}") == ["La Brosse et le Seau"]
    assert found(f"{siret[:3]} {siret[3:6]} {siret[6:9]}") == ["La Brosse et le Seau"]
    assert found("99999999999999") == []


NUMBERS = [
    "siret 00000003400017",
    "SIRET : 000 000 034 00017",
    "n° SIRET 000 000 034 00017",
    "N°SIRET:00000003400017",
    "numéro de Siret n° 000.000.034.00017",
    "000-000-034-00017",
    "000\u202f000\u202f034\u202f00017",
    "SIREN 000000034",
    "n° SIREN : 000 000 034",
    "000-000-034",
    "FR 12 000000034",
    "fr12000000034",
    "FR K7 000 000 034",
    "TVA FR-12-000-000-034",
    "n° de TVA intracommunautaire : FR12000000034",
]


@pytest.mark.parametrize("typed", NUMBERS)
def test_a_number_is_found_by_its_name_and_in_any_grouping(caterer: Structure, typed: str) -> None:
    StructureFactory(published=True, name="Atelier", siret="00000003400017")
    search.refresh()
    assert found(typed) == ["Atelier"]
    assert [one["label"] for one in suggest(typed)] == ["Atelier"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cpv 90911200", TypedText(cpv="90911200")),
        ("CPV : 90.91.12.00-8", TypedText(cpv="90911200")),
        ("code CPV 909112008", TypedText(cpv="90911200")),
        ("90911200–8", TypedText(cpv="90911200")),
        ("909 112 008", TypedText(number="909112008")),
        ("siret 90911200", TypedText(words=("siret", "90911200"))),
        ("siren", TypedText(words=("siren",))),
        ("sirène 123", TypedText(words=("sirène", "123"))),
        ("FR 12 00000003", TypedText(words=("FR", "12", "00000003"))),
        ("nettoyage siret 00000003400017", TypedText(words=("nettoyage", "siret", "00000003400017"))),
    ],
)
def test_a_number_is_what_its_name_says(typed: str, meant: TypedText) -> None:
    assert read_text(typed) == meant


def test_mistyped_word_still_finds_and_says_so(cleaner: Structure, caterer: Structure) -> None:
    search.refresh()
    question = search.Search(QueryDict("q=netoyage&territoire=93"))
    assert [entry.card["name"] for entry in question.page.entries] == ["La Brosse et le Seau"]
    assert question.correction is not None
    assert (question.correction.typed, question.correction.corrected) == ("netoyage", "nettoyage")
    assert question.correction.url == "/annuaire/?q=nettoyage&territoire=93"


def test_known_word_without_result_is_not_corrected(cleaner: Structure) -> None:
    search.refresh()
    question = search.Search(QueryDict("q=traiteur"))
    assert question.count == 0
    assert question.correction is None


def test_a_name_comes_before_a_sector_before_a_description() -> None:
    described = StructureFactory(published=True, name="Aa", description="Avant, nous faisions du nettoyage.")
    selling = StructureFactory(published=True, name="Bb")
    ActivityFactory(structure=selling, sectors=["nettoyage-locaux"])
    branded = StructureFactory(published=True, name="Cc", brand="Nettoyage Plus")
    named = StructureFactory(published=True, name="Dd Nettoyage")
    offering = StructureFactory(published=True, name="Ee")
    ActivityFactory(structure=offering, sectors=["traiteur"], description="Nettoyage compris.")
    search.refresh([described.pk, selling.pk, branded.pk, named.pk, offering.pk])
    assert found("nettoyage") == ["Dd Nettoyage", "Nettoyage Plus", "Bb", "Ee", "Aa"]


@pytest.mark.parametrize("typed", ["de la", "'", "& | ! ( ) : *", "\\", "a" * 200, "%", "\u200b", "l'"])
def test_odd_text_is_no_error(cleaner: Structure, typed: str) -> None:
    search.refresh()
    question = QueryDict(mutable=True)
    question["q"] = typed
    assert search.Search(question).is_valid


@pytest.mark.parametrize("typed", ["de la", "a", "À", "les", "cette", "&", "???"])
def test_words_of_grammar_alone_ask_nothing(cleaner: Structure, caterer: Structure, typed: str) -> None:
    search.refresh()
    asked = QueryDict(mutable=True)
    asked["q"] = typed
    assert search.Search(asked).idle_words == typed
    assert len(found(typed)) == 2


@pytest.mark.parametrize("typed", ["", "services", "la brosse", "EA", "L2113-12", "123456789", "90911200"])
def test_other_words_ask_something(cleaner: Structure, typed: str) -> None:
    search.refresh()
    asked = QueryDict(mutable=True)
    asked["q"] = typed
    assert search.Search(asked).idle_words == ""


def test_a_cpv_code_of_no_sector_finds_nothing(cleaner: Structure) -> None:
    search.refresh()
    assert found("03000000") == []


def test_synonyms_are_learnt_from_their_table(cleaner: Structure) -> None:
    from suppliers.models import Sector, SectorSynonym

    SectorSynonym.objects.create(sector=Sector.objects.get(code="nettoyage-locaux"), term="décapage")
    search.refresh()
    assert found("décapage") == ["La Brosse et le Seau"]


def test_a_word_never_asked_is_understood_and_found_in_one_query(
    cleaner: Structure, django_assert_num_queries: Callable[[int], AbstractContextManager]
) -> None:
    search.refresh()
    index = current(state())
    with django_assert_num_queries(1):
        sets = entries_with(["brosses", "des"], index)

    assert (index.ids_of(sets["brosses"]), sets["des"]) == ([cleaner.pk], index.everything)
    with django_assert_num_queries(0):
        assert entries_with(["brosses", "des"], index) == sets
