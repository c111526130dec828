import pytest

from suppliers.procurement.cpv import (
    clean_cpv,
    descends_from_listed_cpv,
    is_social_service_cpv,
    sectors_for_cpv,
    sectors_of_listed_cpv,
)

from .examples import LISTED_CPV

PREFIXES = {
    "nettoyage": ["909", "9091"],
    "vitres": ["90911300"],
    "desinfection": ["9092", "90911"],
    "mobilier": ["391"],
    "mobilier-occasion": ["391"],
    "sans-cpv": [],
}


def test_sectors_of_listed_codes_are_those_of_their_longest_prefix() -> None:
    prefixes = {
        "enseignement": ["80", "805"],
        "creches": ["8531211"],
        "action-sociale": ["853"],
        "sport": ["926"],
    }
    assert sectors_of_listed_cpv(prefixes, {"80511000", "85312110"}) == {"enseignement", "creches"}


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("90911200", "90911200"),
        ("90911200-8", "90911200"),
        ("909112008", "90911200"),
        (" 90 91 12 00 - 8 ", "90911200"),
        ("90911200\n", "90911200"),
        ("9091120", None),
        ("90911200-88", None),
        ("nettoyage", None),
        ("٩٠٩١١٢٠٠", None),
        ("", None),
    ],
)
def test_clean_cpv(typed: str, clean: str | None) -> None:
    assert clean_cpv(typed) == clean


@pytest.mark.parametrize(
    ("cpv", "sectors"),
    [
        ("90911300", ["vitres"]),
        ("90911200-8", ["desinfection"]),
        ("90919000", ["nettoyage"]),
        ("90920000", ["desinfection"]),
        ("39100000", ["mobilier", "mobilier-occasion"]),
        ("90000000", []),
        ("45000000", []),
        ("not a code", []),
    ],
)
def test_sectors_for_cpv_keeps_the_longest_prefix_and_its_ties(cpv: str, sectors: list[str]) -> None:
    assert sectors_for_cpv(cpv, PREFIXES) == sectors


@pytest.mark.parametrize(
    ("code", "listed", "below"),
    [
        ("92500000", True, False),
        ("92500000-6", True, False),
        ("92521000", False, True),
        ("85323000", False, True),
        ("75121000", True, False),
        ("75121100", False, True),
        ("80500000", False, False),
        ("90910000", False, False),
        ("", False, False),
    ],
)
def test_social_service_cpv_is_exact_with_a_hint_below(code: str, listed: bool, below: bool) -> None:
    assert is_social_service_cpv(code, LISTED_CPV) is listed
    assert descends_from_listed_cpv(code, LISTED_CPV) is below


def test_a_listed_division_has_two_digits() -> None:
    assert descends_from_listed_cpv("80500000", {"80000000"})
    assert not descends_from_listed_cpv("85000000", {"80000000"})
