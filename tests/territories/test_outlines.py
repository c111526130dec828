"""Outlines of territories: closed, side by side without a gap, and around their own communes."""

from collections import Counter
from itertools import pairwise

import pytest

from suppliers.models import Territory
from suppliers.territories.outlines import outlines, topology

CODES = {f"T{number}" for number in range(1, 13)}


def is_inside(point: tuple[float, float], ring: list[tuple[float, float]]) -> bool:
    """Whether a ray that leaves the point eastwards crosses the ring an odd number of times."""
    x, y = point
    crossed = [
        (x2 - x1) * (y - y1) / (y2 - y1) + x1 > x
        for (x1, y1), (x2, y2) in pairwise(ring)
        if (y1 > y) != (y2 > y)
    ]
    return sum(crossed) % 2 == 1


def test_every_territory_has_a_closed_outline_around_its_label():
    assert outlines().keys() == CODES
    for outline in outlines().values():
        assert outline.ring[0] == outline.ring[-1]
        assert max(Counter(outline.ring[1:]).values()) == 1
        assert is_inside(outline.label, outline.ring)


def test_neighbours_share_their_border_to_the_point():
    sides = Counter(frozenset(side) for outline in outlines().values() for side in pairwise(outline.ring))
    steps = sum(len(border) - 1 for border in topology()["arcs"])
    assert set(sides.values()) == {1, 2}
    assert len(sides) == steps  # each border of the file is used, and no other line is drawn


@pytest.mark.django_db
def test_communes_are_inside_their_own_territory():
    communes = (
        Territory.objects.current()
        .filter(kind=Territory.Kind.COMMUNE, parents__code__in=CODES)
        .prefetch_related("parents")
    )
    assert communes.count() == 130
    for commune in communes:
        around = [
            code
            for code, outline in outlines().items()
            if is_inside((commune.longitude, commune.latitude), outline.ring)
        ]
        assert around == [parent.code for parent in commune.parents.all() if parent.code in CODES], commune
