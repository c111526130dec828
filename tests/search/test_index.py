"""The index after changes is the index read anew."""

from hypothesis import given
from hypothesis import strategies as st

from suppliers.search.codes import Dimension, code
from suppliers.search.grid import PLACE_BITS, squares
from suppliers.search.index import DirectoryIndex, Row

CODES = [
    code(Dimension.SECTOR, 7),
    code(Dimension.SECTOR, 7, 2),
    code(Dimension.FAMILY, 1),
    code(Dimension.BAND, 3),
]


def row(structure_id: int, codes: list[int], point: tuple[float, float] | None) -> Row:
    if point is None:
        return structure_id, codes, None, None, None
    latitude, longitude = point
    (square,) = squares((longitude, latitude, longitude, latitude), finest=PLACE_BITS, most=1)
    return structure_id, codes, square.first, latitude, longitude


rows = st.builds(
    row,
    st.integers(1, 30),
    st.lists(st.sampled_from(CODES), unique=True),
    st.none() | st.tuples(st.floats(48, 49), st.floats(2, 3)),
)
directories = st.lists(rows, max_size=20, unique_by=lambda row: row[0])


def in_map_order(found: dict[int, Row]) -> list[Row]:
    return sorted(found.values(), key=lambda row: (row[2] is None, row[2] or 0, row[0]))


def answers(index: DirectoryIndex) -> dict[str, object]:
    def ids(bits: int) -> set[int]:
        return set(index.ids_of(bits & index.everything))

    return {
        "all": ids(index.everything),
        **{str(code): ids(index.carrying(code)) for code in CODES},
        "any": ids(index.carrying_any(CODES[1:3])),
        "sector": ids(index.in_any_slot(Dimension.SECTOR, 7)),
        "near": ids(index.within(48.5, 2.5, 30)),
        "nearest": index.nearest(index.within(48.5, 2.5, 60), 48.5, 2.5, 3),
        "some": ids(index.of_ids([1, 2, 3, 99])),
    }


@given(directories, st.lists(st.tuples(directories, st.sets(st.integers(1, 30), max_size=3)), max_size=3))
def test_updated_index_answers_like_one_read_anew(
    first: list[Row], changes: list[tuple[list[Row], set[int]]]
) -> None:
    known = {row[0]: row for row in first}
    index = DirectoryIndex(1, in_map_order(known))
    for version, (changed, gone) in enumerate(changes, start=2):
        before, expected_before = index, answers(index)
        known = {key: row for key, row in known.items() if key not in gone} | {row[0]: row for row in changed}
        index = index.updated(version, changed, gone)
        assert answers(index) == answers(DirectoryIndex(version, in_map_order(known)))
        assert answers(before) == expected_before


@given(st.sets(st.integers(0, 500)))
def test_ordinals_of_a_set_are_its_ones(ordinals: set[int]) -> None:
    bits = sum(1 << ordinal for ordinal in ordinals)
    assert DirectoryIndex(1, []).ordinals_of(bits) == sorted(ordinals)
