"""What is being typed becomes sectors, whatever way they are called."""

import pytest

from suppliers import search
from suppliers.search.suggestions import suggest
from tests.made_once import made_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
@made_once
def directory() -> None:
    search.refresh()


def labels(typed: str, kind: str = "sector") -> list[str]:
    return [one["label"] for one in suggest(typed) if one["kind"] == kind]


@pytest.mark.parametrize(
    "typed",
    ["netto", "NETTOYAGE DE LOC", "locaux netto", "ménag", "netoyag", "nettoiage", "nettoyage des locaux"],
)
def test_words_begun_in_any_order_and_slightly_wrong_name_a_sector(typed: str) -> None:
    assert "Nettoyage de locaux et de vitres" in labels(typed)


def test_what_begins_by_the_letters_typed_comes_before_what_holds_them() -> None:
    first, *others = labels("trait")
    assert first.startswith("Traiteur")
    assert any("traitement" in label for label in others)


def test_a_synonym_says_which_word_was_met() -> None:
    (found,) = [one for one in suggest("plateaux-rep") if one["kind"] == "sector"]
    assert found["detail"] == "plateaux-repas"
    assert found["url"] == "/annuaire/?secteur=traiteur"


def test_a_longer_number_is_no_cpv_code_and_norms_keep_their_numbers() -> None:
    assert suggest("775672272") == []
    assert suggest("siret 9091") == []
    assert "ISO 14001" in " ".join(labels("14001", "certification"))


def test_slips_are_guessed_only_when_nothing_else_is_met() -> None:
    assert all("ttoya" in label for label in labels("nettoya"))
    assert labels("zzzz") == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [("909", "90900000"), ("9091", "90910000"), ("90 911 20", "90911000"), ("CPV 9091", "90910000")],
)
def test_the_first_digits_of_a_cpv_code_name_its_sectors(typed: str, code: str) -> None:
    found = [one for one in suggest(typed) if one["kind"] == "cpv"]
    assert found
    assert any(one["detail"] == f"CPV {code}" for one in found), found
