"""Counting many sets at once comes to what counting them one by one does."""

from hypothesis import given
from hypothesis import strategies as st

from suppliers.search.tally import Tally, among_any

SIZES = st.integers(0, 200)  # around 64 and 128, where a word ends


@st.composite
def sets_of_one_size(draw, rows=1):
    """A size, so many rows of as many sets, and as many sets to count among."""
    size = draw(SIZES)
    some = st.integers(0, (1 << size) - 1)
    length = draw(st.integers(0, 5))
    return (
        size,
        length,
        [draw(st.lists(some, min_size=length, max_size=length)) for _ in range(rows)],
        [draw(some) for _ in range(rows)],
    )


@given(sets_of_one_size())
def test_a_tally_counts_each_set_among_another(drawn):
    size, _, (sets,), (among,) = drawn
    assert Tally(sets, size).among(among) == [(bits & among).bit_count() for bits in sets]


@given(sets_of_one_size(rows=3))
def test_a_union_counts_once_what_several_parts_hold(drawn):
    size, length, rows, kept_to = drawn
    parts = [(Tally(sets, size), bits) for sets, bits in zip(rows, kept_to, strict=True)]
    expected = [0] * length
    for rank in range(length):
        union = 0
        for sets, bits in zip(rows, kept_to, strict=True):
            union |= sets[rank] & bits
        expected[rank] = union.bit_count()
    assert among_any(parts, length) == expected


def test_no_part_holds_nothing():
    assert among_any([], 3) == [0, 0, 0]
