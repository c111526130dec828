"""Words that find nothing together: put right, or fewer of them, and said so."""

import pytest
from django.http import QueryDict

from suppliers import search
from suppliers.models import SearchWord, Structure
from suppliers.search.typos import is_typo
from suppliers.search.words import nearest_words
from tests.factories import ActivityFactory, StructureFactory
from tests.made_once import made_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
@made_once
def cleaner() -> Structure:
    structure = StructureFactory(published=True, name="La Brosse et le Seau", description="Une équipe rodée.")
    ActivityFactory(structure=structure, sectors=["nettoyage-locaux"], keywords=[], description="Vitrerie.")
    search.refresh()
    return structure


def answered(typed: str) -> tuple[int, str, str]:
    """How many are found, the words answered, those left out."""
    asked = QueryDict(mutable=True)
    asked["q"] = typed
    question = search.Search(asked)
    correction = question.correction
    return (
        question.count,
        correction.corrected if correction else "",
        correction.left_out if correction else "",
    )


@pytest.mark.parametrize(
    "typed",
    [
        "marché de nettoyage",
        "prestation de nettoyage, 60 k€ HT, en mars 2027",
        "je cherche une femme de ménage",
        "besoin : nettoyage pour 3 bureaux",
    ],
)
def test_what_is_said_around_the_need_asks_nothing(typed: str) -> None:
    assert answered(typed) == (1, "", "")


def test_words_that_nobody_has_are_left_out_and_said() -> None:
    assert answered("nettoyage crèches maternelles") == (1, "nettoyage", "crèches, maternelles")


def test_a_slip_is_put_right_with_its_accents() -> None:
    assert answered("netoyage") == (1, "nettoyage", "")
    assert answered("netoyage vitrreie") == (1, "nettoyage vitrerie", "")
    assert answered("nettoyage viters") == (1, "nettoyage vitres", "")  # three trigrams of eleven


def test_of_many_words_that_look_alike_the_one_with_two_letters_swapped_comes_first() -> None:
    alike = [f"viter{end}" for end in ("ba", "da", "fa", "ga", "la", "ma", "na", "pa", "ra")]
    SearchWord.objects.bulk_create([SearchWord(word=word, entries=9) for word in alike])

    assert nearest_words(["viters"])["viters"][0] == "vitres"


def test_a_slip_and_a_stranger() -> None:
    assert answered("netoyage licorne") == (1, "nettoyage", "licorne")


def test_without_a_trade_nothing_is_guessed() -> None:
    assert answered("licorne rodée") == (0, "", "")
    assert answered("zzzz") == (0, "", "")


@pytest.mark.parametrize(
    ("typed", "word", "expected"),
    [
        ("netoyage", "nettoyage", True),
        ("traituer", "traiteur", True),
        ("Électricte", "electricite", True),
        ("espase", "espaces", True),
        ("traitreu", "traiteur", True),  # the last letter has moved by two
        ("rage", "gare", False),
        ("imprimerie", "imprimeur", False),
        ("cherche", "perche", False),
        ("reserve", "reseaux", False),
        ("bureautique", "bureau", False),
        ("SCI", "SCIC", False),
    ],
)
def test_a_slip_is_one_letter_away_or_two_in_a_long_word(typed: str, word: str, expected: bool) -> None:
    assert is_typo(typed, word) is expected


def test_what_words_name_comes_before_what_mentions_them() -> None:
    home_help = StructureFactory(published=True, name="Aa", description="Ménage, ménage, ménage.")
    ActivityFactory(structure=home_help, sectors=["aide-domicile"])
    search.refresh()
    found = [entry.card["name"] for entry in search.Search(QueryDict("q=ménage")).page.entries]
    assert found == ["La Brosse et le Seau", "Aa"]


def test_around_a_place_the_nearest_of_the_trade_come_first() -> None:
    def selling(name: str, latitude: float, sector: str, description: str = "") -> None:
        structure = StructureFactory(
            published=True, name=name, latitude=latitude, longitude=2.4485, geo_precision="street",
            description=description,
        )  # fmt: skip
        ActivityFactory(structure=structure, sectors=[sector], description="")

    selling("Loin", 48.93, "nettoyage-locaux", "Nettoyage, nettoyage et nettoyage.")
    selling("Près", 48.865, "nettoyage-locaux")
    selling("Sur place", 48.8638, "traiteur", "Après le buffet, le nettoyage.")
    search.refresh()
    page = search.Search(QueryDict("q=nettoyage&pres_de=48.8638,2.4485&rayon=10")).page
    named = [entry.card["name"] for entry in page.entries]
    assert [name for name in named if name in ("Loin", "Près", "Sur place")] == ["Près", "Loin", "Sur place"]
