"""The solver against all groups there are, one by one."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from suppliers.sourcing.consortium.solver import Candidate, Group, solve

DEMANDS = st.integers(min_value=0, max_value=6).map(range)
# Few values, so that there are ties.
CANDIDATES = st.lists(
    st.builds(
        lambda covers, km, days: (covers, km * 1000, days),
        st.frozensets(st.integers(0, 7), max_size=5),
        st.integers(0, 3),
        st.integers(0, 2),
    ),
    max_size=8,
)


def named(drawn: list[tuple[frozenset[int], int, int]]) -> list[Candidate]:
    return [Candidate(rank, f"Atelier {rank % 3}", *values) for rank, values in enumerate(drawn)]


def ranks(candidates: list[Candidate]) -> dict[int, int]:
    by_name = sorted(candidates, key=lambda one: (one.name, one.id))
    return {one.id: rank for rank, one in enumerate(by_name)}


def key(members: tuple[Candidate, ...], rank_of: dict[int, int]) -> tuple[int, int, int, int]:
    return (
        len(members),
        sum(one.distance_m for one in members),
        sum(one.proof_days for one in members),
        sum(rank_of[one.id] for one in members),
    )


def covers_all(members: tuple[Candidate, ...], wanted: set[int]) -> bool:
    return wanted <= set().union(*(one.covers for one in members))


def spares_nobody(members: tuple[Candidate, ...], wanted: set[int]) -> bool:
    rests = (tuple(other for other in members if other is not one) for one in members)
    return covers_all(members, wanted) and not any(covers_all(rest, wanted) for rest in rests)


def every_group(candidates: list[Candidate], wanted: set[int]) -> list[tuple[Candidate, ...]]:
    """By hand: each group that covers and can spare nobody."""
    sizes = range(1, len(candidates) + 1)
    all_groups = (group for size in sizes for group in combinations(candidates, size))
    return [group for group in all_groups if spares_nobody(group, wanted)] if wanted else []


def could_do_without(group: tuple[Candidate, ...], candidates: list[Candidate], wanted: set[int]) -> set[int]:
    """Those of its members whose demands are all covered by somebody else too."""
    return {
        one.id
        for one in group
        if all(
            any(demand in other.covers for other in candidates if other.id != one.id)
            for demand in one.covers & wanted
        )
    }


@settings(max_examples=200)
@given(DEMANDS, CANDIDATES, st.integers(1, 6))
def test_solve_equals_brute_force(demands: range, drawn: list, most: int) -> None:
    """Group by group: the best of all those that differ from the groups before."""
    candidates = named(drawn)
    covered = set().union(*(one.covers for one in candidates))
    solution = solve(demands, candidates, most=most)
    assert set(solution.uncovered) == set(demands) - covered
    assert solution.is_proved
    wanted, rank_of = set(demands) & covered, ranks(candidates)
    left = every_group(candidates, wanted)
    for group in solution.groups:
        assert key(group.members, rank_of) == min(key(other, rank_of) for other in left)
        assert {one.id for one in group.members} in [{one.id for one in other} for other in left]
        spared = could_do_without(group.members, candidates, wanted)
        most_shared = len(spared) // 2 if len(spared) > 2 else 0
        left = [other for other in left if spared and len(spared & {one.id for one in other}) <= most_shared]
    assert len(solution.groups) == most or not left


@settings(max_examples=60)
@given(DEMANDS, CANDIDATES)
def test_no_group_is_better_than_the_one_before(demands: range, drawn: list) -> None:
    candidates = named(drawn)
    keys = [key(group.members, ranks(candidates)) for group in solve(demands, candidates).groups]
    assert keys == sorted(keys)


@settings(max_examples=30)
@given(DEMANDS, CANDIDATES, st.randoms())
def test_solve_does_not_hang_on_the_order_of_its_candidates(demands: range, drawn: list, luck) -> None:
    candidates = named(drawn)
    shuffled = list(candidates)
    luck.shuffle(shuffled)
    assert solve(demands, candidates) == solve(demands, shuffled)


def test_solve_finds_nothing_to_do() -> None:
    assert solve([], []).groups == ()
    assert solve([1, 2], []).uncovered == (1, 2)
    assert solve([], named([(frozenset({1}), 0, 0)])).groups == ()


def test_solve_leaves_aside_what_nobody_covers() -> None:
    found = solve([1, 2, 3], named([(frozenset({1}), 0, 0), (frozenset({3}), 0, 0)]))
    assert found.uncovered == (2,)
    assert [len(group.members) for group in found.groups] == [2]


def test_solve_prefers_few_members_then_near_then_fresh_then_the_name() -> None:
    one = Candidate(1, "Une", frozenset({1, 2}), 90_000, 900)
    near, far = Candidate(2, "B", frozenset({1}), 1_000, 9), Candidate(3, "C", frozenset({1}), 2_000, 1)
    fresh, old = Candidate(4, "E", frozenset({2}), 1_000, 1), Candidate(5, "D", frozenset({2}), 1_000, 2)
    twin = Candidate(6, "A", frozenset({2}), 1_000, 1)
    found = solve([1, 2], [one, near, far, fresh, old, twin])
    names = ["".join(member.name for member in group.members) for group in found.groups]
    assert names == ["Une", "AB", "CE"]  # not AC, a swap of B
    assert Group((near, fresh)).distance_m == 2_000


def test_solve_keeps_in_every_group_who_cannot_be_done_without() -> None:
    """Only A covers 1. B and C, D and E take turns."""
    covers = {"A": {1}, "B": {2}, "C": {2}, "D": {3}, "E": {3}}
    candidates = [
        Candidate(number, name, frozenset(of), number * 1000)
        for number, (name, of) in enumerate(covers.items())
    ]
    found = solve([1, 2, 3], candidates)
    names = ["".join(member.name for member in group.members) for group in found.groups]
    assert names == ["ABD", "ACE"]
    assert found.is_proved


def test_solve_says_when_its_time_is_over() -> None:
    found = solve([1], named([(frozenset({1}), 0, 0)]), seconds=0)
    assert (found.groups, found.is_proved) == ((), False)
