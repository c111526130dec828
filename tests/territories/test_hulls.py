"""Wide places have a line around them, exact or rough."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suppliers.models import Territory
from suppliers.territories.hulls import hull, rough_outlines

POINTS = st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), max_size=40)


def is_left_of(start, end, point):
    return (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0]) >= 0


@given(POINTS)
def test_a_hull_has_every_point_on_one_side_of_each_of_its_edges(points):
    line = hull(points)

    assert set(line) <= set(points)
    if len(line) > 2:
        edges = zip(line, line[1:] + line[:1], strict=True)
        assert all(is_left_of(start, end, point) for start, end in edges for point in points)


@pytest.mark.django_db
def test_only_wide_places_without_an_outline_get_a_rough_one(django_assert_num_queries):
    places = list(Territory.objects.filter(code__in=["93", "94", "T8", "93048"]))

    with django_assert_num_queries(1):
        found = rough_outlines(places)

    assert found.keys() == {"93", "94"}
    assert len(found["93"]) > 5
    assert all(48.7 < latitude < 49.1 for latitude, _ in found["93"])
