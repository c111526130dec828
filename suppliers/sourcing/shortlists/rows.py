"""The structures of a shortlist as its page shows them: the directory's card, and what became of it since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from suppliers.models import Lot, Shortlist, ShortlistItem
from suppliers.search.links import directory_url
from suppliers.search.listing import Listed, listed
from suppliers.search.reference import reference
from suppliers.showing.card_changes import Loss, losses_of
from suppliers.showing.cards import Card, cards_of
from suppliers.showing.contacts import with_contacts
from suppliers.showing.current_state import current_state
from suppliers.showing.merged import heirs_of
from suppliers.sourcing.lots_in_words import lots_in_words
from suppliers.sourcing.needs.parts import Point, km_to_nearest, parts_of
from suppliers.workspace.shortlists import follow_heirs, join_notes

from .item_form import ItemForm


@dataclass
class Row:
    """One structure. `card`: None when it has no public page any more."""

    item: ShortlistItem
    number: int
    card: Card | None
    changes: list[Loss]
    form: ItemForm
    is_open: bool = False
    found_url: str = ""

    @property
    def name(self) -> str:
        return self.card.name if self.card else str(self.item)

    @property
    def for_lots(self) -> str:
        """« lots 1 et 3 »; empty when it is for no lot more than another."""
        return lots_in_words([lot.number for lot in self.item.lots.all()])


@dataclass
class Rows:
    """All that is held, in order."""

    items: list[ShortlistItem]
    entries: dict[int, Listed] = field(default_factory=dict)

    @property
    def gone(self) -> int:
        return sum(item.structure_id not in self.entries for item in self.items)


def read_rows(shortlist: Shortlist, *, is_owners: bool = True) -> Rows:
    """The rows and their entries; those that were merged give their place to their heir.

    For good when its owners read it; who reads it by a link writes nothing.
    """
    rows = _with_entries(_held(shortlist))
    missing = [key for item in rows.items if (key := item.structure_id) and key not in rows.entries]
    if not missing or not (heirs := heirs_of(missing)):
        return rows
    if not is_owners:
        return _with_entries(_followed(rows.items, heirs))
    follow_heirs(shortlist, heirs)
    return _with_entries(_held(shortlist))


def _held(shortlist: Shortlist) -> list[ShortlistItem]:
    found = shortlist.items.held().select_related("structure").prefetch_related("lots")
    items = list(found.order_by("position", "pk"))
    for item in items:
        item.shortlist = shortlist
    return items


def _with_entries(items: list[ShortlistItem]) -> Rows:
    found = listed([item.structure_id for item in items if item.structure_id])
    return Rows(items, {entry.pk: entry for entry in found})


def _followed(items: list[ShortlistItem], heirs: Mapping[int, int]) -> list[ShortlistItem]:
    """As `follow_heirs` would leave them: the first of two has what was noted of both."""
    kept: list[ShortlistItem] = []
    by_structure: dict[int, ShortlistItem] = {}
    for item in items:
        key = item.structure_id
        first = by_structure.setdefault(heirs.get(key, key), item) if key else item
        if first is not item:
            join_notes(first, item)
            continue
        if key and key in heirs:
            item.structure_id = heirs[key]
        kept.append(item)
    return kept


def lots_of(shortlist: Shortlist) -> list[Lot]:
    """Those of its need, by number."""
    return list(shortlist.need.lots.all()) if shortlist.need else []


def points_of(shortlist: Shortlist) -> list[Point]:
    """Where its need is carried out, all its parts together."""
    if shortlist.need is None:
        return []
    return list(dict.fromkeys(point for part in parts_of(shortlist.need) for point in part.points))


def shown_rows(
    request: HttpRequest,
    rows: Rows,
    *,
    with_contact: bool = True,
    sites: Iterable[Point] = (),
    lots: Sequence[Lot] = (),
) -> list[Row]:
    """In order, numbered from 1. `lots`: those of its need, which a row may be for."""
    at, sites = current_state(request), list(sites)
    for number, item in enumerate(rows.items, start=1):
        if entry := rows.entries.get(item.structure_id or 0):
            entry.number, entry.distance_km = number, km_to_nearest(sites, entry.point)
    held = list(rows.entries)
    cards = cards_of(rows.entries.values(), at, reference(at.version), held)
    if with_contact:
        cards = with_contacts(cards, f"{request.scheme}://{request.get_host()}")
    known = {card.id: card for card in cards}
    return [
        Row(
            item,
            number,
            known.get(item.structure_id or 0),
            losses_of(item, _card(rows.entries.get(item.structure_id or 0)), at.today),
            ItemForm(item, lots),
            found_url=directory_url(item.found_by) if item.found_by else "",
        )
        for number, item in enumerate(rows.items, start=1)
    ]


def _card(entry: Listed | None) -> dict[str, Any] | None:
    return entry.card if entry else None
