"""The lots of a need side by side, and how many structures there are for several of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_, or_

from suppliers.search.codes import Capacity, Dimension, code
from suppliers.search.current_index import current
from suppliers.search.kept import matching
from suppliers.search.reference import Reference
from suppliers.search.state import State

from .depth import Depth, Line
from .lot_rules import RESERVED_TO
from .parts import Part, criteria_of

CAPACITIES = (Capacity.HEADCOUNT, Capacity.LEAD_TIME, Capacity.LARGEST_ORDER, Capacity.REFERENCES)


@dataclass(frozen=True)
class LotBrief:
    """One lot in a line. `considered`: the articles thought of, or those that may be and have somebody.

    `sized`: of those that work there, how many say something of their capacity.
    """

    depth: Depth
    considered: list[Line]
    sized: int


@dataclass(frozen=True)
class Summary:
    """Distinct structures over the lots; `several` and `every`: that work for two lots at least, for all.

    `located` is None where a lot says no place. The directory has no list of them: it searches one lot at a
    time.
    """

    lots: list[LotBrief]
    located: int | None
    working: int
    verified: int
    sized: int
    several: int
    every: int


def summary_of(depths: Sequence[Depth], known: Reference, at: State) -> Summary | None:
    """None where there are no lots to put side by side."""
    if len(depths) < 2:
        return None
    sets = _Sets([depth.part for depth in depths], known, at)
    located, working = sets.located, reduce(or_, sets.working)
    return Summary(
        [
            LotBrief(depth, _considered(depth), (bits & sets.sized).bit_count())
            for depth, bits in zip(depths, sets.working, strict=True)
        ],
        None if located is None else located.bit_count(),
        working.bit_count(),
        (working & sets.verified).bit_count(),
        (working & sets.sized).bit_count(),
        _twice(sets.working).bit_count(),
        reduce(and_, sets.working).bit_count(),
    )


class _Sets:
    """What the depth of each lot has searched, found again as sets."""

    def __init__(self, parts: Sequence[Part], known: Reference, at: State) -> None:
        self.parts, self.known, self.at, self.index = parts, known, at, current(at)

    @cached_property
    def working(self) -> list[int]:
        return [self._found(part.query(self.known, "intervient")) for part in self.parts]

    @cached_property
    def located(self) -> int | None:
        if not all(part.sites for part in self.parts):
            return None
        return reduce(or_, (self._found(part.query(self.known, "territoire")) for part in self.parts))

    @cached_property
    def verified(self) -> int:
        return self._found("verifie=1")

    @cached_property
    def sized(self) -> int:
        return self.index.carrying_any(code(Dimension.CAPACITY, what) for what in CAPACITIES)

    def _found(self, query: str) -> int:
        return matching(criteria_of(query, self.known, self.at.today), self.at).all


def _considered(depth: Depth) -> list[Line]:
    thought_of = [str(article) for article in RESERVED_TO.get(depth.part.reservation, ())]
    if thought_of:
        return [line for line in depth.articles if line.code in thought_of]
    return [line for line in depth.articles if line.working.count]


def _twice(sets: Sequence[int]) -> int:
    """Those that are in two of these sets at least."""
    once = twice = 0
    for bits in sets:
        twice |= once & bits
        once |= bits
    return twice
