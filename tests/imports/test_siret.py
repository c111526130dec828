import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum.fr import siret as standard

from suppliers.imports.siret import read_siret
from tests.factories import luhn


@pytest.mark.parametrize(
    "text",
    [
        "75187049400026",
        " 751 870 494 00026 ",
        "751\u00a0870\u202f494\u00a000026",
        "751.870.494.00026",
        "'75187049400026",
        '="75187049400026"',
        "75187049400026.0",
    ],
)
def test_a_siret_is_read_however_it_is_written(text):
    assert read_siret(text).number == "75187049400026"


@pytest.mark.parametrize(
    "text",
    [
        "35600000000048",  # the head office of La Poste passes the checksum
        "35600000049837",  # its post offices have digits that add up to a multiple of five
        "35600000000001",
    ],
)
def test_a_siret_of_la_poste_follows_its_own_rule(text):
    digits = read_siret(text).number

    assert digits == text


def test_a_siret_of_la_poste_can_be_wrong():
    assert read_siret("35600000049838").code == "siret-cle"


def test_zeros_lost_by_a_spreadsheet_are_put_back():
    siren = next(f"01234567{key}" for key in range(10) if luhn(f"01234567{key}"))
    siret = next(f"{siren}0001{key}" for key in range(10) if luhn(f"{siren}0001{key}"))

    reading = read_siret(siret[1:])

    assert reading.number == siret
    assert reading.note


@pytest.mark.parametrize("text", ["7,51871E+13", "7.51870494E+13", "7E13"])
def test_scientific_notation_says_what_to_do(text):
    reading = read_siret(text)

    assert reading.code == "siret-abrege"
    assert "format Texte" in reading.reason


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "siret-manquant"),
        ("  ", "siret-manquant"),
        ("751870494", "siret-mal-forme"),
        ("751870494000260", "siret-mal-forme"),
        ("75187049X00026", "siret-mal-forme"),
        ("٧٥١٨٧٠٤٩٤٠٠٠٢٦", "siret-mal-forme"),
        ("75187049400027", "siret-cle"),
        ("12345678901234", "siret-cle"),
        ("00000000000000", "siret-cle"),
    ],
)
def test_a_wrong_siret_is_refused_with_its_reason(text, code):
    reading = read_siret(text)

    assert (reading.number, reading.code) == ("", code)
    assert reading.reason.endswith((".", ")."))


@given(st.from_regex(r"([1-9][0-9]{8}|356000000)[0-9]{5}", fullmatch=True))
@example("35600000000014")  # Luhn's rule, which is not La Poste's
@example("73282932000074")
@example("73282932000075")
@example("73282932100064")  # right as a whole, not as a SIREN
def test_a_key_is_right_when_the_standard_says_so(digits):
    assert (read_siret(digits).number == digits) == standard.is_valid(digits)
