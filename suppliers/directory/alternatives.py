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
ELLIPSOID = geodesic()  # kilometres on it; each new one works its constants out again
Point = tuple[float, float]  # WGS 84 degrees
Sold = tuple[str, int]  # a type of service and the key of a sector, in one activity


def with_alternatives(
    structure_id: int, sold: Iterable[Sold], at: Point | None, state: State
) -> tuple[Listed | None, list[Listed]]:
    """The entry of a structure, and its alternatives within 30 km of a point, `distance_km` added: one query.

    There is no entry for a structure that has left the directory since its page was asked for.
    """
    ids = _alternatives(structure_id, sold, at, state) if at else []
    found = {entry.pk: entry for entry in listed([structure_id, *ids])}
    own = found.pop(structure_id, None)
    for entry in found.values():
        entry.distance_km = float(ELLIPSOID.measure(at, entry.point)) if entry.point else None
    return own, list(found.values())


def _alternatives(structure_id: int, sold: Iterable[Sold], at: Point, state: State) -> list[int]:
    """Up to three open structures one of whose activities is one of those sold, the nearest first.

    To supply workers is not to deliver the service: the type counts too.
    """
    index = current(state)
    selling = reduce(or_, (_selling(index, *one) for one in sold), 0)
    others = selling & ~index.of_ids([structure_id]) & ~index.closed
    ids: list[int] = []
    for km in NEAR_KM:
        ids = index.nearest(index.within(*at, km) & others, *at, MOST) if others else []
        if len(ids) == MOST:
            break
    return ids


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
