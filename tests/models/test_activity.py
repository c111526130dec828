import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from suppliers.models.activity import MOST_ACTIVITIES, RADII_KM
from tests.factories import ActivityFactory, ClientReferenceFactory

from .breaking import assert_allowed, assert_kept

pytestmark = pytest.mark.django_db
RADIUS = "Un rayon (5, 10, 20, 30, 50 ou 100 km) va avec « autour de la structure »."


@pytest.fixture
def activity():
    return ActivityFactory()


def test_two_activities_of_a_structure_have_each_their_rank(activity):
    with pytest.raises(IntegrityError, match="activity_has_its_own_rank"), transaction.atomic():
        ActivityFactory(structure=activity.structure, position=activity.position)


def test_two_structures_may_have_the_same_ranks(activity):
    ActivityFactory(position=activity.position)


def test_a_structure_describes_only_so_many_activities(activity):
    message = f"Une structure décrit {MOST_ACTIVITIES} activités au plus."
    assert_kept(activity, "activity_rank_is_a_slot", message, position=MOST_ACTIVITIES)
    assert_allowed(activity, position=MOST_ACTIVITIES - 1)


@pytest.mark.parametrize(
    "bad",
    [
        {"zone_kind": "radius", "radius_km": None},
        {"zone_kind": "radius", "radius_km": 15},
        {"zone_kind": "france", "radius_km": 10},
        {"zone_kind": "territories", "radius_km": 10},
    ],
)
def test_a_radius_goes_with_its_zone(activity, bad):
    assert_kept(activity, "activity_radius_goes_with_its_zone", RADIUS, **bad)


@pytest.mark.parametrize("radius", RADII_KM)
def test_a_radius_of_the_list_is_accepted(activity, radius):
    assert_allowed(activity, zone_kind="radius", radius_km=radius)


def test_a_type_of_service_is_one_of_the_list(activity):
    activity.service_type = "autre"

    with pytest.raises(ValidationError):
        activity.full_clean()


@pytest.mark.parametrize("year", [1989, 2101])
def test_the_year_of_a_reference_is_plausible(year):
    message = "L’année d’une référence compte quatre chiffres, depuis 1990."
    assert_kept(ClientReferenceFactory(), "reference_year_is_plausible", message, year=year)


def test_the_amount_of_a_reference_is_not_negative():
    reference = ClientReferenceFactory()

    assert_kept(
        reference, "reference_amount_is_positive", "Un montant HT n’est pas négatif.", amount_excl_tax=-1
    )
    assert_allowed(reference, amount_excl_tax=0)
    assert_allowed(reference, amount_excl_tax=None)
