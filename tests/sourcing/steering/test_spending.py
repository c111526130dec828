"""What a ledger says, against a plain reading of its lines; and who may see it."""

import datetime as dt
import io
from collections import defaultdict
from decimal import Decimal

import pytest
from django.conf import settings
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from suppliers.models import Structure, Territory
from suppliers.procurement.certificates import Certificate, State, state_at
from suppliers.sourcing.steering.spending import unknown_suppliers, years_of
from suppliers.sourcing.steering.standing import structure_with_siret
from tests.buyer_factories import LedgerFactory, LedgerLineFactory
from tests.factories import CertificationFactory, StructureFactory, siret_number

from .conftest import address

WINDOW = settings.LISTING_WINDOW_MONTHS
START, END = dt.date(2024, 6, 1), dt.date(2026, 5, 31)


def siret_of(siren: str, nic: int) -> str:
    """Another establishment of a legal unit; its key is right."""
    from stdnum import luhn

    digits = f"{siren}{nic:04d}"
    return digits + luhn.calc_check_digit(digits)


@pytest.fixture
def directory(db):
    """Of each kind, and a legal unit with two establishments."""
    made = {}
    paris = Territory.objects.get(code="75111")
    made["esat"] = StructureFactory(published=True, siret=siret_number(1))
    CertificationFactory(structure=made["esat"], kind_id="ESAT", valid_from=START, valid_until=END)
    made["ei"] = StructureFactory(published=True, siret=siret_number(2), legal_form_id="5710", sirene_ess="N")
    CertificationFactory(structure=made["ei"], kind_id="EI", valid_from=START, valid_until=END)
    made["esus"] = StructureFactory(
        published=True, siret=siret_number(3), legal_form_id="5710", territory=paris
    )
    CertificationFactory(structure=made["esus"], kind_id="ESUS", valid_from=START, valid_until=END)
    made["declared"] = StructureFactory(published=True, siret=siret_number(4), legal_form_id="5499")
    CertificationFactory(
        structure=made["declared"], kind_id="EA", verification="declared", valid_from=START, valid_until=END
    )
    siren = siret_number(5)[:9]
    made["first"] = StructureFactory(published=True, siret=siret_number(5), legal_form_id="5560")
    made["second"] = StructureFactory(published=True, siret=siret_of(siren, 2), legal_form_id="5560")
    CertificationFactory(structure=made["second"], kind_id="EA", valid_from=START, valid_until=END)
    made["hidden"] = StructureFactory(siret=siret_number(6), status="hidden")
    made["merged"] = StructureFactory(siret=siret_number(7), status="hidden", merged_into=made["esat"])
    return made


def naive(lines):
    """Year by year and name by name, from the rows alone."""
    sums = defaultdict(lambda: defaultdict(Decimal))
    published = list(Structure.objects.filter(status="published").select_related("legal_form"))
    for line in lines:
        year, add = sums[line.paid_on.year], Decimal(line.amount_excl_tax)
        year["total"] += add
        known = [one for one in Structure.objects.filter(siret=line.siret) if line.siret]
        known = [one.merged_into or one for one in known]
        exact = [one for one in known if one.status == "published"]
        unit = [one for one in published if one.siren == line.siren]
        if not exact and not unit:
            continue
        structure = exact[0] if exact else min(unit, key=lambda one: one.pk)
        whole = bool(exact) or (len(unit) == 1 and not line.siret)
        rows = list(structure.certifications.all()) if whole else []
        rows += [
            row
            for one in Structure.objects.filter(siren=structure.siren).exclude(
                pk=structure.pk if whole else 0
            )
            for row in one.certifications.filter(scope="siren")
        ]
        valid = {row.kind_id for row in rows if _state(row, line.paid_on) is State.VALID}
        unverified = {row.kind_id for row in rows if _state(row, line.paid_on) is State.UNVERIFIED}
        year["known"] += add
        year["by_siren"] += add * (not exact)
        year["esus"] += add * ("ESUS" in valid)
        year["siae"] += add * bool(valid & {"EI", "ETTI", "AI", "ACI", "SIAE_PENIT"})
        year["sheltered"] += add * bool(valid & {"EA", "EATT", "EA_PENIT", "ESAT"})
        year["oeth"] += add * bool(valid & {"EA", "ESAT"})
        year["oeth_unknown"] += add * (not valid & {"EA", "ESAT"} and bool(unverified & {"EA", "ESAT"}))
        rule, flag = structure.legal_form.ess_rule, structure.sirene_ess
        if rule == "de_droit" or "ESUS" in valid:
            year["ess"] += add
        elif rule == "a_verifier" and not flag:
            year["ess_unknown"] += add
    return sums


def _state(row, day):
    names = Certificate.__dataclass_fields__
    values = {name: getattr(row, "kind_id" if name == "kind" else name) for name in names}
    return state_at(Certificate(**values), day, listing_window_months=WINDOW)


def told(years):
    names = ("total", "known", "by_siren", "esus", "siae", "sheltered", "oeth", "oeth_unknown", "ess")
    return {
        year.year: {name: getattr(year, name).amount for name in (*names, "ess_unknown")} for year in years
    }


days = st.dates(dt.date(2024, 1, 1), dt.date(2026, 12, 31))
paid = st.decimals(Decimal("-500"), Decimal("9999"), places=2)
suppliers = st.sampled_from([1, 2, 3, 4, 5, 6, 7, 8, "unit", "only", "elsewhere"])


