"""The smallest groups that together cover every demand, proved the best: a set cover, solved by HiGHS.

Plain values in, plain values out. A group is kept only if it can spare none of its members. Of two groups the
better has fewer members; then the shorter sum of its members' distances; then the fresher proofs; then the
lower sum of its members' ranks by name, so that the same question always gets the same answer.

The first group is the best of all. Each of the others is the best of those that differ from all before it: of
the members that could be done without there, it has half at most (see `shareable`). So each is no better than
the one before, and no swap of one member passes for another group.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import highspy

MOST_GROUPS = 5
MOST_SECONDS = 5.0  # for all groups; what is found by then is told as not proved
HALF = 0.5  # between two whole numbers
MEMBERS = 0  # the row that counts them


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be a member. `covers`: numbers of demands, of which there is one at least.

    `distance_m`: whole metres to the places where it would work. `proof_days`: age of its last proof.
    """

    id: int
    name: str
    covers: frozenset[int]
    distance_m: int = 0
    proof_days: int = 0


@dataclass(frozen=True)
class Group:
    """Candidates that cover, by name."""

    members: tuple[Candidate, ...]

    @property
    def distance_m(self) -> int:
        return sum(member.distance_m for member in self.members)

    @property
    def proof_days(self) -> int:
        return sum(member.proof_days for member in self.members)


@dataclass(frozen=True)
class Solution:
    """Groups that differ, best first; `uncovered`: the demands nobody covers, which the groups leave aside.

    `is_proved`: nothing better exists, and there are no others if they are fewer than was asked.
    """

    groups: tuple[Group, ...] = ()
    uncovered: tuple[int, ...] = ()
    is_proved: bool = True


def solve(
    demands: Sequence[int],
    candidates: Sequence[Candidate],
    *,
    most: int = MOST_GROUPS,
    seconds: float = MOST_SECONDS,
) -> Solution:
    """At most so many groups that cover every demand somebody covers."""
    covered = frozenset().union(*(candidate.covers for candidate in candidates))
    wanted = [demand for demand in dict.fromkeys(demands) if demand in covered]
    uncovered = tuple(demand for demand in dict.fromkeys(demands) if demand not in covered)
    if not wanted:
        return Solution(uncovered=uncovered)
    search = _Search(wanted, _ranked(candidates, frozenset(wanted)), time.monotonic() + seconds)
    groups: list[Group] = []
    while len(groups) < most and (found := search.next_group()):
        groups.append(Group(tuple(found)))
    return Solution(tuple(groups), uncovered, not search.is_out_of_time)


def shareable(spared: int) -> int:
    """How many of the members that a group could do without another may have too: half, and of two none."""
    return spared // 2 if spared > 2 else 0


@dataclass(frozen=True)
class _Ranked:
    candidate: Candidate
    covers: frozenset[int]  # of the demands asked
    rank: int

    @property
    def order(self) -> tuple[int, int, int]:
        return self.candidate.distance_m, self.candidate.proof_days, self.rank


def _ranked(candidates: Sequence[Candidate], wanted: frozenset[int]) -> list[_Ranked]:
    by_name = sorted(candidates, key=lambda one: (one.name, one.id))
    ranked = [_Ranked(one, one.covers & wanted, rank) for rank, one in enumerate(by_name)]
    return [one for one in ranked if one.covers]


def _worth_keeping(ranked: list[_Ranked], used: frozenset[int]) -> list[_Ranked]:
    """Without those who cover nothing that a better one, who is in no group yet, does not cover too.

    `used`: ranks of those in a group. Exactness is kept: say a group holds such a one. With the better one in
    its place it is a better group, or one that can then spare others; it has no more in common with the
    groups before. So it was not the best.
    """
    kept: list[_Ranked] = []
    unused: list[int] = []  # what those kept cover, one bit for each demand
    for one in sorted(ranked, key=lambda each: each.order):
        covers = sum(1 << demand for demand in one.covers)
        if not any(other & covers == covers for other in unused):
            kept.append(one)
            if one.rank not in used:
                unused.append(covers)
    return sorted(kept, key=lambda one: one.rank)


@dataclass
class _Search:
    """One group after the other."""

    wanted: list[int]
    ranked: list[_Ranked]
    deadline: float
    is_out_of_time: bool = False
    size: int = 0  # of the last group found: the next one has no fewer members
    used: frozenset[int] = frozenset()
    spared: list[frozenset[int]] = field(default_factory=list)  # of each group, those it could do without

    def next_group(self) -> list[Candidate] | None:
        """The best group that differs; None when there is no other, or no time left."""
        if not all(self.spared):  # nobody there can be done without: every group has all of it
            return None
        step = _Step(self.wanted, _worth_keeping(self.ranked, self.used), self.spared, self.deadline)
        chosen = step.best(self.size)
        self.is_out_of_time = self.is_out_of_time or step.is_out_of_time
        if chosen is None:
            return None
        self.size = len(chosen)
        ranks = frozenset(one.rank for one in chosen)
        self.used |= ranks
        self.spared.append(ranks - self._alone)
        return [one.candidate for one in chosen]

    @cached_property
    def _alone(self) -> frozenset[int]:
        """Those who are the only one to cover a demand."""
        able = ([one.rank for one in self.ranked if demand in one.covers] for demand in self.wanted)
        return frozenset(ranks[0] for ranks in able if len(ranks) == 1)


