"""What is proposed to drawn directories, against every group there is, read from the activities."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest
from geopy.distance import great_circle

from suppliers import search
from suppliers.models import Activity, Need, Structure, Territory
from suppliers.sourcing.consortium.pool import Options
from suppliers.sourcing.consortium.proposals import Proposal, proposals_for
from suppliers.sourcing.needs.parts import parts_of
from tests.buyer_factories import LotFactory, NeedFactory
from tests.factories import ActivityFactory, StructureFactory

from .conftest import BOBIGNY, CLEANING, GARDENS, MEALS, MONTREUIL

SECTORS, PLACES = [CLEANING, GARDENS, MEALS], [MONTREUIL, BOBIGNY, "93"]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.django_db
def test_what_is_proposed_covers_and_is_the_best_by_hand(seed: int) -> None:
    """Drawn directories, read from the activities."""
    luck = Random(seed)
    need = NeedFactory(places=[MONTREUIL])
    for sector in SECTORS[: luck.choice((2, 3))]:
        LotFactory(
            need=need, sectors=[sector], places=luck.sample([MONTREUIL, BOBIGNY], 2)[: luck.randint(0, 2)]
        )
    for number in range(9):
        made = StructureFactory(
            published=True,
            name=f"Atelier {number}",
            open_to_cocontracting=luck.random() < 0.7,
            latitude=48.86 + luck.random() / 5,
            longitude=2.44,
        )
        for position in range(luck.randint(1, 3)):
            _draw(luck, made, position)
    search.refresh()
    options = Options(open_only=luck.random() < 0.5)
    page = proposals_for(need, search.state(), options)
    covers = {one.pk: _covers(one, need) for one in Structure.objects.all()}
    able = [
        one
        for one in Structure.objects.all()
        if covers[one.pk] and (one.open_to_cocontracting or not options.open_only)
    ]
    wanted = set().union(*(covers[one.pk] for one in able))
    left = [
        group
        for size in range(1, 7)
        for group in combinations(able, size)
        if _spares_nobody(group, covers, wanted)
    ]
    able_to = {demand: {one for one in able if demand in covers[one.pk]} for demand in wanted}
    for proposal in page.proposals:
        group = [one for one in able if one.pk in proposal.ids]
        assert _key(group, covers) == min(_key(other, covers) for other in left)
        assert set(group) in [set(other) for other in left]
        _check_swaps(proposal, group, covers, able)
        free = {one for one in group if all(len(able_to[demand]) > 1 for demand in covers[one.pk])}
        shared = len(free) // 2 if len(free) > 2 else 0
        left = [other for other in left if free and len(free & set(other)) <= shared]
    assert len(page.proposals) == 5 or not left


def _key(group, covers) -> tuple[int, int]:
    return len(group), sum(_metres(one, covers[one.pk]) for one in group)


def _check_swaps(proposal: Proposal, group, covers, able) -> None:
    """Who may take a member's place covers, with the others, all that the group covers."""
    everything = set().union(*(covers[one.pk] for one in group))
    for member in proposal.members:
        if len(group) == 1:
            assert member.instead is None
            continue
        others = [one for one in group if one.pk != member.card.id]
        left = everything - set().union(*(covers[one.pk] for one in others))
        instead = [one for one in able if one not in group and left <= covers[one.pk]]
        shown = [card.id for card, _ in member.instead.cards]
        assert len(shown) + member.instead.more == len(instead)
        nearest = sorted(_metres(one, covers[one.pk]) for one in instead)[:3]
        by_key = {one.pk: _metres(one, covers[one.pk]) for one in instead}
        assert [by_key[key] for key in shown] == nearest


def _draw(luck: Random, made: Structure, position: int) -> None:
    zone = luck.choice(("france", "radius", "territories"))
    more = {"radius_km": luck.choice((5, 10))} if zone == "radius" else {}
    ActivityFactory(
        structure=made,
        position=position,
        sectors=luck.sample(SECTORS, luck.randint(1, 2)),
        zone_kind=zone,
        territories=[luck.choice(PLACES)] if zone == "territories" else [],
        **more,
    )


def _covers(one: Structure, need: Need) -> set[tuple[int, str]]:
    return {
        (part.number, site.territory.code)
        for part in parts_of(need)
        for site in part.sites
        if any(_answers(activity, part, site) for activity in one.activities.all())
    }


def _answers(activity: Activity, part, site) -> bool:
    sells = set(activity.sectors.all()) & set(part.sectors)
    place = site.territory
    if activity.zone_kind == "radius":
        km = great_circle(_point(activity.structure), (place.latitude, place.longitude)).km
        return bool(sells) and km <= activity.radius_km
    around = {place.pk, *place.ancestor_ids}
    in_zone = any(zone.pk in around for zone in activity.territories.all())
    return bool(sells) and (activity.zone_kind == "france" or in_zone)


def _point(one: Structure) -> tuple[float, float]:
    return one.latitude, one.longitude


def _metres(one: Structure, covers: set[tuple[int, str]]) -> int:
    places = Territory.objects.filter(code__in={code for _, code in covers})
    km = [great_circle(_point(one), (place.latitude, place.longitude)).km for place in places]
    return round(sum(km) / len(km) * 10) * 100


def _spares_nobody(group, covers, wanted) -> bool:
    def all_of(some) -> set:
        return set().union(*(covers[one.pk] for one in some))

    rests = ([other for other in group if other is not one] for one in group)
    return bool(wanted) and all_of(group) >= wanted and not any(all_of(rest) >= wanted for rest in rests)
