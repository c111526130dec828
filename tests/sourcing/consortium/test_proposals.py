"""What is proposed, against the tables read by hand."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest

from suppliers import search
from suppliers.models import Activity, Need, Sector, Structure, Territory
from suppliers.sourcing.consortium import finding
from suppliers.sourcing.consortium.pool import Lack, Options
from suppliers.sourcing.consortium.proposals import Proposals, Uncovered, proposals_for
from suppliers.sourcing.consortium.solver import solve
from tests.buyer_factories import NeedFactory
from tests.factories import ActivityFactory, CertificationFactory

from .conftest import BOBIGNY, CLEANING, GARDENS, MEALS, MONTREUIL, NEAR_BOBIGNY, seller

WIDE = Options(open_only=False)


def found(need: Need, options: Options = WIDE) -> Proposals:
    return proposals_for(need, search.state(), options)


def names(need: Need, options: Options = WIDE) -> list[list[str]]:
    return [[member.card.name for member in one.members] for one in found(need, options).proposals]


def near(uncovered: Uncovered) -> dict[Lack, list[str]]:
    return {one.lack: [card.name for card, _ in one.cards] for one in uncovered.near}


def test_one_structure_that_sells_all_comes_before_three(need: Need) -> None:
    for name, sector in (("Propre", CLEANING), ("Vert", GARDENS), ("Repas", MEALS)):
        seller(name, sector)
    seller("Tout en un", CLEANING, GARDENS, MEALS)
    assert names(need) == [["Tout en un"], ["Propre", "Vert", "Repas"]]


def test_only_structures_open_to_cocontracting_unless_asked(need: Need) -> None:
    seller("Fermée à cela", CLEANING, GARDENS, MEALS, open_to=False)
    seller("Ne dit rien", CLEANING, GARDENS, MEALS, open_to=None)
    seller("Ouverte", CLEANING, GARDENS, MEALS)
    assert names(need, Options()) == [["Ouverte"]]
    assert sorted(name for group in names(need) for name in group) == [
        "Fermée à cela", "Ne dit rien", "Ouverte",
    ]  # fmt: skip


def test_neither_closed_nor_unpublished_ones(need: Need) -> None:
    seller("Fermée", CLEANING, GARDENS, MEALS, admin_state="F")
    hidden = seller("Masquée", CLEANING, GARDENS, MEALS)
    Structure.objects.filter(pk=hidden.pk).update(status="hidden")
    search.refresh([hidden.pk])
    assert names(need) == []


def test_one_and_the_same_activity_sells_and_works_there(need: Need) -> None:
    """Cleaning in Lyon and something else in Montreuil do not make cleaning in Montreuil."""
    made = seller("Deux moitiés", "peinture", works_in=[MONTREUIL])
    ActivityFactory(
        structure=made, position=1, sectors=[CLEANING], zone_kind="territories", territories=[BOBIGNY]
    )
    search.refresh([made.pk])
    page = found(need)
    assert page.proposals == []
    assert [one.demand.part.title for one in page.uncovered] == ["Nettoyage", "Jardins", "Repas"]
    assert near(page.uncovered[0]) == {Lack.AWAY: ["Deux moitiés"]}
    assert near(page.uncovered[1]) == {}
    assert [one.is_sold for one in page.uncovered] == [True, False, False]


def test_what_nobody_covers_names_who_nearly_does(need: Need) -> None:
    seller("Propre", CLEANING)
    seller("Vert fermé", GARDENS, open_to=None, **NEAR_BOBIGNY)
    seller("Repas d’ailleurs", MEALS, works_in=[BOBIGNY])
    page = found(need, Options())
    assert [[member.card.name for member in one.members] for one in page.proposals] == [["Propre"]]
    gardens, meals = page.uncovered
    assert near(gardens) == {Lack.NOT_OPEN: ["Vert fermé"]}
    assert near(meals) == {Lack.AWAY: ["Repas d’ailleurs"]}


def test_nearly_is_the_nearest_first(need: Need) -> None:
    for name, latitude in (("Loin", 49.6), ("Près", 48.9), ("Moins près", 49.1), ("Au bout", 50.0)):
        seller(name, CLEANING, works_in=[BOBIGNY], latitude=latitude, longitude=2.4485)
    away = found(need).uncovered[0].near[0]
    assert away.count == 4
    assert [card.name for card, _ in away.cards] == ["Près", "Moins près", "Loin"]


def test_of_the_same_size_the_shortest_distances_win(need: Need) -> None:
    far = {"latitude": 48.6, "longitude": 2.4}
    seller("Propre et vert", CLEANING, GARDENS)
    seller("Repas au loin", MEALS, **far)
    seller("Repas d’à côté", MEALS)
    assert names(need) == [["Propre et vert", "Repas d’à côté"], ["Propre et vert", "Repas au loin"]]
    member, meals = found(need).proposals[0].members
    assert (member.instead.cards, member.instead.more) == ([], 0)
    assert member.instead.only == ["Lot 1 · Nettoyage, Montreuil", "Lot 2 · Jardins, Bobigny"]
    assert [(card.name, distance) for card, distance in meals.instead.cards] == [("Repas au loin", "30 km")]
    assert [one.name for one in member.answers] == ["Lot 1 · Nettoyage", "Lot 2 · Jardins"]
    assert [place for place, _ in member.answers[1].places] == ["Bobigny"]


def test_then_the_last_proof_not_the_freshest_sheet(need: Need) -> None:
    day = search.state().today
    old = seller("Ancienne", CLEANING, GARDENS, MEALS, confirmed_on=day)
    new = seller("Récente", CLEANING, GARDENS, MEALS, confirmed_on=day.replace(year=day.year - 2))
    seller("Aucune", CLEANING, GARDENS, MEALS, confirmed_on=day)
    for structure, months, kind in ((old, 8, "ESAT"), (new, 9, "ESAT"), (new, 1, "EA")):
        verified_on = day - dt.timedelta(days=30 * months)
        CertificationFactory(structure=structure, kind_id=kind, verified_on=verified_on)
    search.refresh([old.pk, new.pk])
    assert names(need) == [["Récente"], ["Ancienne"], ["Aucune"]]


def test_eligible_only_bears_on_the_reserved_lot_alone(need: Need) -> None:
    need.lots.filter(number=1).update(reservation="L2113_12")
    seller("Propre ordinaire", CLEANING)
    esat = seller("Propre ESAT", CLEANING, latitude=48.6)
    CertificationFactory(structure=esat, kind_id="ESAT", verification="declared")
    search.refresh([esat.pk])
    seller("Vert et repas", GARDENS, MEALS)
    assert names(need) == [["Propre ordinaire", "Vert et repas"], ["Propre ESAT", "Vert et repas"]]
    assert names(need, Options(False, True)) == [["Propre ESAT", "Vert et repas"]]
    standing = found(need, Options(False, True)).proposals[0].standings
    assert [(one.part.number, one.articles, one.together.answer) for one in standing] == [
        (1, "L2113-12", "TO_CHECK")
    ]


def test_who_loses_the_article_before_the_deadline_is_left_out_and_said(need: Need) -> None:
    """The pool and the verdict read the same day; moving the deadline is another question."""
    need.lots.exclude(number=1).delete()
    need.lots.update(reservation="L2113_12")
    day = search.state().today
    begun = day.replace(year=day.year - 1)
    for name, last in (("Finit", 30), ("Tient", 400)):
        made = seller(name, CLEANING)
        until = day + dt.timedelta(days=last)
        CertificationFactory(structure=made, kind_id="ESAT", valid_from=begun, valid_until=until)
        search.refresh([made.pk])
    both = Options(False, True)
    assert sorted(names(need, both)) == [["Finit"], ["Tient"]]
    need.applications_due_on = day + dt.timedelta(days=90)
    need.save()
    page = found(need, both)
    assert [[one.card.name for one in each.members] for each in page.proposals] == [["Tient"]]
    assert [one.answer for each in page.proposals for one in each.standings[0].members] == ["ELIGIBLE"]
    assert (page.found.ending, page.pool.deadline) == (1, need.applications_due_on)
    assert sorted(names(need)) == [["Finit"], ["Tient"]]  # when those not eligible are asked for too
    need.applications_due_on = day + dt.timedelta(days=500)
    need.save()
    page = found(need, both)
    assert (page.proposals, page.found.ending) == ([], 2)
    assert {lack: sorted(told) for lack, told in near(page.uncovered[0]).items()} == {
        Lack.ENDING: ["Finit", "Tient"]
    }
    need.lots.update(reservation="L2113_12_13")
    siae = seller("Insertion", CLEANING)
    CertificationFactory(
        structure=siae, kind_id="EI", valid_from=day, valid_until=day + dt.timedelta(days=900)
    )
    search.refresh([siae.pk])
    assert names(need, both) == [["Insertion"]]


def test_eligible_group_only_when_every_member_is(need: Need) -> None:
    """Two sites of one reserved lot, one member for each (eligibility.md §6)."""
    need.lots.exclude(number=1).delete()
    lot = need.lots.get()
    lot.reservation = "L2113_12"
    lot.save()
    lot.sites.create(need=need, territory_id=_pk(MONTREUIL), position=0)
    lot.sites.create(need=need, territory_id=_pk(BOBIGNY), position=1)
    day = search.state().today
    period = {"valid_from": day.replace(year=day.year - 1), "valid_until": day.replace(year=day.year + 1)}
    members = [seller(name, CLEANING, works_in=[code]) for name, code in (("A", MONTREUIL), ("B", BOBIGNY))]
    CertificationFactory(structure=members[0], kind_id="EA", **period)
    search.refresh([members[0].pk])
    standing = found(need).proposals[0].standings[0]
    assert (standing.together.answer, bool(standing.warning)) == ("TO_CHECK", True)
    CertificationFactory(structure=members[1], kind_id="ESAT", **period)
    search.refresh([members[1].pk])
    standing = found(need).proposals[0].standings[0]
    assert (standing.together.answer, standing.warning) == ("ELIGIBLE", "")


def _pk(code: str) -> int:
    return Territory.objects.get(code=code).pk


@pytest.mark.django_db
def test_a_need_without_lots_asks_for_each_skill_in_each_place() -> None:
    need = NeedFactory(sectors=[CLEANING, GARDENS], places=[MONTREUIL, BOBIGNY])
    page = found(need)
    labels = dict(Sector.objects.values_list("code", "label"))
    assert {str(one) for one in page.demands.all} == {
        f"{labels[sector]}, {place}" for sector in (CLEANING, GARDENS) for place in ("Montreuil", "Bobigny")
    }
    seller("Propre", CLEANING)
    seller("Vert ici", GARDENS, works_in=[MONTREUIL])
    seller("Vert là", GARDENS, works_in=[BOBIGNY])
    assert [sorted(group) for group in names(need)] == [["Propre", "Vert ici", "Vert là"]]


@pytest.mark.django_db
def test_a_cpv_code_is_a_skill_unless_its_sector_is_chosen() -> None:
    need = NeedFactory(sectors=[CLEANING], cpv_codes=["90911200", "77310000"])
    assert len(found(need).demands.all) == 2


@pytest.mark.django_db
def test_a_need_that_says_nothing_has_no_group() -> None:
    seller("Propre", CLEANING)
    page = found(NeedFactory())
    assert (page.demands.are_some, page.proposals, len(page.demands.silent)) == (False, [], 1)


@pytest.mark.django_db
def test_without_a_place_anywhere_will_do() -> None:
    need = NeedFactory(sectors=[CLEANING])
    seller("Propre", CLEANING, works_in=[BOBIGNY], latitude=None, longitude=None)
    assert names(need) == [["Propre"]]
    assert found(need).proposals[0].distance == ""


def test_what_is_found_is_kept_until_the_need_or_the_directory_changes(need: Need) -> None:
    seller("Propre", CLEANING)
    seller("Vert", GARDENS)
    meals = seller("Table", MEALS)
    first = found(need).found
    assert found(need).found is first
    assert found(need, Options()).found is not first
    assert found(need, Options(open_only=False, left_out=frozenset({meals.pk}))).found is not first
    need.lots.get(number=3).sectors.set(Sector.objects.filter(code=GARDENS))
    changed = found(need)
    assert changed.found is not first
    assert [[member.card.name for member in one.members] for one in changed.proposals] == [["Propre", "Vert"]]
    Activity.objects.filter(structure=meals).delete()
    search.refresh([meals.pk])
    need.lots.get(number=3).sectors.set(Sector.objects.filter(code=MEALS))
    again = found(need)
    assert [one.demand.part.title for one in again.uncovered] == ["Repas"]
    site = need.lots.get(number=2).sites.get()
    site.territory = Territory.objects.get(code=MONTREUIL)
    site.save()
    assert found(Need.objects.get(pk=need.pk)).found is not again.found


def test_who_is_left_out_is_in_no_group_and_comes_near(need: Need) -> None:
    seller("Propre", CLEANING)
    seller("Vert", GARDENS)
    meals = seller("Table", MEALS)
    page = found(need, Options(open_only=False, left_out=frozenset({meals.pk})))
    assert [member.card.name for member in page.proposals[0].members] == ["Propre", "Vert"]
    assert near(page.uncovered[0]) == {Lack.LEFT_OUT: ["Table"]}


def test_not_eligible_to_a_reserved_lot_comes_near(need: Need) -> None:
    need.lots.filter(number=1).update(reservation="L2113_12")
    seller("Propre ordinaire", CLEANING)
    seller("Propre ailleurs", CLEANING, works_in=[BOBIGNY])
    page = found(need, Options(False, True))
    assert near(page.uncovered[0]) == {Lack.NOT_ELIGIBLE: ["Propre ordinaire"]}


def test_who_lacks_two_things_is_not_near(need: Need) -> None:
    seller("Fermée et loin", CLEANING, works_in=[BOBIGNY], open_to=False)
    page = found(need, Options())
    assert (near(page.uncovered[0]), page.uncovered[0].is_sold) == ({}, True)


def test_what_ran_out_of_time_is_not_kept_for_the_next(need: Need, monkeypatch: pytest.MonkeyPatch) -> None:
    seller("Tout en un", CLEANING, GARDENS, MEALS)
    with monkeypatch.context() as patch:
        patch.setattr(finding, "solve", partial(solve, seconds=-1))
        assert found(need).proposals == []
    assert names(need) == [["Tout en un"]]
