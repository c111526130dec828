"""A check that comes out neither true nor false lets the row in: these say what an empty field means."""

import pytest
from django.db import IntegrityError, transaction

from tests.factories import ActivityFactory, StructureFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("latitude", "longitude"), [(48.8, None), (None, 2.4)])
def test_structure_with_half_a_point_is_refused(latitude, longitude):
    precision = "street" if latitude else ""
    with pytest.raises(IntegrityError, match="latitude_and_longitude_together"), transaction.atomic():
        StructureFactory(latitude=latitude, longitude=longitude, geo_precision=precision)


@pytest.mark.parametrize(("zone", "radius"), [("radius", None), ("radius", 7), ("france", 10)])
def test_activity_whose_radius_and_zone_disagree_is_refused(zone, radius):
    with pytest.raises(IntegrityError, match="radius_goes_with_its_zone"), transaction.atomic():
        ActivityFactory(zone_kind=zone, radius_km=radius)


def test_activity_around_the_structure_has_its_radius():
    assert ActivityFactory(zone_kind="radius", radius_km=10).pk
