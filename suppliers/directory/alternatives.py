"""Other structures that sell the same, nearest first."""

from __future__ import annotations

from collections.abc import Sequence

from geopy.distance import geodesic

from suppliers.models import DirectoryEntry
from suppliers.search.codes import Dimension
from suppliers.search.current_index import current
from suppliers.search.state import State

MOST = 3
NEAR_KM = [5, 30]  # most have a neighbour: a small circle is read faster


def alternatives(
    structure_id: int, sector_ids: Sequence[int], at: tuple[float, float] | None, state: State
) -> list[DirectoryEntry]:
    """Up to three entries that share a sector, within 30 km of a point (WGS 84), `distance_km` added."""
    if at is None or not sector_ids:
        return []
    index = current(state)
    selling = 0
    for sector in sector_ids:
        selling |= index.in_any_slot(Dimension.SECTOR, sector)
    others = selling & ~index.of_ids([structure_id])
    ids: list[int] = []
    for km in NEAR_KM:
        ids = index.nearest(index.within(*at, km) & others, *at, MOST)
        if len(ids) == MOST:
            break
    entries = DirectoryEntry.objects.only("structure_id", "card", "latitude", "longitude").in_bulk(ids)
    found = [entries[key] for key in ids if key in entries]
    for entry in found:
        here = (entry.latitude, entry.longitude)
        entry.distance_km = None if None in here else geodesic(at, here).km  # type: ignore[attr-defined,arg-type]
    return found
