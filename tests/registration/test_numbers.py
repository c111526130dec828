"""The number that somebody types, however they type it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suppliers.registration.numbers import Kind, read_number
from tests.factories import siret_number

SIRET = siret_number(1)
SIREN = SIRET[:9]
GROUPS = f"{SIRET[:3]} {SIRET[3:6]} {SIRET[6:9]} {SIRET[9:]}"


@pytest.mark.parametrize(
    "typed",
    [
        SIRET,
        GROUPS,
        GROUPS.replace(" ", "\u202f"),
        GROUPS.replace(" ", "."),
        f"  {SIRET}\t",
        SIRET.translate({48 + n: 0xFF10 + n for n in range(10)}),  # full-width
        SIRET.translate({48 + n: 0x660 + n for n in range(10)}),  # Arabic
        f"\u200b{SIRET}\u202e",
    ],
)
def test_a_siret_is_read_however_it_is_written(typed):
    assert (read_number(typed).kind, read_number(typed).number) == (Kind.SIRET, SIRET)


@pytest.mark.parametrize("typed", [SIREN, f"FR 12 {SIREN}", f"{SIREN[:3]} {SIREN[3:6]} {SIREN[6:]}"])
def test_a_siren_is_told_from_a_siret(typed):
    assert (read_number(typed).kind, read_number(typed).number) == (Kind.SIREN, SIREN)


@pytest.mark.parametrize("typed", ["W931234567", "w931234567", "W 9312 34567", "w9d1234567"])
def test_a_number_of_an_association_is_read(typed):
    reading = read_number(typed)

    assert reading.kind == Kind.RNA
    assert reading.number == typed.replace(" ", "").upper()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Tapez les quatorze chiffres"),
        ("   ", "Tapez les quatorze chiffres"),
        (SIRET[:-1] + str((int(SIRET[-1]) + 1) % 10), "clé de contrôle est fausse"),
        ("00000000000000", "clé de contrôle est fausse"),
        ("12345", "vous en avez tapé 5"),
        (SIRET + "0", "plus de 14"),
        ("9" * 500, "plus de 14"),
        ("123456789", "celui-ci n’existe pas"),
        ("000000000", "celui-ci n’existe pas"),
        ("bonjour", "quatorze chiffres, et rien d’autre"),
        ("<script>", "quatorze chiffres, et rien d’autre"),
        ("1,23E+13", "Un tableur a abrégé"),
        ("W12", "W suivi de neuf caractères"),
        ("\x00", "Tapez les quatorze chiffres"),
        ("²³¹²³¹²³¹²³¹²³", "clé de contrôle est fausse"),
    ],
)
def test_what_is_no_number_is_told_why(typed, said):
    reading = read_number(typed)

    assert reading.kind == Kind.WRONG
    assert said in reading.reason


@given(st.text(max_size=80))
def test_whatever_is_typed_is_read_or_refused_with_a_sentence(typed):
    reading = read_number(typed)

    assert bool(reading.number) != bool(reading.reason)
