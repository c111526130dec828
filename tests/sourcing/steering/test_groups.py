"""A contract awarded to a groupement: noted, told, counted once."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from suppliers.models import Award, AwardMember, WorkspaceEvent
from suppliers.procurement.flags import Flags
from suppliers.procurement.spaser import MEASURES, Holder, Purchase, rates
from suppliers.sourcing.steering.awards import version_of
from suppliers.sourcing.steering.indicators import indicators
from tests.buyer_factories import (
    AwardFactory,
    AwardMemberFactory,
    ConsortiumFactory,
    ConsortiumMemberFactory,
    LotFactory,
    NeedFactory,
)
from tests.factories import CertificationFactory, StructureFactory, siret_number

LEAD, OTHER, THIRD = siret_number(9), siret_number(10), siret_number(11)
TYPED = {
    "outcome": "awarded",
    "decided_on": "2026-03-02",
    "reserved_to": "NONE",
    "holder_siret": LEAD,
    "holder_name": "Sport Plus",
    "group_form": "conjoint",
    "holder_share": "6 000",
    "member_1_siret": OTHER,
    "member_1_name": "",
    "member_1_amount": "4 000",
}


@pytest.fixture
def need(organisation):
    return NeedFactory(workspace=organisation.workspace)


@pytest.fixture
def esat(db):
    made = StructureFactory(published=True, siret=OTHER, name="Les Ateliers", legal_form_id="5710")
    CertificationFactory(
        structure=made, kind_id="ESAT", valid_from=dt.date(2025, 1, 1), valid_until=dt.date(2027, 1, 1)
    )
    return made


def page(need, number=0, name="need-award"):
    return reverse(f"sourcing:{name}", args=[need.pk, number] if name != "need-outcome" else [need.pk])


def plain(text):
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def shown_rate(organisation, slug, year=2026):
    return next(rate for rate in indicators(organisation, year).rates if rate.measure.slug == slug)


def test_a_group_is_noted_changed_told_and_counted_once(member, organisation, need, esat):
    assert member.post(page(need), TYPED).status_code == 302
    award = Award.objects.get()
    assert (award.amount_excl_tax, award.holder_share, award.group_form) == (10_000, 6_000, "conjoint")
    assert [(one.name, one.structure, one.amount_excl_tax) for one in award.members.all()] == [
        ("Les Ateliers", esat, 4_000)
    ]
    shown = plain(member.get(page(need, name="need-outcome")).text)
    assert "Groupement conjoint de 2 entreprises" in shown
    assert "mandataire · 6 000 € HT" in shown
    assert "4 000 € HT" in shown

    rate = shown_rate(organisation, "vulnerables")
    assert (rate.number, rate.of_number, rate.amount, rate.of_amount) == (1, 1, 4_000, 10_000)
    steering = plain(member.get(reverse("sourcing:steering", args=[organisation.pk])).text)
    assert "jamais deux fois le même euro" in steering
    assert "Sport Plus · mandataire, avec Les Ateliers" in steering.replace('<span class="told__note">', "")
    assert "4 000 € HT ÷ 10 000 € HT" in steering

    again = member.get(page(need)).text
    assert f'value="{OTHER}"' in again
    assert 'value="4\u202f000"' in again
    unshared = {"holder_share": "", "member_1_amount": "", "amount_excl_tax": "9 000"}
    member.post(page(need), {**TYPED, **unshared, "seen": version_of(award)})
    rate = shown_rate(organisation, "vulnerables")
    assert (rate.number, rate.amount, rate.of_amount) == (1, 0, 9_000)
    assert "1 sans part notée" in plain(member.get(reverse("sourcing:steering", args=[organisation.pk])).text)

    member.post(page(need), {**TYPED, "group_form": "none", "holder_share": "", "member_1_siret": ""})
    assert WorkspaceEvent.objects.count() == 2  # what was left of a member is not thrown away
    alone = {name: value for name, value in TYPED.items() if not name.startswith(("member", "group"))}
    alone |= {"holder_share": "", "seen": version_of(Award.objects.get())}
    assert member.post(page(need), alone).status_code == 302
    assert not AwardMember.objects.exists()
    told = WorkspaceEvent.objects.order_by("pk").first()
    assert told.detail["after"]["members"] == [
        {"name": "Les Ateliers", "siret": OTHER, "amount_excl_tax": "4000.00"}
    ]
    history = member.get(reverse("sourcing:need", args=[need.pk])).text
    assert "issue notée : Sport Plus et 1 cotraitant" in history


def test_files_tell_the_contract_once_and_each_member(member, organisation, need, esat):
    member.post(page(need), {**TYPED, "member_2_name": "=1+1", "member_2_amount": "0"})
    address = reverse("sourcing:steering-xlsx", args=[organisation.pk])
    book = load_workbook(io.BytesIO(member.get(address).content))
    contracts = list(book["Issues 2026"].values)
    row = dict(zip(contracts[0], contracts[1], strict=True))
    assert len(contracts) == 2
    assert (row["Montant HT (€)"], row["Groupement"]) == (10_000, "Conjoint")
    assert (row["Titulaire ou mandataire"], row["Cotraitants"]) == ("Sport Plus", "Les Ateliers ; =1+1")
    members = [row[3:] for row in list(book["Groupements 2026"].values)[1:]]
    assert members == [
        ("Mandataire", LEAD, "Sport Plus", 6_000),
        ("Cotraitant", OTHER, "Les Ateliers", 4_000),
        ("Cotraitant", None, "'=1+1", 0),
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"group_form": "none"}, "Dites si le groupement est conjoint ou solidaire."),
        ({"group_form": "autre"}, "Choisissez dans la liste."),
        ({"member_1_siret": "", "member_1_amount": ""}, "au moins un membre de plus que son mandataire"),
        ({"member_1_siret": LEAD, "member_1_name": "Deux fois"}, "Ce SIRET est déjà celui du mandataire."),
        ({"member_2_siret": OTHER}, "Ce SIRET est déjà celui du cotraitant 1."),
        ({"member_2_siret": THIRD}, "Ce SIRET n’est pas dans l’annuaire : donnez le nom."),
        ({"member_2_siret": "123"}, "SIRET"),
        ({"member_2_amount": "5"}, "Donnez ce membre : son SIRET, ou au moins son nom."),
        ({"member_1_amount": "-5"}, "Un nombre négatif n’a pas de sens ici."),
        ({"member_1_amount": ""}, "Donnez la part de chaque membre, ou d’aucun"),
        ({"holder_share": ""}, "Donnez la part de chaque membre, ou d’aucun"),
        ({"amount_excl_tax": "12 000"}, "Les parts font 10 000 € HT, et ce montant est de 12 000 € HT"),
        ({"holder_share": "999 999 999"}, "Les parts dépassent"),
    ],
)
def test_a_mistake_is_said_at_its_field_and_what_was_typed_is_kept(member, need, esat, change, said):
    shown = member.post(page(need), {**TYPED, **change})
    assert shown.status_code == 200
    assert said in plain(shown.text)
    assert 'aria-invalid="true"' in shown.text
    assert '<details class="more partners" open>' in shown.text
    assert 'value="Sport Plus"' in shown.text
    assert not Award.objects.exists()


def test_a_contract_that_is_not_awarded_has_no_group(member, need, esat):
    assert member.post(page(need), {**TYPED, "outcome": "abandoned"}).status_code == 302
    award = Award.objects.get()
    assert (award.group_form, award.holder_share, award.members.count()) == ("none", None, 0)


def test_a_kept_group_is_offered_for_the_lots_it_answers(member, need, esat):
    lots = [LotFactory(need=need), LotFactory(need=need)]
    group = ConsortiumFactory(need=need, title="Sport et insertion", form="solidaire")
    ConsortiumMemberFactory(consortium=group, structure=esat, siret=OTHER, lot_numbers=[1])
    ConsortiumMemberFactory(
        consortium=group, structure=None, name="Sport Plus", siret="", is_conventional=True, is_lead=True
    )
    ConsortiumFactory(need=need, title="Sans membre")
    offered = member.get(page(need, lots[0].number)).text
    assert f'href="?groupement={group.pk}"' in offered
    assert "Sans membre" not in offered
    taken = member.get(page(need, 1), {"groupement": group.pk}).text
    assert "rien n’est encore enregistré" in taken
    assert 'name="holder_name" value="Sport Plus"' in taken
    assert f'name="member_1_siret" value="{OTHER}"' in taken
    assert '<option value="solidaire" selected>' in taken
    second = member.get(page(need, 2), {"groupement": group.pk}).text
    assert f'value="{OTHER}"' not in second
    assert '<option value="none" selected>' in second
    elsewhere = ConsortiumMemberFactory(name="D’un autre besoin").consortium
    assert "D’un autre besoin" not in member.get(page(need, 1), {"groupement": elsewhere.pk}).text
    assert member.get(page(need, 1), {"groupement": "x"}).status_code == 200
    assert not Award.objects.exists()


def test_a_kept_group_leaves_nothing_of_the_one_noted_before(member, need, esat):
    award = AwardFactory(need=need, group_form="conjoint", holder_share=600, amount_excl_tax=1_000)
    for name in ("Ancien 1", "Ancien 2", "Ancien 3"):
        AwardMemberFactory(award=award, name=name)
    group = ConsortiumFactory(need=need, title="Nouveau", form="solidaire")
    ConsortiumMemberFactory(consortium=group, structure=None, name="Sport Plus", siret="", is_lead=True)
    ConsortiumMemberFactory(consortium=group, structure=esat, siret=OTHER)

    taken = member.get(page(need), {"groupement": group.pk}).text

    assert 'name="member_1_siret" value="' + OTHER in taken
    assert "Ancien" not in taken
    assert 'name="holder_share" value' not in taken


def test_a_part_without_a_group_is_not_dropped_in_silence(member, need, esat):
    typed = {**TYPED, "group_form": "none", "member_1_siret": "", "member_1_amount": ""}
    answer = member.post(page(need), typed)
    assert "La part du mandataire va avec un groupement" in answer.text
    assert not Award.objects.exists()


KNOWN = [(False, False), (True, False), (False, True), None]  # ESUS, disadvantaged; not in the directory
parts = st.lists(
    st.tuples(st.sampled_from(KNOWN), st.integers(0, 10_000)), min_size=1, max_size=4
)  # who, and their part
contracts = st.lists(st.tuples(parts, st.booleans(), st.booleans(), st.booleans()), max_size=6)


def _flags(kind):
    return kind and Flags(
        oeth_deductible=False,
        spaser_esus=kind[0],
        spaser_disadvantaged=kind[1],
        counts_for_insertion_clause=False,
        is_ess=kind[0],
    )


@settings(suppress_health_check=list(HealthCheck))
@given(drawn=contracts)
def test_no_euro_is_counted_twice_nor_for_somebody_else(drawn):
    purchases, esus, social = [], Decimal(0), Decimal(0)
    for members, is_split, has_clause, is_priced in drawn:
        amount = Decimal(sum(part for _, part in members))
        shares = [Decimal(part) if is_split else None for _, part in members]
        held = [Holder(_flags(kind), share) for (kind, _), share in zip(members, shares, strict=True)]
        purchases.append(
            Purchase(amount if is_priced else None, has_social_clause=has_clause, holders=tuple(held))
        )
        if not is_priced:
            continue
        esus += _plainly([(bool(kind and kind[0]), part) for kind, part in members], is_split)
        counted = _plainly([(bool(kind and any(kind)), part) for kind, part in members], is_split)
        social += amount if has_clause else counted
    found = {rate.measure.slug: rate for rate in rates(purchases)}
    assert (found["esus"].amount, found["social"].amount) == (esus, social)
    whole = sum((one.amount for one in purchases if one.amount is not None), Decimal(0))
    assert all(rate.amount <= rate.of_amount == whole for rate in found.values())
    assert all(rate.number <= len(purchases) for rate in found.values())
    assert len(found) == len(MEASURES)


def _plainly(members, is_split):
    """What counts of a contract, by hand."""
    if is_split:
        return Decimal(sum(part for counts, part in members if counts))
    return Decimal(sum(part for _, part in members)) if all(counts for counts, _ in members) else Decimal(0)


@pytest.mark.parametrize("how_many", [1, 20])
def test_query_count_is_flat(member, organisation, need, esat, django_assert_num_queries, how_many):
    for _ in range(how_many):
        award = AwardFactory(need=need, lot=LotFactory(need=need), group_form="conjoint", structure=esat)
        AwardMemberFactory.create_batch(3, award=award, structure=esat)
    steering = reverse("sourcing:steering", args=[organisation.pk])
    for address, queries in ((steering, 18), (page(need, name="need-outcome"), 10)):
        member.get(address)
        with django_assert_num_queries(queries):
            assert member.get(address).status_code == 200


@pytest.mark.parametrize(
    "values", [{"name": ""}, {"siret": "12"}, {"amount_excl_tax": -1}, {"name": "X", "siret": OTHER}]
)
def test_the_database_refuses_what_is_no_member(values, db):
    award = AwardMemberFactory(siret=OTHER).award
    with pytest.raises(IntegrityError), transaction.atomic():
        AwardMemberFactory(award=award, **values)


@pytest.mark.parametrize("values", [{"group_form": "autre"}, {"holder_share": 5}])
def test_the_database_refuses_what_is_no_group(values, db):
    with pytest.raises(IntegrityError), transaction.atomic():
        AwardFactory(**values)
