"""What is computed of a need's groups: kept while the directory, the need and the options stay the same."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from .pool import Nearly, Pool
from .solver import Candidate, Group, Solution, solve

SWAPS_SHOWN = 3


@dataclass(frozen=True)
class Swap:
    """Who could take a member's place, alone. `demands`: what that member alone answers, of its group.

    `nearest`: the first of the `count` there are, in the order of groups. `alone`: of these demands, those
    that nobody else answers.
    """

    demands: tuple[int, ...]
    alone: tuple[int, ...]
    count: int
    nearest: tuple[Candidate, ...]


@dataclass(frozen=True)
class Shortfall:
    """A demand that nobody covers: who nearly does, and whether anybody sells it."""

    demand: int
    nearly: tuple[Nearly, ...]
    is_sold: bool


@dataclass(frozen=True)
class Found:
    """`size`: how many answer one demand at least. `ending`: how many would, but for a proof that
    ends too soon. `swaps`: of each group, of each member in order.
    """

    solution: Solution
    size: int
    ending: int
    swaps: tuple[tuple[Swap, ...], ...]
    shortfalls: tuple[Shortfall, ...]


def find(pool: Pool) -> Found:
    """Kept with the index: a new version of the directory begins anew.

    What ran out of time is not kept: the next who asks may find more.
    """
    try:
        found: Found = pool.index.recent.get(_question(pool), lambda: _proved(pool))
    except _UnprovedError as unproved:
        return unproved.found
    return found


class _UnprovedError(Exception):
    def __init__(self, found: Found) -> None:
        super().__init__()
        self.found = found


def _proved(pool: Pool) -> Found:
    found = _compute(pool)
    if not found.solution.is_proved:
        raise _UnprovedError(found)
    return found


def _question(pool: Pool) -> Hashable:
    return "groups", pool.demands.key, pool.options, pool.at.today, pool.deadline


def _compute(pool: Pool) -> Found:
    candidates = pool.candidates()
    solution = solve([demand.number for demand in pool.demands.all], candidates)
    swaps = tuple(_swaps(pool, candidates, group) for group in solution.groups)
    shortfalls = tuple(_shortfall(pool, number) for number in solution.uncovered)
    return Found(solution, pool.size, pool.ending, swaps, shortfalls)


def _shortfall(pool: Pool, number: int) -> Shortfall:
    demand = pool.demands.all[number]
    return Shortfall(number, tuple(pool.nearly(demand)), bool(pool.selling(demand)))


def _swaps(pool: Pool, candidates: list[Candidate], group: Group) -> tuple[Swap, ...]:
    return tuple(_swap(pool, candidates, group, member) for member in group.members)


def _swap(pool: Pool, candidates: list[Candidate], group: Group, member: Candidate) -> Swap:
    ids = {one.id for one in group.members}
    of_others = frozenset().union(*(one.covers for one in group.members if one is not member))
    demands = member.covers - of_others
    able = [one for one in candidates if demands <= one.covers and one.id not in ids]
    able.sort(key=lambda one: (one.distance_m, one.proof_days, one.name, one.id))
    alone = (number for number in sorted(demands) if pool.answering[number].bit_count() == 1)
    return Swap(
        tuple(sorted(demands)), tuple(alone), pool.able_instead(demands, ids), tuple(able[:SWAPS_SHOWN])
    )
