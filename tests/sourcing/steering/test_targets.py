"""What an organisation aims at: set, changed, compared with what it has done; and who may."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from suppliers.models import SpaserTarget, WorkspaceEvent
from suppliers.procurement.spaser import MEASURES
from suppliers.sourcing.steering.targets import Aim, Gap, aims_of, version_of
from tests.buyer_factories import AwardFactory, LotFactory, NeedFactory, WorkspaceFactory
from tests.factories import BuyerMembershipFactory

YEAR = dt.date.today().year
BESIDE = ("\u202f", "\u00a0")


def page(organisation, year=YEAR):
    return reverse("sourcing:steering-targets", args=[organisation.pk, year])


def typed(organisation, year=YEAR, **shares):
    """All fields as a browser sends them; those that are not named stay empty."""
    empty = {f"{measure.slug}-{basis}": "" for measure in MEASURES for basis in ("number", "amount")}
    said = {name.replace("__", "-"): value for name, value in shares.items()}
    return {**empty, **said, "seen": version_of(aims_of(organisation, year))}


def plain(text):
    for space in BESIDE:
        text = text.replace(space, " ")
    return text


def awarded(organisation, *amounts, **values):
    need = NeedFactory(workspace=organisation.workspace)
    for amount in amounts:
        lot = LotFactory(need=need)
        day = dt.date(YEAR, 1, 1)
        AwardFactory(need=need, lot=lot, decided_on=day, amount_excl_tax=amount, **values)


def test_there_is_no_target_until_one_is_set(member, organisation):
    awarded(organisation, 1000)
    shown = member.get(reverse("sourcing:steering", args=[organisation.pk])).text
    assert "objectif " not in shown
    assert f"Fixer les objectifs {YEAR}" in shown
    assert not SpaserTarget.objects.exists()


def test_a_target_is_set_shown_with_its_gap_and_told(member, membership, organisation):
    awarded(organisation, 72, reserved_to="L2113_12")
    awarded(organisation, 928)
    sent = typed(organisation, reserves__amount="10 %", reserves__number="50", ecologique__number="100")
    assert member.post(page(organisation), sent).status_code == 302
    assert aims_of(organisation, YEAR) == {
        "reserves": Aim(Decimal(50), Decimal(10)),
        "ecologique": Aim(Decimal(100), None),
    }
    shown = plain(member.get(reverse("sourcing:steering", args=[organisation.pk])).text)
    assert "objectif 10 % · 7,2 % à ce jour · il manque 2,8 points" in shown
    assert "objectif 50 % · 50 % à ce jour · atteint" in shown
    assert "objectif 100 % · 0 % à ce jour · il manque 100 points" in shown
    event = WorkspaceEvent.objects.get()
    assert (event.action, event.by) == ("spaser.targets", membership.user)
    assert event.detail["after"]["reserves"] == ["50.0", "10.0"]
    told = plain(member.get(page(organisation)).text)
    assert "Marchés réservés, tous articles, en valeur : aucun → 10 %" in told

    assert member.post(page(organisation), typed(organisation, reserves__amount="12,5")).status_code == 302
    assert aims_of(organisation, YEAR) == {"reserves": Aim(None, Decimal("12.5"))}
    assert aims_of(organisation, YEAR + 1) == {}
    member.post(page(organisation), typed(organisation, reserves__amount="12,50"))
    assert WorkspaceEvent.objects.count() == 2  # nothing had changed


def test_files_hold_targets_and_gaps(member, organisation):
    awarded(organisation, 72, reserved_to="L2113_12")
    awarded(organisation, 928)
    SpaserTarget.objects.create(organisation=organisation, year=YEAR, measure="reserves", amount_share=10)
    address = reverse("sourcing:steering-xlsx", args=[organisation.pk])
    rows = list(load_workbook(io.BytesIO(member.get(address).content))[f"Indicateurs {YEAR}"].values)
    found = next(
        dict(zip(rows[0], row, strict=True)) for row in rows if row[1].startswith("Marchés réservés")
    )
    assert (found["Part en valeur (%)"], found["Objectif en valeur (%)"]) == (7.2, 10)
    assert (found["Manque en valeur (points)"], found["Objectif en nombre (%)"]) == (2.8, None)
    address = reverse("sourcing:steering-csv", args=[organisation.pk])
    assert "7,20;10,00;2,80" in member.get(address).getvalue().decode("utf-8-sig")


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (None, "objectif 10 % · rien à comparer"),
        ("10", "objectif 10 % · 10 % à ce jour · atteint"),
        ("9.97", "objectif 10 % · 10 % à ce jour · il manque moins de 0,1 point"),
        ("8.5", "objectif 10 % · 8,5 % à ce jour · il manque 1,5 point"),
        ("0", "objectif 10 % · 0 % à ce jour · il manque 10 points"),
    ],
)
def test_a_gap_is_what_is_written(share, said):
    gap = Gap(Decimal(10), Decimal(share) if share else None)
    assert plain(gap.in_words(is_over=False)) == said
    assert gap.in_words(is_over=True) == gap.in_words(is_over=False).replace("à ce jour", "sur l’année")


@pytest.mark.parametrize(
    ("share", "said"),
    [
        ("-5", "Un nombre négatif n’a pas de sens ici. Écrivez un nombre de 0 à 100."),
        ("120", "Ce nombre est trop grand : 100 au plus."),
        ("10^30", "Ce nombre est trop grand : 100 au plus."),
        ("dix", "Écrivez un nombre en chiffres, par exemple 10."),
        ("7,25", "Un chiffre au plus après la virgule."),
        ("1\0", "illisible"),
    ],
)
def test_what_is_no_share_is_said_and_kept(member, organisation, share, said):
    sent = typed(organisation, reserves__amount=share, esus__number="5")
    shown = member.post(page(organisation), sent)
    assert shown.status_code == 200
    assert said in shown.text
    assert 'value="5"' in shown.text
    assert "\0" in share or f'value="{share}"' in shown.text
    assert not SpaserTarget.objects.exists()


def test_what_a_colleague_has_set_meanwhile_is_not_lost(member, organisation):
    sent = typed(organisation, esus__number="5")
    SpaserTarget.objects.create(organisation=organisation, year=YEAR, measure="esus", number_share=8)
    shown = member.post(page(organisation), sent).text
    assert "changés entre-temps" in shown
    assert 'value="5"' in shown
    assert aims_of(organisation, YEAR) == {"esus": Aim(Decimal(8), None)}
    assert f'name="seen" value="{version_of(aims_of(organisation, YEAR))}"' in shown
    assert member.post(page(organisation), typed(organisation, esus__number="5")).status_code == 302


def test_those_of_an_earlier_year_are_offered_not_set(member, organisation):
    SpaserTarget.objects.create(organisation=organisation, year=2024, measure="esus", number_share="7.5")
    assert "?depuis=2024" in member.get(page(organisation)).text
    shown = member.get(page(organisation), {"depuis": "2024"}).text
    assert 'value="7,5"' in shown
    assert "une fois enregistrés" in shown
    assert aims_of(organisation, YEAR) == {}
    assert 'value="7,5"' not in member.get(page(organisation), {"depuis": "2023"}).text


def test_targets_are_told_before_any_contract(member, organisation):
    SpaserTarget.objects.create(organisation=organisation, year=YEAR, measure="esus", number_share=8)
    shown = plain(member.get(reverse("sourcing:steering", args=[organisation.pk])).text)
    assert "objectif 8 % · rien à comparer" in shown


def test_any_member_sets_them_and_nobody_else(client, organisation):
    sent = typed(organisation, esus__number="5")
    assert client.post(page(organisation), sent).status_code == 302
    client.force_login(BuyerMembershipFactory(role="owner").user)
    assert client.post(page(organisation), sent).status_code == 404
    assert not SpaserTarget.objects.exists()
    client.force_login(BuyerMembershipFactory(organisation=organisation, role="editor").user)
    assert client.post(page(organisation), sent).status_code == 302
    assert SpaserTarget.objects.count() == 1
    assert client.get(page(organisation, 1999)).status_code == 404
    assert client.get(page(organisation, 9999)).status_code == 404


@pytest.mark.parametrize(
    "values", [{}, {"number_share": 101}, {"amount_share": -1}, {"number_share": 5, "measure": "esus"}]
)
def test_the_database_refuses_what_is_no_target(organisation, values):
    SpaserTarget.objects.create(organisation=organisation, year=YEAR, measure="esus", number_share=8)
    with pytest.raises(IntegrityError), transaction.atomic():
        SpaserTarget.objects.create(
            **{"organisation": organisation, "year": YEAR, "measure": "ess", **values}
        )


@pytest.mark.parametrize("how_many", [1, len(MEASURES)])
def test_query_count_is_flat(member, organisation, django_assert_num_queries, how_many):
    WorkspaceFactory()
    for measure in MEASURES[:how_many]:
        SpaserTarget.objects.create(
            organisation=organisation, year=YEAR, measure=measure.slug, number_share=8
        )
    member.get(page(organisation))
    with django_assert_num_queries(8):
        assert member.get(page(organisation)).status_code == 200


def test_a_year_with_targets_can_be_chosen_and_those_beside_are_led_to(member, organisation):
    SpaserTarget.objects.create(organisation=organisation, year=2031, measure="esus", number_share=8)
    shown = member.get(reverse("sourcing:steering", args=[organisation.pk])).text
    assert '<option value="2031">' in shown
    beside = member.get(page(organisation, 2031)).text
    assert page(organisation, 2030) in beside
    assert page(organisation, 2032) in beside
