"""The rates of the SPASER, against a plain count of the rows; the page and its files."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from suppliers.models import Award, Territory, WorkspaceEvent
from suppliers.sourcing.steering.indicators import indicators
from tests.buyer_factories import AwardFactory, LotFactory, NeedFactory
from tests.factories import (
    BuyerMembershipFactory,
    CertificationFactory,
    StructureFactory,
    siret_number,
)

START, END = dt.date(2025, 7, 1), dt.date(2026, 6, 30)
HOLDERS = [(1, "ESAT"), (2, "EI"), (3, "ESUS"), (4, None), (5, None)]  # the directory does not know the last
rows = st.fixed_dictionaries(
    {
        "outcome": st.sampled_from(["awarded", "awarded", "awarded", "unsuccessful", "abandoned"]),
        "decided_on": st.dates(dt.date(2025, 1, 1), dt.date(2026, 12, 31)),
        "amount_excl_tax": st.none() | st.decimals(0, 99_999, places=2),
        "reserved_to": st.sampled_from(
            ["NONE", "L2113_12", "L2113_13", "L2113_12_13", "L2113_13_1", "L2113_15"]
        ),
        "has_social_clause": st.booleans(),
        "has_social_criterion": st.booleans(),
        "has_environmental_consideration": st.booleans(),
        "holder_siret": st.sampled_from([siret_number(number) for number, _ in HOLDERS] + [""]),
    }
)


@pytest.fixture
def directory(db):
    for number, kind in HOLDERS:
        if number == 5:
            continue
        made = StructureFactory(
            published=True, siret=siret_number(number), legal_form_id="5710", sirene_ess="N"
        )
        if kind:
            CertificationFactory(structure=made, kind_id=kind, valid_from=START, valid_until=END)


def plainly(made, year):
    """Number and amount of each measure, by hand."""
    found = {}
    kept = [one for one in made if one.outcome == "awarded" and one.decided_on.year == year]
    for name in TESTS:
        counted = [one for one in kept if TESTS[name](one)]
        found[name] = (len(counted), sum((one.amount_excl_tax or Decimal(0) for one in counted), Decimal(0)))
    whole = len(kept), sum((one.amount_excl_tax or Decimal(0) for one in kept), Decimal(0))
    return found, whole


def _is(number):
    return lambda one: one.holder_siret == siret_number(number) and START <= one.decided_on <= END


def _vulnerable(one):
    return _is(1)(one) or _is(2)(one)


def _considered(one):
    return one.has_social_clause or one.has_social_criterion or one.reserved_to != "NONE"


TESTS = {
    "social": lambda one: _considered(one) or _vulnerable(one) or _is(3)(one),
    "ecologique": lambda one: one.has_environmental_consideration,
    "esus": _is(3),
    "vulnerables": _vulnerable,
    "reserves": lambda one: one.reserved_to != "NONE",
    "reserves-handicap": lambda one: one.reserved_to == "L2113_12",
    "reserves-insertion": lambda one: one.reserved_to == "L2113_13",
    "reserves-ensemble": lambda one: one.reserved_to == "L2113_12_13",
    "reserves-prison": lambda one: one.reserved_to == "L2113_13_1",
    "reserves-ess": lambda one: one.reserved_to == "L2113_15",
    "consideration-sociale": _considered,
    "consideration-environnementale": lambda one: one.has_environmental_consideration,
    "ess": _is(3),
}


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(drawn=st.lists(rows, max_size=12))
def test_rates_are_those_of_a_plain_count(directory, organisation, drawn):
    Award.objects.all().delete()
    need = NeedFactory(workspace=organisation.workspace)
    AwardFactory(decided_on=dt.date(2026, 2, 2), reserved_to="L2113_12")  # of somebody else
    made = [AwardFactory(need=need, lot=LotFactory(need=need), **row) for row in drawn]
    for year in (2025, 2026):
        told = indicators(organisation, year)
        expected, whole = plainly(made, year)
        assert {rate.measure.slug: (rate.number, rate.amount) for rate in told.rates} == expected
        assert all((rate.of_number, rate.of_amount) == whole for rate in told.rates)
        assert (told.awarded, told.amount) == whole
    need.delete()


def steering(organisation, name="steering"):
    return reverse(f"sourcing:{name}", args=[organisation.pk])


def test_the_page_says_figures_formulas_and_their_limits(member, organisation, directory):
    need = NeedFactory(workspace=organisation.workspace, title="Nettoyage des écoles")
    AwardFactory(need=need, holder_siret=siret_number(1), amount_excl_tax=Decimal(30_000))
    other = NeedFactory(workspace=organisation.workspace, title="Restauration")
    AwardFactory(need=other, holder_name="Inconnue", amount_excl_tax=None, reserved_to="L2113_13")
    waiting = NeedFactory(workspace=organisation.workspace, title="Espaces verts")
    LotFactory(need=waiting)
    shown = member.get(steering(organisation)).text.replace("\u202f", " ").replace("\u00a0", " ")

    assert "2 marchés ou lots attribués en 2026, pour 30 000 € HT" in shown
    assert "1 ÷ 2" in shown
    assert "30 000 € HT ÷ 30 000 € HT" in shown
    assert "ne les additionnez pas" in shown
    assert "1 sans montant noté" in shown
    assert "1 titulaire que l’annuaire ne connaît pas" in shown
    assert "D2111-3" in shown
    filtered = member.get(steering(organisation), {"etat": "attente"}).text
    assert "Espaces verts" in filtered
    assert "Restauration" not in filtered
    assert (
        "Espaces verts" not in member.get(steering(organisation), {"etat": "awarded", "annee": "2026"}).text
    )
    assert "Restauration" not in member.get(steering(organisation), {"annee": "2025"}).text
    assert member.get(steering(organisation), {"annee": "x", "etat": "y", "page": "z"}).status_code == 200


def test_files_hold_the_same_figures_and_no_formula(member, organisation):
    need = NeedFactory(workspace=organisation.workspace, title="=1+1")
    AwardFactory(need=need, holder_name="+33 1", amount_excl_tax=Decimal("1234.50"), has_social_clause=True)
    book = load_workbook(io.BytesIO(member.get(steering(organisation, "steering-xlsx")).content))
    first = next(book["Indicateurs 2026"].iter_rows(min_row=2, values_only=True))
    assert first[1] == "Achats socialement responsables"
    assert first[4:14] == (1, 1, 100, None, None, 1234.5, 1234.5, 100, None, None)
    assert book["Issues 2026"]["A2"].value == "'=1+1"
    assert book["Issues 2026"]["A2"].data_type == "s"
    said = member.get(steering(organisation, "steering-csv")).getvalue().decode("utf-8-sig")
    assert "1234,50" in said
    assert "'=1+1" in said
    assert "'+33 1" in said


@pytest.mark.parametrize("how_many", [2, 40])
def test_query_count_is_flat(member, organisation, directory, django_assert_num_queries, how_many):
    for number in range(how_many):
        need = NeedFactory(workspace=organisation.workspace)
        siret = siret_number(number % 5 + 1)
        AwardFactory(need=need, lot=LotFactory(need=need), holder_siret=siret)
    member.get(steering(organisation))
    with django_assert_num_queries(19):
        assert member.get(steering(organisation)).status_code == 200


def test_the_owner_tells_the_territory(member, membership, organisation):
    page = steering(organisation, "steering-territory")
    assert member.post(page, {"place": "Montreuil (93100)"}).status_code == 302  # as suggestions write it
    organisation.refresh_from_db()
    assert organisation.territory == Territory.objects.get(code="93048")
    assert "n’est pas reconnu" in member.post(page, {"place": "Zzzzzzzz"}).text
    assert 'value="Zzzzzzzz"' in member.post(page, {"place": "Zzzzzzzz"}).text
    assert "Montreuil" in member.get(page).text
    member.post(page, {"place": "Seine-Saint-Denis (Département)"})
    organisation.refresh_from_db()
    assert organisation.territory.code == "93"
    member.post(page, {"place": ""})
    organisation.refresh_from_db()
    assert organisation.territory is None
    assert WorkspaceEvent.objects.filter(action="organisation.territory").count() == 3


def test_a_member_who_is_not_the_owner_reads_the_territory_only(client, organisation):
    client.force_login(BuyerMembershipFactory(organisation=organisation, role="editor").user)
    assert client.get(steering(organisation)).status_code == 200
    assert client.post(steering(organisation, "steering-territory"), {"place": "Paris"}).status_code == 403
