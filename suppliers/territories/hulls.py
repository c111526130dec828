"""Rough outlines of wide places of which we hold no exact one: around the centres of their communes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection

from suppliers.models import Territory

from .outlines import outlines

Degrees = tuple[float, float]  # latitude, longitude: WGS 84
_WIDE = (Territory.Kind.EPT, Territory.Kind.METROPOLE, Territory.Kind.DEPARTEMENT, Territory.Kind.REGION)
_CENTRES = """
SELECT wide.id, round(t.latitude::numeric, 4)::float, round(t.longitude::numeric, 4)::float
  FROM unnest(%s::bigint[]) AS wide(id)
  JOIN suppliers_territory t ON t.ancestor_ids @> ARRAY[wide.id]
 WHERE t.kind IN ('commune', 'arrondissement') AND t.latitude IS NOT NULL
"""


def rough_outlines(places: Iterable[Territory]) -> dict[str, list[Degrees]]:
    """By code, in one query; only for wide places that `outlines` does not know."""
    wanted = {
        place.pk: place.code for place in places if place.kind in _WIDE and place.code not in outlines()
    }
    if not wanted:
        return {}
    centres: dict[int, list[Degrees]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_CENTRES, [list(wanted)])
        for key, latitude, longitude in cursor.fetchall():
            centres[key].append((latitude, longitude))
    return {wanted[key]: hull(points) for key, points in centres.items()}


def hull(points: Iterable[Degrees]) -> list[Degrees]:
    """The convex line around points, by Andrew's monotone chain."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered
    return _half(ordered)[:-1] + _half(ordered[::-1])[:-1]


def _half(ordered: list[Degrees]) -> list[Degrees]:
    kept: list[Degrees] = []
    for point in ordered:
        while len(kept) > 1 and _turn(kept[-2], kept[-1], point) <= 0:
            kept.pop()
        kept.append(point)
    return kept


def _turn(start: Degrees, middle: Degrees, end: Degrees) -> float:
    """Positive where the way from one to the other turns left."""
    return (middle[0] - start[0]) * (end[1] - start[1]) - (middle[1] - start[1]) * (end[0] - start[0])
