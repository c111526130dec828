"""Outlines of territories, for maps and drawings.

`fixtures/territory_outlines.json` is TopoJSON: a border that two territories share stands there once, so that
neither simplifying nor rounding parts them. Source: communes of IGN Admin Express (Licence Ouverte) merged by
territory, to 1e-4 degree, without the bends whose triangle covers less than 1.5 ha. `label` is where drawings
write the code.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any

from django.conf import settings

Point = tuple[float, float]  # longitude, latitude: WGS 84 degrees


@dataclass(frozen=True)
class Outline:
    """A closed ring of points, and the place of the label inside."""

    ring: list[Point]
    label: Point


@lru_cache(maxsize=1)
def topology() -> dict[str, Any]:
    """The file as it is."""
    found: dict[str, Any] = json.loads((settings.FIXTURES / "territory_outlines.json").read_text("utf-8"))
    return found


@lru_cache(maxsize=1)
def outlines() -> dict[str, Outline]:
    """Outlines by code of territory."""
    scale, start = topology()["transform"]["scale"], topology()["transform"]["translate"]
    borders = [
        [
            (round(x * scale[0] + start[0], 6), round(y * scale[1] + start[1], 6))
            for x, y in accumulate(border, lambda at, step: [at[0] + step[0], at[1] + step[1]])
        ]
        for border in topology()["arcs"]
    ]
    return {
        territory["id"]: Outline(_ring(borders, *territory["arcs"]), tuple(territory["properties"]["label"]))
        for territory in topology()["objects"]["territories"]["geometries"]
    }


def _ring(borders: list[list[Point]], numbers: list[int]) -> list[Point]:
    """Borders end to end; ~n stands for border n walked backwards."""
    walked = [borders[number] if number >= 0 else borders[~number][::-1] for number in numbers]
    return walked[0][:1] + [point for border in walked for point in border[1:]]
