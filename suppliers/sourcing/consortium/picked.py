"""What the need's shortlist says of structures that groups speak of."""

from __future__ import annotations

from collections.abc import Mapping

from suppliers.models import Need, ShortlistItem

Picked = Mapping[int, ShortlistItem]


def picked_for(need: Need) -> Picked:
    """The structures held in the shortlist of a need, by key, in one query."""
    items = ShortlistItem.objects.held().filter(shortlist__need=need).exclude(structure=None)
    items = items.select_related("structure").order_by("position", "pk")
    return {item.structure_id: item for item in items if item.structure_id}


def set_aside(picked: Picked) -> frozenset[int]:
    """Those that the buyer has set aside, for a reason that is written."""
    return frozenset(key for key, item in picked.items() if item.status == ShortlistItem.Status.SET_ASIDE)
