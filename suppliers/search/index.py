"""The directory as bit sets, one per search code, held by each process and kept in step by version.

PostgreSQL finds by text; distances, and what is filtered by equality, are counted here, because every facet
value is counted under all the other filters: some 300 counts a page. Counting 14 codes of 220,000 rows each
took PostgreSQL 100 ms, bit sets 3 ms. The set is a Python integer: bit n stands for ordinal n.

Ordinals follow the map (Morton order), so that a square of the map at any zoom is one run of bits. Entries
changed since the index was read get new ordinals at the end ("tail"); when those are many, all is read again.
"""

from __future__ import annotations

import copy
import datetime as dt
from array import array
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import accumulate, chain, repeat
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from .bits import Ordinals, bits_of, bits_where, ordinals_of, those_in
from .codes import Dimension, slot_of
from .codes import code as code_of
from .drawing import Scores, drawn
from .recent import Recent
from .sphere import Numbers, Sphere, smallest_cosine

Kept = TypeVar("Kept")
UNPLACED = (1 << 63) - 1  # sorts after every place
NOWHERE = float("nan")
Row = tuple[int, Sequence[int], int | None, float | None, float | None]
Postings = dict[int, NDArray[np.uint32]]
MOST_RECENT = 128  # searches whose sets are kept
MOST_WORDS = 2_000  # text queries
ROOM_FOR_WORDS = 64 << 20  # bytes
DENSE_SHARE = 4096  # a code carried by one entry in so many is kept as a bit set once asked


