"""What the database refuses of a territory."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from suppliers.models import Structure, Territory
from tests.factories import StructureFactory

pytestmark = pytest.mark.django_db


def territory(**fields):
    return Territory(**{"code": "99001", "kind": "commune", "name": "Essai", "name_key": "essai", **fields})


def is_refused(place, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        place.save()


def test_territory_is_saved():
    territory(latitude=48.8, longitude=2.4).save()


def test_territory_code_is_given_once():
    is_refused(territory(code="93048"), "unique")


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(48.8, None), (None, 2.4), (91, 2.4), (48.8, 181), (float("nan"), 2.4)]
)
def test_territory_latitude_and_longitude_go_together(latitude, longitude):
    is_refused(territory(latitude=latitude, longitude=longitude), "territory_latitude_and_longitude_together")


def test_territory_merger_has_a_date_and_an_heir():
    heir = Territory.objects.get(code="93048")
    is_refused(territory(merged_into=heir), "territory_merger_is_dated")
    is_refused(territory(merged_on=dt.date(2025, 1, 1)), "territory_merger_is_dated")


def test_territory_merger_without_a_date_is_explained_to_people():
    place = territory(merged_into=Territory.objects.get(code="93048"))
    with pytest.raises(ValidationError, match="Une fusion a une commune d’arrivée et une date"):
        place.full_clean()


def test_territory_of_a_structure_is_not_deleted():
    structure = StructureFactory()
    with pytest.raises(ProtectedError):
        structure.territory.delete()
    assert Structure.objects.filter(pk=structure.pk).exists()


def test_territory_heir_is_not_deleted():
    with pytest.raises(ProtectedError):
        Territory.objects.get(code="93066").delete()


def test_current_territories_leave_out_the_merged():
    assert not Territory.objects.current().filter(code="93059").exists()
    assert Territory.objects.filter(code="93059").exists()