@dataclass
class _Step:
    """One model, asked again and again: a goal's optimum is held while the next goal is sought."""

    wanted: list[int]
    kept: list[_Ranked]
    spared: list[frozenset[int]]
    deadline: float
    is_out_of_time: bool = False

    def __post_init__(self) -> None:
        self._columns = list(range(len(self.kept)))
        self._model = _model(len(self._columns))
        self._add_row(0, highspy.kHighsInf, self._columns)
        for demand in self.wanted:
            able = [column for column in self._columns if demand in self.kept[column].covers]
            self._add_row(1, highspy.kHighsInf, able)
        for ranks in self.spared:
            shared = [column for column in self._columns if self.kept[column].rank in ranks]
            self._add_row(0, shareable(len(ranks)), shared)

    def _add_row(self, least: float, most: float, columns: list[int]) -> None:
        self._model.addRow(least, most, len(columns), columns, [1.0] * len(columns))

    @property
    def _goals(self) -> Iterator[list[int]]:
        """What is the least for the best of groups of one size, in order."""
        yield [one.candidate.distance_m for one in self.kept]
        yield [one.candidate.proof_days for one in self.kept]
        yield [one.rank for one in self.kept]

    def best(self, size: int) -> list[_Ranked] | None:
        """`size`: 0, or one that no group can be smaller than."""
        chosen = self._best_of_size(size) if size else None
        if chosen is None and not self.is_out_of_time:
            chosen = self._of_the_fewest()
        return None if chosen is None else self._without_the_spare(chosen)

    def _of_the_fewest(self) -> list[int] | None:
        self._model.changeRowBounds(MEMBERS, 0, highspy.kHighsInf)
        fewest = self._minimise([1] * len(self.kept))
        if fewest is None or self.is_out_of_time:
            return fewest
        return self._best_of_size(len(fewest)) or fewest

    def _best_of_size(self, size: int) -> list[int] | None:
        self._model.changeRowBounds(MEMBERS, 0, size)
        chosen = None
        for goal in self._goals:
            answer = self._minimise(goal)
            chosen = answer or chosen
            if answer is None or self.is_out_of_time:
                break
            self._hold(goal, sum(goal[column] for column in answer))
        return chosen

    def _minimise(self, goal: list[int]) -> list[int] | None:
        """The chosen columns; None when there is no way, or none was found in time."""
        model, left = self._model, self.deadline - time.monotonic()
        if left <= 0:
            self.is_out_of_time = True
            return None
        model.clearSolver()  # what the last goal left behind slows this one
        model.setOptionValue("time_limit", left)
        model.changeColsCost(len(self._columns), self._columns, [float(cost) for cost in goal])
        model.run()
        status = model.getModelStatus()
        if status == highspy.HighsModelStatus.kSolveError:  # of its presolve: the model itself is sound
            model.setOptionValue("presolve", "off")
            model.run()
            status = model.getModelStatus()
            model.setOptionValue("presolve", "choose")
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        self.is_out_of_time = status != highspy.HighsModelStatus.kOptimal
        if model.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        values = model.getSolution().col_value
        return [column for column in self._columns if values[column] > HALF]

    def _hold(self, goal: list[int], best: int) -> None:
        """As good as this from now on, for this group.

        Between two bounds: with the upper one alone, HiGHS 1.16 presolved some ties into a wrong optimum.
        """
        costs = [float(cost) for cost in goal]
        self._model.addRow(best - HALF, best + HALF, len(costs), self._columns, costs)

    def _without_the_spare(self, chosen: list[int]) -> list[_Ranked]:
        """What is found in a hurry may hold somebody it can spare."""
        needed = list(chosen)
        for column in chosen:
            others = [other for other in needed if other != column]
            if len(frozenset().union(*(self.kept[other].covers for other in others))) == len(self.wanted):
                needed = others
        return [self.kept[column] for column in needed]


def _model(size: int) -> highspy.Highs:
    """So many choices, yes or no; silent, on one core, and content with nothing but the optimum."""
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in (
        ("output_flag", False),
        ("threads", 1),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 0.1),
        ("random_seed", 0),
    ):
        model.setOptionValue(name, value)
    model.addVars(size, [0.0] * size, [1.0] * size)
    for column in range(size):
        model.changeColIntegrality(column, highspy.HighsVarType.kInteger)
    return model