@hypothesis_settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(lines=st.lists(st.tuples(suppliers, paid, days), min_size=1, max_size=25))
def test_the_shares_are_those_of_a_plain_reading(directory, lines):
    ledger = LedgerFactory()
    unit, only = siret_number(5)[:9], siret_number(1)[:9]
    numbers = {"unit": ("", unit), "only": ("", only), "elsewhere": (siret_of(unit, 77), unit)}
    rows = [
        LedgerLineFactory.build(
            ledger=ledger,
            number=rank,
            siret=(number := numbers.get(who) or (siret_number(who), siret_number(who)[:9]))[0],
            siren=number[1],
            amount_excl_tax=amount,
            paid_on=day,
        )
        for rank, (who, amount, day) in enumerate(lines)
    ]
    ledger.lines.bulk_create(rows)
    expected = naive(rows)

    assert told(years_of(ledger)) == {
        year: {name: sums[name] for name in told(years_of(ledger))[year]} for year, sums in expected.items()
    }
    unknown = [row for row in rows if row.siret in (siret_number(6), siret_number(8))]
    found = unknown_suppliers(ledger)
    assert found.amount == sum(row.amount_excl_tax for row in unknown)
    assert found.how_many == len({row.siret for row in unknown})
    for year in years_of(ledger):
        assert sum(part.amount for part in year.epts.values()) == year.known.amount
        assert sum(part.amount for part in year.families.values()) == year.ess.amount
        assert year.oeth_ceiling == max(year.oeth.amount, 0) * 30 / 100
    ledger.delete()


@pytest.fixture
def ledger(directory, organisation):
    made = LedgerFactory(organisation=organisation)
    for number, amount in ((1, "3000.00"), (2, "1000"), (3, "500"), (8, "5500")):
        siret = siret_number(number)
        LedgerLineFactory(ledger=made, siret=siret, amount_excl_tax=amount, supplier=f"Tiers {number}")
    made.rows_kept = 4
    made.save()
    return made


def test_a_chain_of_merged_structures_is_followed_to_its_end(directory, organisation):
    """Paid to the number of one merged into one that was merged; a ring, or a hidden end, leads nowhere."""
    first = StructureFactory(siret=siret_number(20), status="hidden", merged_into=directory["merged"])
    lost = StructureFactory(siret=siret_number(21), status="hidden", merged_into=directory["hidden"])
    made = LedgerFactory(organisation=organisation)
    for one in (first, lost):
        LedgerLineFactory(
            ledger=made, siret=one.siret, siren=one.siren, amount_excl_tax=700, paid_on=dt.date(2025, 3, 1)
        )
    (year,) = years_of(made)
    assert (year.sheltered.amount, year.known.amount, year.total.amount) == (700, 700, 1400)
    assert structure_with_siret(first.siret) == directory["esat"]
    assert structure_with_siret(lost.siret) is None


def test_the_page_says_shares_with_their_figures(member, ledger):
    page = member.get(address(ledger)).text.replace("\u202f", " ").replace("\u00a0", " ")
    assert "10 000 € HT en 4 lignes" in page
    assert "au plus 30 % de ce montant, soit 900 €" in page
    assert "L5212-10-1" in page
    assert "Est Ensemble" in page
    assert "Tiers 8" in page
    assert "1 fournisseur, pour 5 500 € HT" in page


def test_the_files_say_the_same_and_hold_no_formula(member, ledger):
    ledger.lines.filter(siret=siret_number(8)).update(supplier='=HYPERLINK("x")')
    content = member.get(address(ledger, "ledger-results")).content
    book = load_workbook(io.BytesIO(content))
    rows = {row[1]: row for row in book["Dépenses"].iter_rows(values_only=True)}
    assert rows["EA, EATT et ESAT"][:5] == (2025, "EA, EATT et ESAT", 1, 3000, 30)
    cell = book["Fournisseurs inconnus"]["B2"]
    assert (cell.data_type, cell.value) == ("s", '\'=HYPERLINK("x")')
    said = member.get(address(ledger, "ledger-unknown")).getvalue().decode("utf-8-sig")
    assert said.splitlines()[1] == f'{siret_number(8)};"\'=HYPERLINK(""x"")";1;5500,00'


@pytest.mark.parametrize("how_many", [1, 60])
def test_query_count_of_the_results_is_flat(member, ledger, django_assert_num_queries, how_many):
    for number in range(how_many):
        siret = siret_number(100 + number)
        StructureFactory(published=True, siret=siret)
        LedgerLineFactory(ledger=ledger, siret=siret, paid_on=dt.date(2020 + number % 6, 1, 1))
        LedgerLineFactory(ledger=ledger)
    member.get(address(ledger))
    with django_assert_num_queries(10):
        member.get(address(ledger))


def test_lines_are_in_no_administration(admin_client, ledger):
    for page in ("ledger", "ledger-unknown", "ledger-results", "ledger-delete"):
        assert admin_client.get(address(ledger, page)).status_code == 404
    assert admin_client.get("/admin/suppliers/ledger/").status_code == 404
    assert admin_client.get("/admin/suppliers/ledgerline/").status_code == 404


def test_a_ledger_of_another_organisation_is_not_there(member, organisation):
    other = LedgerFactory()
    assert member.get(reverse("sourcing:ledger", args=[organisation.pk, other.pk])).status_code == 404
