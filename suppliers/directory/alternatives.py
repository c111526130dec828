"""Other structures that sell the same, nearest first."""

from __future__ import annotations

from collections.abc import Sequence

from suppliers.models import DirectoryEntry
from suppliers.search.codes import SLOTS, Dimension, code

MOST = 3
NEAR_KM = [5, 30]  # most have a neighbour: a small circle is read faster


def alternatives(
    structure_id: int, sector_ids: Sequence[int], at: tuple[float, float] | None
) -> list[DirectoryEntry]:
    """Up to three entries that share a sector, within 30 km of a point (WGS 84), `distance_km` added."""
    if at is None or not sector_ids:
        return []
    sold = [code(Dimension.SECTOR, sector, slot) for sector in sector_ids for slot in SLOTS]
    found: list[DirectoryEntry] = []
    for km in NEAR_KM:
        around = DirectoryEntry.objects.within(*at, km).filter(codes__overlap=sold).exclude(pk=structure_id)
        nearest = around.order_by("distance_km", "structure_id")
        found = list(nearest.only("structure_id", "card", "latitude", "longitude")[:MOST])
        if len(found) == MOST:
            break
    return found
