"""The shortlist of a need, what became of each structure, and the groups that were composed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils import timezone

from suppliers.models import Consortium, ConsortiumMember, DirectoryEntry, Need, Shortlist, ShortlistItem
from suppliers.models.shortlist import PickStatus
from suppliers.search.state import State
from suppliers.showing.card_changes import losses_of

from .searched import filters_in_words, moment_of
from .shortlist_content import Group, Member, Pick, Standing, TakenOut

BY_HAND = "Ajoutée sans recherche enregistrée"


@dataclass(frozen=True)
class Chosen:
    """A structure of the shortlist and its card of today; None once it has left the directory."""

    item: ShortlistItem
    card: dict[str, Any] | None

    @property
    def is_set_aside(self) -> bool:
        return self.item.status == PickStatus.SET_ASIDE

    @property
    def told(self) -> dict[str, Any]:
        """What is known of it: today, or the day it was picked."""
        return self.card or self.item.known


def chosen_of(need: Need) -> tuple[Shortlist | None, list[Chosen]]:
    """Those that were not taken out, in order."""
    shortlist = Shortlist.objects.filter(need=need).first()
    if shortlist is None:
        return None, []
    held = shortlist.items.held().select_related("structure").prefetch_related("lots")
    items = list(held.order_by("position", "id"))
    keys = [item.structure_id for item in items if item.structure_id]
    cards = dict(DirectoryEntry.objects.filter(pk__in=keys).values_list("pk", "card"))
    return shortlist, [Chosen(item, cards.get(item.structure_id or 0)) for item in items]


@dataclass(frozen=True)
class Grouped:
    """A member of a group that is not in the shortlist, and its card of today, if it has one."""

    member: ConsortiumMember
    card: dict[str, Any] | None


def grouped_of(groups: Sequence[Consortium], chosen: Sequence[Chosen]) -> list[Grouped]:
    """Each once, however many groups it is in: by its structure, else by its SIRET, else by its name."""
    seen: set[object] = {one.item.structure_id for one in chosen if one.item.structure_id}
    found = []
    for member in (member for group in groups for member in group.members.all()):
        key = member.structure_id or member.siret or member.name.casefold()
        if key not in seen:
            seen.add(key)
            found.append(member)
    keys = [member.structure_id for member in found if member.structure_id]
    cards = dict(DirectoryEntry.objects.filter(pk__in=keys).values_list("pk", "card"))
    return [Grouped(member, cards.get(member.structure_id or 0)) for member in found]


def set_aside_days(shortlist: Shortlist | None) -> dict[int, str]:
    """The day each structure was last set aside (ISO), from the log, by its key."""
    if shortlist is None:
        return {}
    told = shortlist.events.filter(action="shortlist.status", detail__after=PickStatus.SET_ASIDE)
    days = told.order_by("at", "pk").values_list("structure_id", "at")
    return {key: timezone.localdate(at).isoformat() for key, at in days if key}


def picks_of(chosen: Sequence[Chosen], at: State, aside_on: Mapping[int, str]) -> list[Pick]:
    """`aside_on`: of `set_aside_days`."""
    in_words = lru_cache(lambda query: filters_in_words(query, at))
    return [
        Pick(
            rank,
            name_of(one),
            one.told.get("siret") or (one.item.structure.siret if one.item.structure else "") or "",
            one.told.get("city") or "",
            str(PickStatus(one.item.status).label),
            one.is_set_aside,
            aside_on.get(one.item.structure_id or 0, "") if one.is_set_aside else "",
            one.item.reason,
            timezone.localdate(one.item.added_at).isoformat(),
            moment_of(one.item.added_at),
            in_words(one.item.found_by) if one.item.found_by else [BY_HAND],
            one.item.found_by,
            one.item.shown_order,
            sorted(lot.number for lot in one.item.lots.all()),
            [loss.text for loss in losses_of(one.item, one.card, at.today)],
        )
        for rank, one in enumerate(chosen, start=1)
    ]


def taken_out_of(shortlist: Shortlist | None, at: State) -> list[TakenOut]:
    """Those that were taken out, the first one first, as they were known the day they were picked."""
    if shortlist is None:
        return []
    gone = shortlist.items.exclude(removed_at=None).select_related("structure")
    in_words = lru_cache(lambda query: filters_in_words(query, at))
    return [
        TakenOut(
            name_of(Chosen(item, None)),
            item.known.get("siret") or (item.structure.siret if item.structure else "") or "",
            item.known.get("city") or "",
            timezone.localdate(item.added_at).isoformat(),
            moment_of(item.added_at),
            in_words(item.found_by) if item.found_by else [BY_HAND],
            item.shown_order,
            timezone.localdate(item.removed_at).isoformat(),
        )
        for item in gone.order_by("removed_at", "pk")
    ]


def ever_picked(shortlist: Shortlist | None) -> frozenset[int]:
    """The structures that are in a shortlist, or were."""
    if shortlist is None:
        return frozenset()
    return frozenset(key for key in shortlist.items.values_list("structure_id", flat=True) if key)


def name_of(one: Chosen) -> str:
    return str(one.told.get("name") or one.item)


def consortiums_of(need: Need) -> list[Consortium]:
    """With their members, the first one first."""
    return list(need.consortiums.prefetch_related("members").order_by("created_at", "id"))


def groups_of(
    found: Sequence[Consortium],
    chosen: Sequence[Chosen],
    aside_on: Mapping[int, str],
    standings: Mapping[int, list[Standing]],
) -> list[Group]:
    """`aside_on`: of `set_aside_days`; `standings`: of `standings.standings_by_group`."""
    aside = {one.item.structure_id: one.item.reason for one in chosen if one.is_set_aside}
    return [
        Group(
            str(group),
            str(group.get_form_display()) if group.form else "",
            [_member(member, aside, aside_on) for member in group.members.all()],
            standings.get(group.pk, []),
        )
        for group in found
    ]


def _member(member: ConsortiumMember, aside: Mapping[int | None, str], aside_on: Mapping[int, str]) -> Member:
    key = member.structure_id
    is_aside = key is not None and key in aside
    return Member(
        member.name,
        member.siret,
        member.is_conventional,
        member.is_lead,
        member.lot_numbers,
        aside[key] if is_aside else "",
        aside_on.get(key or 0, "") if is_aside else "",
    )
