"""Other structures that sell the same, nearest first."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_

from geopy.distance import geodesic

from suppliers.search.codes import Dimension, code
from suppliers.search.current_index import current
from suppliers.search.entries import SERVICE_TYPES
from suppliers.search.index import DirectoryIndex
from suppliers.search.listing import Listed, listed
from suppliers.search.state import State

MOST = 3
NEAR_KM = [5, 30]  # most have a neighbour: a small circle is read faster
Sold = tuple[str, int]  # a type of service and the key of a sector, in one activity


def alternatives(
    structure_id: int, sold: Iterable[Sold], at: tuple[float, float] | None, state: State
) -> list[Listed]:
    """Up to three open structures one of whose activities is one of those sold, `distance_km` added.

    Within 30 km of a point (WGS 84). To supply workers is not to deliver the service: the type counts too.
    """
    if at is None:
        return []
    index = current(state)
    selling = reduce(or_, (_selling(index, *one) for one in sold), 0)
    others = selling & ~index.of_ids([structure_id]) & ~index.closed
    ids: list[int] = []
    for km in NEAR_KM:
        ids = index.nearest(index.within(*at, km) & others, *at, MOST) if others else []
        if len(ids) == MOST:
            break
    found = listed(ids)
    for entry in found:
        entry.distance_km = float(geodesic(at, entry.point).km) if entry.point else None
    return found


def _selling(index: DirectoryIndex, service_type: str, sector: int) -> int:
    """The entries one of whose activities is of this type and in this sector, forgotten ones included."""
    rank = SERVICE_TYPES.index(service_type) + 1
    found: int = index.remember(
        ("selling", rank, sector),
        lambda: reduce(
            or_,
            (
                index.carrying(code(Dimension.SECTOR, sector, slot))
                & index.carrying(code(Dimension.SERVICE_TYPE, rank, slot))
                for slot in index.slots
            ),
            0,
        ),
    )
    return found
