"""What a filter offers, whatever the search: its values in order, ready to be counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from suppliers.models import Territory


@dataclass(frozen=True, slots=True)
class Offered:
    """Values, their labels, their levels (1 stands under the 0 before it), their numbers in a search code."""

    values: tuple[str, ...]
    labels: tuple[str, ...]
    levels: tuple[int, ...]
    numbers: tuple[int, ...]

    def among(self, numbers: frozenset[int]) -> Offered:
        """Those of these numbers."""
        rows = zip(self.values, self.labels, self.levels, self.numbers, strict=True)
        kept = [row for row in rows if row[3] in numbers]
        return offered([(value, label, number) for value, label, _, number in kept], [row[2] for row in kept])


def offered(rows: Iterable[tuple[str, str, int]], levels: Iterable[int] = ()) -> Offered:
    """From a value, a label and a number each; all of one level unless said."""
    known = list(rows)
    values, labels, numbers = zip(*known, strict=True) if known else ((), (), ())
    return Offered(values, labels, tuple(levels) or (0,) * len(known), numbers)


def ranked(labels: Iterable[tuple[str, str]]) -> Offered:
    """From a value and a label each; their number is their rank, from 1."""
    return offered((value, str(label), rank) for rank, (value, label) in enumerate(labels, start=1))


def offered_places(places: Iterable[Territory]) -> Offered:
    return offered((place.code, place.short_name, place.pk) for place in places)
