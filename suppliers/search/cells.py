"""What the map shows of a search: clusters on a Web-Mercator grid, and single points."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from suppliers.procurement.answers import Note
from suppliers.procurement.decision_table import Article

from .grid import PLACE_BITS, BBox, Square, squares
from .index import UNPLACED, DirectoryIndex
from .links import card_url
from .listing import listed

CELLS_BEYOND_ZOOM = 1  # a tile is 256 pixels wide, a cell 128
MOST_FEATURES = 480
FEW_IN_VIEW = 150  # up to so many, only those that would hide one another are grouped
FINE_CELLS_BEYOND_ZOOM = 4  # 16 pixels, the width of a mark
SIDE_BY_SIDE = 3  # up to so many marks take no more room than the disc that would stand for them
POINTS_FROM_ZOOM = 17  # closer than that, every structure is a point of its own
FEW = 300  # up to so many, a cluster's place and box are those of its own points


@dataclass(frozen=True)
class Group:
    """The entries of a search in one square: `low` is the ordinal of the first bit of `bits`.

    `others` are ordinals out of that run.
    """

    low: int
    high: int
    bits: int
    others: list[int]
    square: Square

    @property
    def count(self) -> int:
        return self.bits.bit_count() + len(self.others)

    def ordinals(self, index: DirectoryIndex) -> list[int]:
        return [self.low + ordinal for ordinal in index.ordinals_of(self.bits)] + self.others


def feature_collection(
    index: DirectoryIndex, bits: int, bbox: BBox, zoom: int, without: Iterable[int] = ()
) -> dict[str, Any]:
    """GeoJSON of a set of entries seen through a box (west, south, east, north) at a zoom.

    Over the whole world its counts and `unplaced`, the entries of unknown position, add up to the set, less
    the structures named by `without`, which stand on the map already.
    """
    groups = _cut(index, list(_groups(index, bits & ~index.of_ids(without), bbox, zoom)), zoom)
    singles = [group.ordinals(index)[0] for group in groups if group.count == 1]
    return {
        "type": "FeatureCollection",
        "count": bits.bit_count(),
        "unplaced": _unplaced(index, bits),
        "features": [
            *(_cluster(index, group) for group in groups if group.count > 1),
            *_points([index.ids[ordinal] for ordinal in singles]),
        ],
    }


def _groups(index: DirectoryIndex, bits: int, bbox: BBox, zoom: int) -> Iterator[Group]:
    """The squares of the grid that hold something, cut as finely as the number of features allows."""
    data = bits.to_bytes(index.size // 8 + 1, "little")
    tail = [(index.places[ordinal], ordinal) for ordinal in index.tail(bits)]
    for square in squares(bbox, finest=zoom + CELLS_BEYOND_ZOOM, most=MOST_FEATURES):
        low, high = index.run(square.first, square.last)
        late = [ordinal for place, ordinal in tail if square.first <= place < square.last]
        here = _ones(data, low, high)
        if here or late:
            yield Group(low, high, here, late, square)


def _cut(index: DirectoryIndex, groups: list[Group], zoom: int) -> list[Group]:
    """The same entries, when they are few, in groups of those only that would hide one another."""
    count = sum(group.count for group in groups)
    if zoom >= POINTS_FROM_ZOOM and count <= MOST_FEATURES:
        shift = None
    elif count <= FEW_IN_VIEW:
        shift = 2 * (PLACE_BITS - min(PLACE_BITS, zoom + FINE_CELLS_BEYOND_ZOOM))
    else:
        return groups
    parts: defaultdict[int, list[int]] = defaultdict(list)
    for group in groups:
        for ordinal in group.ordinals(index):
            parts[ordinal if shift is None else index.places[ordinal] >> shift].append(ordinal)
    shown = (
        [part] if len(part) > SIDE_BY_SIDE else [[ordinal] for ordinal in part] for part in parts.values()
    )
    return [replace(groups[0], bits=0, others=part) for part in chain.from_iterable(shown)]


def _ones(data: bytes, low: int, high: int) -> int:
    """The bits [low, high[ of a set given as bytes."""
    if low >= high:
        return 0
    part = int.from_bytes(data[low >> 3 : (high + 7) >> 3], "little") >> (low & 7)
    return part & ((1 << (high - low)) - 1)


def _unplaced(index: DirectoryIndex, bits: int) -> int:
    low, _ = index.run(UNPLACED, UNPLACED)
    placed_tail = sum(index.places[ordinal] < UNPLACED for ordinal in index.tail(bits))
    return (bits >> low).bit_count() - placed_tail


def _cluster(index: DirectoryIndex, group: Group) -> dict[str, Any]:
    """A cluster stands at the mean of its points; of a big one, at that of all the entries of its square."""
    box = group.square.box
    if group.count <= FEW or group.low == group.high:
        ordinals = group.ordinals(index)
        latitudes = [index.latitudes[ordinal] for ordinal in ordinals]
        longitudes = [index.longitudes[ordinal] for ordinal in ordinals]
        box = (min(longitudes), min(latitudes), max(longitudes), max(latitudes))
        centre = (sum(longitudes) / len(ordinals), sum(latitudes) / len(ordinals))
    else:
        centre = index.mean_position(group.low, group.high)
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [round(centre[0], 6), round(centre[1], 6)]},
        "properties": {"count": group.count, "bounds": [round(side, 6) for side in box]},
    }


def _points(ids: list[int]) -> Iterator[dict[str, Any]]:
    for entry in listed(sorted(ids)):
        if entry.point:  # it may have lost its place since the index was read
            latitude, longitude = entry.point
            yield {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [round(longitude, 6), round(latitude, 6)]},
                "properties": _essentials(entry.card),
            }


def _essentials(card: dict[str, Any]) -> dict[str, Any]:
    """What a marker and its popup show."""
    return {
        "id": card["id"],
        "name": card["name"],
        "url": card_url(card),
        "shape": card["shape"],
        "city": card["city"],
        "approximate": card["approximate"],
        "sectors": card["sectors"][:3],
        "certifications": [
            {"label": item["short_label"], "state": item["state"], "proof_date": item["proof_date"]}
            for item in card["certifications"][:3]
        ],
        "articles": [_said(item) for item in card["articles"] if item["article"] != Article.L2113_15],
    }


def _said(item: dict[str, Any]) -> dict[str, Any]:
    """An answer in a line; that of L2113-15 takes the whole page, and is true of nearly every structure."""
    lending = Note.LABOUR_SUPPLY in item.get("notes", [])
    return {"article": item["article"], "answer": item["answer"], "labour_supply": lending}
