"""The solver against all groups there are, one by one."""

from __future__ import annotations

from itertools import combinations, islice

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


@settings(max_examples=150)
@given(DEMANDS, CANDIDATES, st.integers(1, 6))
def test_solve_equals_brute_force(demands: range, drawn: list, most: int) -> None:
    candidates = named(drawn)
    covered = set().union(*(one.covers for one in candidates))
    solution = solve(demands, candidates, most=most)
    assert set(solution.uncovered) == set(demands) - covered
    assert solution.is_proved
    wanted, rank_of = set(demands) & covered, ranks(candidates)
    keys = sorted(key(group, rank_of) for group in every_group(candidates, wanted))
    assert [key(group.members, rank_of) for group in solution.groups] == list(islice(keys, most))
    assert all(spares_nobody(group.members, wanted) for group in solution.groups)
    assert len({frozenset(one.id for one in group.members) for group in solution.groups}) == len(
        solution.groups
    )


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
    assert names == ["Une", "AB", "BE", "BD", "AC"]
    assert Group((near, fresh)).distance_m == 2_000


def test_solve_says_when_its_time_is_over() -> None:
    found = solve([1], named([(frozenset({1}), 0, 0)]), seconds=0)
    assert (found.groups, found.is_proved) == ((), False)
