"""The Web-Mercator grid, and the order that makes a square of it one run of numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

PLACE_BITS = 24  # of each coordinate in a place, see atlas_place in the first migration

BBox = tuple[float, float, float, float]  # west, south, east, north, in WGS 84 degrees


@dataclass(frozen=True)
class Square:
    """A square of the grid: the run [first, last[ of places inside, and its sides."""

    first: int
    last: int
    x: int
    y: int
    level: int

    @property
    def box(self) -> BBox:
        side = 1 << self.level
        return (
            self.x / side * 360 - 180,
            _latitude((self.y + 1) / side),
            (self.x + 1) / side * 360 - 180,
            _latitude(self.y / side),
        )


def squares(bbox: BBox, finest: int, most: int) -> Iterator[Square]:
    """The squares that cover a box, of the finest level that needs no more than `most`.

    A level has 2^level squares on each side of the world.
    """
    west, north = _fractions(bbox[0], bbox[3])
    east, south = _fractions(bbox[2], bbox[1])
    level = min(finest, PLACE_BITS)
    while len(columns := _span(west, east, level)) * len(rows := _span(north, south, level)) > most:
        level -= 1
    shift = 2 * (PLACE_BITS - level)
    column_keys = [(x, _spread(x)) for x in columns]
    for y in rows:
        row_key = _spread(y) << 1
        for x, column_key in column_keys:
            first = (column_key | row_key) << shift
            yield Square(first, first + (1 << shift), x, y, level)


def box_around(latitude: float, longitude: float, km: float) -> BBox:
    """A box that holds a circle."""
    degrees = math.degrees(km / 6_371) * 1.01
    wide = degrees / max(0.01, math.cos(math.radians(min(89.0, abs(latitude) + degrees))))
    return longitude - wide, latitude - degrees, longitude + wide, latitude + degrees


def _fractions(longitude: float, latitude: float) -> tuple[float, float]:
    """Position on the square, each coordinate in [0, 1[, from the north-west corner."""
    bounded = math.radians(max(-85.05, min(85.05, latitude)))
    x = (longitude + 180) / 360
    y = (1 - math.asinh(math.tan(bounded)) / math.pi) / 2
    below_one = 1 - 1e-12
    return min(max(x, 0), below_one), min(max(y, 0), below_one)


def _span(start: float, end: float, level: int) -> range:
    return range(int(start * (1 << level)), int(end * (1 << level)) + 1)


def _spread(value: int) -> int:
    """The bits of a coordinate, one in two: the interleaving of Morton's order."""
    spaced = 0
    for bit in range(value.bit_length()):
        spaced |= (value >> bit & 1) << 2 * bit
    return spaced


def _latitude(fraction: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * fraction))))
