"""Which commune a point is near."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suppliers.models import Territory
from suppliers.territories.centres import read_centres

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [
        (48.8633, 2.4483, "93048"),
        (48.8601, 2.3816, "75111"),
        (48.8589, 2.347, "75056"),  # who searches around Paris
        (48.8589, 2.3490, "75104"),  # and who points at a place 150 m from there
        (48.9364, 2.3602, "93066"),
    ],
)
def test_nearest_commune_of_a_point(latitude, longitude, code):
    found = read_centres().nearest(latitude, longitude)
    assert found.code == code


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(0, 0), (43.3, 5.4), (90, 0), (-90, 180), (float("nan"), 2.4), (48.8, float("inf")), (1e308, 1e308)],
)
def test_nearest_commune_of_a_point_far_away_is_none(latitude, longitude):
    assert read_centres().nearest(latitude, longitude) is None


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(latitude=st.floats(48.65, 49.05), longitude=st.floats(2.1, 2.7))
def test_nearest_commune_is_the_nearest_centre(latitude, longitude):
    from geopy.distance import great_circle

    divided = Territory.objects.filter(children__kind="arrondissement")
    communes = Territory.objects.current().filter(kind__in=["commune", "arrondissement"])
    nearest = min(
        great_circle((latitude, longitude), (place.latitude, place.longitude)).km
        for place in communes.exclude(pk__in=divided)
    )
    found = read_centres().nearest(latitude, longitude)
    distance = great_circle((latitude, longitude), (found.latitude, found.longitude)).km
    assert distance == pytest.approx(nearest, rel=0.01, abs=0.01)
