"""The smallest groups that cover a need: the solver alone, on drawn candidates, as many as its goal names."""

from __future__ import annotations

import time
from dataclasses import dataclass
from random import Random
from statistics import median

from suppliers.management.benchmarks.machine import witness
from suppliers.sourcing.consortium.solver import MOST_GROUPS, Candidate, solve

LOTS, CANDIDATES = 10, 2_000
MOST_LOTS_EACH = (1, 2, 3, 5)  # of those a candidate answers, at most; one directory drawn for each
DRAWS = 10
BUDGET_SECONDS = 2.0


@dataclass(frozen=True)
class GroupMeasure:
    """`MOST_GROUPS` groups of one kind of directory. Seconds."""

    lots: int
    candidates: int
    most_lots_each: int
    median_seconds: float
    longest_seconds: float
    fewest_members: int
    is_proved: bool
    witness_ms: float


def measure_groups(seed: int) -> list[GroupMeasure]:
    """One line for each width of candidates."""
    return [_measure(width, seed) for width in MOST_LOTS_EACH]


def _measure(width: int, seed: int) -> GroupMeasure:
    seconds, members, proved, before = [], [], [], witness()
    for draw in range(DRAWS):
        candidates = drawn(Random(f"{seed} {width} {draw}"), LOTS, CANDIDATES, width)  # noqa: S311
        started = time.perf_counter()
        found = solve(range(LOTS), candidates, most=MOST_GROUPS)
        seconds.append(time.perf_counter() - started)
        members.append(len(found.groups[0].members))
        proved.append(found.is_proved)
    return GroupMeasure(
        LOTS,
        CANDIDATES,
        width,
        round(median(seconds), 2),
        round(max(seconds), 2),
        min(members),
        all(proved),
        round((before + witness()) / 2, 1),
    )


def drawn(rng: Random, lots: int, how_many: int, width: int) -> list[Candidate]:
    """Candidates that answer one lot to `width` of them, up to 30 km away."""
    return [
        Candidate(
            number,
            f"Atelier {number}",
            frozenset(rng.sample(range(lots), rng.randint(1, width))),
            rng.randrange(300) * 100,
            rng.randrange(900),
        )
        for number in range(how_many)
    ]
