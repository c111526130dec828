"""The cap of the deduction, of figures that the buyer types and that are kept nowhere."""

import datetime as dt
from decimal import Decimal

import pytest

from suppliers.procurement.oeth import deduction_cap
from tests.buyer_factories import LedgerFactory, LedgerLineFactory
from tests.factories import CertificationFactory, StructureFactory, siret_number

from .conftest import address


@pytest.fixture
def ledger(organisation):
    esat = StructureFactory(published=True, siret=siret_number(1))
    CertificationFactory(
        structure=esat, kind_id="ESAT", valid_from=dt.date(2024, 1, 1), valid_until=dt.date(2030, 1, 1)
    )
    made = LedgerFactory(organisation=organisation)
    LedgerLineFactory(ledger=made, siret=esat.siret, amount_excl_tax=3000, paid_on=dt.date(2025, 3, 1))
    return made


def page_of(member, ledger, **typed):
    text = member.get(address(ledger), {"annee": 2025, **typed}).text
    return text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("contribution", "rate", "most"),
    [
        ("1 000", "2,99", "500 €"),
        ("1000", "3", "750 €"),
        ("1000,50 €", "2 %", "500,25 €"),
        ("100000", "0", "900 €"),
        ("0", "5", "0 €"),
    ],
)
def test_the_smaller_of_both_is_said(member, ledger, contribution, rate, most):
    page = page_of(member, ledger, contribution=contribution, taux=rate)
    assert f"Déduction 2025 : {most} au plus." in page
    assert "30 % × 3 000 € d’achats = 900 €" in page
    assert "FIPHFP" in page


@pytest.mark.parametrize(
    ("contribution", "rate", "why"),
    [
        ("beaucoup", "2", "Écrivez un nombre"),
        ("-5", "2", "Un nombre négatif n’a pas de sens ici."),
        ("10^30", "2", "Ce nombre est trop grand"),
        ("1000", "101", "Ce nombre est trop grand : 100 au plus."),
        ("1000", "-1", "Écrivez un nombre de 0 à 100."),
        ("1000", "", "il en manque un"),
        ("", "2", "il en manque un"),
        ("1\0", "2", "illisible"),
    ],
)
def test_what_cannot_be_read_is_said_at_the_field(member, ledger, contribution, rate, why):
    page = page_of(member, ledger, contribution=contribution, taux=rate)
    assert why in page
    assert 'aria-invalid="true"' in page
    assert "Déduction 2025" not in page


def test_neither_is_asked_for(member, ledger):
    for page in (page_of(member, ledger, contribution="", taux=""), member.get(address(ledger)).text):
        assert "Déduction 2025" not in page
        assert 'aria-invalid="true"' not in page


def test_another_year_is_refused(member, ledger):
    assert "année du fichier" in page_of(member, ledger, annee="1999", contribution="1", taux="1")


def test_half_of_the_duty_is_where_the_cap_rises():
    assert [deduction_cap(Decimal(200), Decimal(rate)) for rate in ("2.99", "3", "6")] == [100, 150, 150]