class DirectoryIndex:
    """The sets of one version. It never changes under its readers: `updated` makes the next one."""

    def __init__(self, version: int, rows: Iterable[Row]) -> None:
        rows = list(rows)
        self.version = version
        self.ids, self.places = array("q"), array("q")
        self.latitudes, self.longitudes = array("d"), array("d")
        self._place(rows)
        self._sphere = _sphere_of(rows)
        self.postings = _postings_of(rows)
        self._latitude_sums = array("d", accumulate(self.latitudes, initial=0.0))
        self._longitude_sums = array("d", accumulate(self.longitudes, initial=0.0))
        self.sorted_up_to = len(self.ids)
        self.ordinals = {structure_id: ordinal for ordinal, structure_id in enumerate(self.ids)}
        self.everything = (1 << len(self.ids)) - 1
        self._dense: dict[int, int] = {}
        self.memory: dict[Hashable, Any] = {}
        self.recent = Recent(MOST_RECENT)
        # Kept by word_sets.py, from one update to the next.
        self.words = Recent(min(MOST_WORDS, ROOM_FOR_WORDS * 8 // (self.size + 1)))

    def _place(self, rows: Iterable[Row]) -> None:
        for structure_id, _, place, latitude, longitude in rows:
            self.ids.append(structure_id)
            self.places.append(UNPLACED if place is None else place)
            self.latitudes.append(latitude or 0.0)
            self.longitudes.append(longitude or 0.0)

    @property
    def size(self) -> int:
        """Number of ordinals, those of forgotten entries included."""
        return len(self.ids)

    def carrying(self, code: int) -> int:
        """The entries that carry a code, forgotten ones included: to be met with a set that has none."""
        known = self._dense.get(code)
        if known is not None:
            return known
        ordinals = self.postings.get(code)
        if ordinals is None:
            return 0
        bits = bits_of(ordinals, self.size)
        if len(ordinals) * DENSE_SHARE > self.size:
            self._dense[code] = bits
        return bits

    def carrying_any(self, codes: Iterable[int]) -> int:
        """The entries that carry at least one of these codes, forgotten ones included."""
        bits, sparse = 0, []
        for code in codes:
            ordinals = self.postings.get(code)
            if ordinals is None:
                continue
            if len(ordinals) * DENSE_SHARE > self.size:
                bits |= self.carrying(code)
            else:
                sparse.append(ordinals)
        return bits | bits_of(np.concatenate(sparse), self.size) if sparse else bits

    @property
    def slots(self) -> list[int]:
        """The ranks that some activity has."""
        return self.remember("slots", lambda: sorted({slot_of(code) for code in self.postings}))

    def in_any_slot(self, dimension: Dimension, value: int) -> int:
        """The entries one of whose activities carries a value, forgotten ones included."""
        return self.remember(
            (dimension, value),
            lambda: self.carrying_any(code_of(dimension, value, slot) for slot in self.slots),
        )

    @property
    def closed(self) -> int:
        """The establishments that are closed, forgotten ones included."""
        return self.carrying(code_of(Dimension.CLOSED, 1))

    def remember(self, key: Hashable, compute: Callable[[], Kept]) -> Kept:
        """A set or an order computed once per version."""
        if key not in self.memory:
            self.memory[key] = compute()
        kept: Kept = self.memory[key]
        return kept

    def count(self, code: int, among: int) -> int:
        """How many entries of a set carry a code."""
        return (self.carrying(code) & among).bit_count()

    def of_ids(self, structure_ids: Iterable[int]) -> int:
        """The set of these structures; those the directory does not know are left out."""
        return bits_of(self.order_of(structure_ids), self.size) & self.everything

    def ids_of(self, bits: int) -> list[int]:
        """The structures of a set."""
        return self._ids_at(ordinals_of(bits))

    def drawn(
        self, bits: int, day: dt.date, most: int, scores_of: Callable[[Ordinals], Scores] | None = None
    ) -> list[int]:
        """The structures of a set that come first in the neutral order of a day, the lowest scores before."""
        ordinals = ordinals_of(bits)
        return drawn(self._keys[ordinals], day, most, scores_of and scores_of(ordinals))

    @property
    def _keys(self) -> NDArray[np.int64]:
        return np.frombuffer(self.ids, dtype=np.int64) if self.ids else np.empty(0, dtype=np.int64)

    def _ids_at(self, ordinals: Ordinals) -> list[int]:
        found: list[int] = self._keys[ordinals].tolist()
        return found

    def run(self, first_place: int, last_place: int) -> tuple[int, int]:
        """Ordinals [from, to[ of the sorted part whose place lies in [first, last[."""
        low = bisect_left(self.places, first_place, 0, self.sorted_up_to)
        return low, bisect_left(self.places, last_place, low, self.sorted_up_to)

    def within(self, latitude: float, longitude: float, km: float) -> int:
        """The entries at most so many kilometres from a point (WGS 84 degrees)."""
        return self.nearer(self.cosines(latitude, longitude), km)

    def cosines(self, latitude: float, longitude: float) -> Numbers:
        """How near every entry is to a point, for `nearer`: several circles around it cost little more."""
        return self._sphere.cosines(latitude, longitude)

    def nearer(self, cosines: Numbers, km: float) -> int:
        """The entries at most so many kilometres from where these were measured."""
        return bits_where(cosines >= smallest_cosine(km)) & self.everything

    def order_of(self, structure_ids: Iterable[int]) -> Ordinals:
        """The ordinals of structures in a given order; those the directory does not know are left out."""
        found = self.ordinals_in_order_of(structure_ids)
        return found[found >= 0]

    def ordinals_in_order_of(self, structure_ids: Iterable[int]) -> Ordinals:
        """The same, −1 for those the directory does not know."""
        return np.fromiter(map(self.ordinals.get, structure_ids, repeat(-1)), dtype=np.int64)

    def in_order(self, bits: int, order: Ordinals, start: int, size: int) -> list[int]:
        """The structures of a set in a given order, so many from a rank on."""
        return self._ids_at(those_in(bits, order, self.size)[start : start + size])

    def nearest(self, bits: int, latitude: float, longitude: float, most: int) -> list[int]:
        """The structures of a set nearest to a point, the nearest first."""
        return self.nearest_to_any(bits, [(latitude, longitude)], most)

    def nearest_to_any(self, bits: int, points: Sequence[tuple[float, float]], most: int) -> list[int]:
        """The structures of a set nearest to one of several points, the nearest first."""
        ordinals = ordinals_of(bits)
        cosines = np.maximum.reduce([self._sphere.cosines(*point, ordinals) for point in points])
        known = ~np.isnan(cosines)
        ordinals, cosines = ordinals[known], cosines[known]
        if len(ordinals) > most:
            farthest = np.partition(cosines, -most)[-most]
            near = cosines >= farthest
            ordinals, cosines = ordinals[near], cosines[near]
        by_nearness = sorted(zip((-cosines).tolist(), self._ids_at(ordinals), strict=True))
        return [structure_id for _, structure_id in by_nearness[:most]]

    def mean_position(self, low: int, high: int) -> tuple[float, float]:
        """Mean longitude and latitude of the entries of a run, whatever the search."""
        return (
            (self._longitude_sums[high] - self._longitude_sums[low]) / (high - low),
            (self._latitude_sums[high] - self._latitude_sums[low]) / (high - low),
        )

    def tail(self, bits: int) -> list[int]:
        """The ordinals of a set that are not in map order, because they came after the index was read."""
        return [self.sorted_up_to + ordinal for ordinal in self.ordinals_of(bits >> self.sorted_up_to)]

    def ordinals_of(self, bits: int) -> list[int]:
        """The positions of the ones, in ascending order."""
        found: list[int] = ordinals_of(bits).tolist()
        return found

    def updated(self, version: int, changed: Iterable[Row], gone: Iterable[int]) -> DirectoryIndex:
        """The index of a later version: what is touched is copied, the rest shared."""
        new = copy.copy(self)
        new.version = version
        new.ids, new.places = self.ids[:], self.places[:]
        new.latitudes, new.longitudes = self.latitudes[:], self.longitudes[:]
        new.ordinals, new.postings = self.ordinals.copy(), self.postings.copy()
        new._dense, new.memory = self._dense.copy(), {}
        new.recent = Recent(MOST_RECENT)  # `words` are shared: they say how far they go
        for structure_id in gone:
            new._forget(structure_id)
        new._add(list(changed))
        return new

    def _add(self, rows: list[Row]) -> None:
        """Append rows, each in the place of the one its structure had before."""
        first = self.size
        self._place(rows)
        self._sphere = self._sphere.followed_by(_sphere_of(rows))
        for ordinal, row in enumerate(rows, start=first):
            self._forget(row[0])
            self.ordinals[row[0]] = ordinal
            self.everything |= 1 << ordinal
        for code, ordinals in _postings_of(rows, first).items():
            before = self.postings.get(code)
            self.postings[code] = ordinals if before is None else np.concatenate([before, ordinals])
            if code in self._dense:
                self._dense[code] |= bits_of(ordinals, self.size)

    def _forget(self, structure_id: int) -> None:
        ordinal = self.ordinals.pop(structure_id, None)
        if ordinal is not None:
            self.everything &= ~(1 << ordinal)


def _sphere_of(rows: list[Row]) -> Sphere:
    latitudes, longitudes = [], []
    for *_, latitude, longitude in rows:
        latitudes.append(NOWHERE if latitude is None else latitude)
        longitudes.append(NOWHERE if longitude is None else longitude)
    return Sphere(latitudes, longitudes)


def _postings_of(rows: list[Row], first: int = 0) -> Postings:
    """For each code, the ordinals of the rows that carry it, ascending; the first row has ordinal `first`."""
    codes = np.fromiter(chain.from_iterable(row[1] for row in rows), dtype=np.int32)
    if not len(codes):
        return {}
    counts = [len(row[1]) for row in rows]
    ordinals = np.repeat(np.arange(first, first + len(rows), dtype=np.uint32), counts)
    by_code = np.argsort(codes, kind="stable")
    codes, ordinals = codes[by_code], ordinals[by_code]
    starts = np.flatnonzero(np.diff(codes, prepend=0))  # no code is 0
    return dict(zip(codes[starts].tolist(), np.split(ordinals, starts[1:]), strict=True))
