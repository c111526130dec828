"""Amounts, days and numbers, as accounts write them."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suppliers.sourcing.steering.cells import UnreadableError, read_amount, read_date, read_number
from tests.factories import siret_number

amounts = st.decimals(min_value=Decimal("-9999999999.99"), max_value=Decimal("9999999999.99"), places=2)
BETWEEN = {"fr": " ", "narrow": "\u202f", "no-break": "\u00a0", "dot": ".", "none": "", "apostrophe": "'"}


@given(amounts, st.sampled_from(sorted(BETWEEN)), st.sampled_from(["", " €", " EUR", "€", " € HT"]))
def test_an_amount_is_read_back_however_it_is_written(amount, between, unit):
    whole, _, cents = f"{abs(amount):,.2f}".partition(".")
    written = f"{'-' if amount < 0 else ''}{whole.replace(',', BETWEEN[between])},{cents}{unit}"
    assert read_amount(written) == amount


@given(amounts)
def test_an_english_amount_is_read_back(amount):
    assert read_amount(f"{amount:,.2f}") == read_amount(f"{amount:.2f}") == amount


@given(st.text(max_size=20))
def test_any_text_is_an_amount_or_says_why_not(text):
    try:
        assert isinstance(read_amount(text), Decimal)
    except UnreadableError as error:
        assert str(error)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1 234,56", "1234.56"),
        ("-12,50", "-12.50"),
        ("−12,50", "-12.50"),
        ("12,50-", "-12.50"),
        ("(12,50)", "-12.50"),
        ("1.234,56 €", "1234.56"),
        ("1.234", "1234"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1,234,567.8", "1234567.80"),
        ("1234.567", "1234.57"),
        ("0,125", "0.13"),
        ("-0,001", "0"),
        (",5", "0.50"),
        ("12", "12"),
    ],
)
def test_amounts(typed, expected):
    assert read_amount(typed) == Decimal(expected)
    assert not str(read_amount(typed)).startswith("-0")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "manque"),
        (" € ", "manque"),
        ("1,234", "deux façons"),
        ("douze", "n’est pas un nombre"),
        ("1,2,3", "n’est pas un nombre"),
        ("--5", "n’est pas un nombre"),
        ("=1+1", "n’est pas un nombre"),
        ("NaN", "n’est pas un nombre"),
        ("9999999999999", "trop grand"),
        ("١٢", "n’est pas un nombre"),
    ],
)
def test_amounts_refused(typed, why):
    with pytest.raises(UnreadableError, match=why):
        read_amount(typed)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)))
def test_a_day_is_read_back_however_it_is_written(day):
    excel = str((day - dt.date(1899, 12, 30)).days)
    for written in (
        f"{day:%d/%m/%Y}",
        f"{day:%d-%m-%Y}",
        f"{day:%d.%m.%Y}",
        day.isoformat(),
        f"{day:%Y%m%d}",
        excel,
    ):
        assert read_date(written) == day
    assert read_date(f"{day.isoformat()}T08:00:00Z") == read_date(f"{day:%d/%m/%Y} 08:00") == day


def test_a_year_may_have_two_digits():
    assert read_date("31/12/25") == dt.date(2025, 12, 31)


@pytest.mark.parametrize(
    "typed", ["", "31/02/2025", "13/13/2025", "hier", "01/01/1900", "12", "2025", "99999"]
)
def test_days_refused(typed):
    with pytest.raises(UnreadableError):
        read_date(typed)


def test_numbers():
    siret = siret_number(7)
    assert siret.startswith("00")
    assert read_number(siret) == read_number(f" {siret[:9]} {siret[9:]} ") == (siret, siret[:9])
    assert read_number(siret[:9]) == ("", siret[:9])
    dropped = siret_number(1_234_567)  # « 012345674… »: one zero that a spreadsheet drops
    assert read_number(dropped.lstrip("0")) == (dropped, dropped[:9])
    assert read_number(dropped[:9].lstrip("0")) == ("", dropped[:9])


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("1,23457E+13", "abrégé"),
        ("1.23E13", "abrégé"),
        ("", "manque"),
        ("12345678901234", "clé"),
        ("123456789", "clé"),
        ("1234567890", "ni un SIRET"),
        ("FR123", "ni un SIRET"),
        ("000000000", "clé"),
    ],
)
def test_numbers_refused(typed, why):
    with pytest.raises(UnreadableError, match=why):
        read_number(typed)
