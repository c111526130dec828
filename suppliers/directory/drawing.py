"""The territories as a drawing: outlines in degrees become paths of an SVG picture."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from suppliers.territories.outlines import Point, outlines

WIDTH = 568  # units of the drawing


@dataclass(frozen=True)
class Land:
    """A territory drawn, and where its code stands: units of the drawing."""

    path: str
    x: int
    y: int


@dataclass(frozen=True)
class Drawing:
    height: int
    lands: dict[str, Land]  # by code of territory
    width: int = WIDTH


@lru_cache(maxsize=1)
def drawing() -> Drawing:
    """Every outline known, north up; a degree of longitude is as short as it is half-way up the drawing."""
    points = [point for outline in outlines().values() for point in outline.ring]
    west, north = min(x for x, _ in points), max(y for _, y in points)
    east, south = max(x for x, _ in points), min(y for _, y in points)
    across = (WIDTH - 2) / (east - west)
    down = across / math.cos(math.radians((north + south) / 2))

    def placed(point: Point) -> tuple[int, int]:
        return round((point[0] - west) * across) + 1, round((north - point[1]) * down) + 1

    lands = {
        code: Land(_path([placed(point) for point in outline.ring]), *placed(outline.label))
        for code, outline in outlines().items()
    }
    return Drawing(placed((west, south))[1] + 1, lands)


def _path(points: list[tuple[int, int]]) -> str:
    steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(points)]
    walk = " ".join(f"{x} {y}" for x, y in steps if x or y)
    return f"M{points[0][0]} {points[0][1]}l{walk}z".replace(" -", "-")
