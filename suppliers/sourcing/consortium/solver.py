"""The smallest groups that together cover every demand, proved the best: a set cover, solved by HiGHS.

Plain values in, plain values out. A group is kept only if it can spare none of its members. Of two groups the
better has fewer members; then the shorter sum of its members' distances; then the fresher proofs; then the
lower sum of its members' ranks by name, so that the same question always gets the same answer.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

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
    """The best groups, best first; `uncovered`: the demands nobody covers, which the groups leave aside.

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
    """The `most` best groups that cover every demand somebody covers."""
    covered = frozenset().union(*(candidate.covers for candidate in candidates))
    wanted = [demand for demand in dict.fromkeys(demands) if demand in covered]
    uncovered = tuple(demand for demand in dict.fromkeys(demands) if demand not in covered)
    if not wanted:
        return Solution(uncovered=uncovered)
    ranked = _ranked(candidates, frozenset(wanted))
    search = _Search(wanted, _worth_keeping(ranked, most), time.monotonic() + seconds)
    groups: list[Group] = []
    while len(groups) < most and (found := search.next_best()):
        groups.append(Group(tuple(found)))
    return Solution(tuple(groups), uncovered, not search.is_out_of_time)


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


def _worth_keeping(ranked: list[_Ranked], most: int) -> list[_Ranked]:
    """Without those who cover nothing that `most` better ones do not cover too: exactness is kept.

    Say a group that can spare nobody holds such a one. None of the better ones is in it. In place of that
    one, each makes a better group, or one that can then spare others: it is none of the `most` best groups.
    """
    kept: list[_Ranked] = []
    alike: dict[int, int] = {}  # covers, one bit for each demand; how many are kept
    for one in sorted(ranked, key=lambda each: each.order):
        covers = sum(1 << demand for demand in one.covers)
        if _fewer(most, (how_many for other, how_many in alike.items() if other & covers == covers)):
            alike[covers] = alike.get(covers, 0) + 1
            kept.append(one)
    return sorted(kept, key=lambda one: one.rank)


def _fewer(most: int, counts: Iterable[int]) -> bool:
    """Whether these add up to fewer; it stops as soon as they do not."""
    total = 0
    for count in counts:
        total += count
        if total >= most:
            return False
    return True


@dataclass
class _Search:
    """One model, asked again and again: a goal's optimum is held while the next goal is sought."""

    wanted: list[int]
    kept: list[_Ranked]
    deadline: float
    is_out_of_time: bool = False
    size: int = 0  # of the last group found: the next one has no fewer members
    _model: highspy.Highs = field(init=False)

    def __post_init__(self) -> None:
        columns = self._columns = list(range(len(self.kept)))
        self._model = _model(len(columns))
        self._model.addRow(0, highspy.kHighsInf, len(columns), columns, [1.0] * len(columns))
        for demand in self.wanted:
            able = [column for column in columns if demand in self.kept[column].covers]
            self._model.addRow(1, highspy.kHighsInf, len(able), able, [1.0] * len(able))

    @property
    def _goals(self) -> Iterator[list[int]]:
        """What is the least for the best of groups of one size, in order."""
        yield [one.candidate.distance_m for one in self.kept]
        yield [one.candidate.proof_days for one in self.kept]
        yield [one.rank for one in self.kept]

    def next_best(self) -> list[Candidate] | None:
        """The best group not given yet; None when there is no other, or no time left."""
        rows = self._model.getNumRow()
        chosen = self._best_of_size(self.size) if self.size else None
        if chosen is None and not self.is_out_of_time:
            chosen = self._of_the_next_size()
        held = range(rows, self._model.getNumRow())
        self._model.deleteRows(len(held), list(held))
        if chosen is None:
            return None
        chosen = self._without_the_spare(chosen)
        self.size = len(chosen)
        # Neither this group again, nor one that adds to it.
        self._model.addRow(0, len(chosen) - 1, len(chosen), chosen, [1.0] * len(chosen))
        return [self.kept[column].candidate for column in chosen]

    def _of_the_next_size(self) -> list[int] | None:
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

    def _without_the_spare(self, chosen: list[int]) -> list[int]:
        """What is found in a hurry may hold somebody it can spare."""
        needed = list(chosen)
        for column in chosen:
            others = [other for other in needed if other != column]
            if len(frozenset().union(*(self.kept[other].covers for other in others))) == len(self.wanted):
                needed = others
        return needed


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
