"""What a structure sells is added, changed, moved and taken away; the directory follows at once."""

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from suppliers.models import Activity, Event, Sector, Territory
from suppliers.models.activity import MOST_ACTIVITIES
from suppliers.profiles.activities import (
    ActivityFacts,
    TooManyActivitiesError,
    activities_of,
    move_activity,
    remove_activity,
    save_activity,
    was_removed,
)
from suppliers.search import Search, refresh
from tests.factories import ActivityFactory, StructureFactory, UserFactory

pytestmark = pytest.mark.django_db


def sectors(*codes):
    return tuple(Sector.objects.filter(code__in=codes))


def facts(**values):
    return ActivityFacts(
        **{
            "service_type": "prestation",
            "sectors": sectors("nettoyage-locaux"),
            "zone_kind": "france",
            **values,
        }
    )


@pytest.fixture
def member():
    return UserFactory()


@pytest.fixture
def published():
    structure = StructureFactory(published=True)
    refresh([structure.pk])
    return structure


def ranks(structure):
    return [(one.pk, one.position) for one in activities_of(structure)]


def test_an_activity_added_to_a_published_structure_is_found_at_once(published, member):
    place = Territory.objects.get(code="93048")
    wanted = facts(zone_kind="territories", territories=(place,), keywords=("vitres",))

    activity, is_new = save_activity(published, wanted, by=member)

    assert (is_new, activity.position, activity.keywords) == (True, 0, ["vitres"])
    assert list(activity.territories.all()) == [place]
    assert Search(QueryDict("secteur=nettoyage-locaux&intervient=93048")).count == 1
    event = Event.objects.get()
    assert (event.action, event.by, event.before) == ("profiles.activity_add", member, {})
    assert event.after["territories"] == ["93048"]


def test_an_activity_sent_twice_is_added_once(published, member):
    first, _ = save_activity(published, facts(), by=member)
    second, is_new = save_activity(published, facts(), by=member)

    assert (second.pk, is_new) == (first.pk, False)
    assert Event.objects.count() == 1


def test_a_changed_activity_says_what_it_was(published, member):
    activity, _ = save_activity(published, facts(zone_kind="radius", radius_km=10), by=member)
    save_activity(published, facts(), by=member, activity=activity)

    activity.refresh_from_db()
    assert (activity.zone_kind, activity.radius_km) == ("france", None)
    event = Event.objects.first()
    assert event.action == "profiles.activity_change"
    assert (event.before["radius_km"], event.after["radius_km"]) == (10, None)


def test_a_radius_that_is_none_of_ours_changes_nothing(published, member):
    with pytest.raises(ValidationError):
        save_activity(published, facts(zone_kind="radius", radius_km=7), by=member)

    assert not Activity.objects.exists()
    assert not Event.objects.exists()


def test_a_ninth_activity_is_refused(published, member):
    for position in range(MOST_ACTIVITIES):
        ActivityFactory(structure=published, position=position)

    with pytest.raises(TooManyActivitiesError, match="8 activités au plus"):
        save_activity(published, facts(service_type="fabrication"), by=member)


def test_an_activity_fills_the_gap_that_another_left(published, member):
    for position in (2, 7):
        ActivityFactory(structure=published, position=position)

    save_activity(published, facts(service_type="fabrication"), by=member)

    assert [rank for _, rank in ranks(published)] == [0, 1, 2]


@pytest.mark.parametrize("how_many", [2, MOST_ACTIVITIES])
def test_activities_change_ranks_even_when_none_is_free(published, member, how_many):
    made = [ActivityFactory(structure=published, position=rank) for rank in range(how_many)]
    made[1].territories.add(Territory.objects.get(code="93048"))

    assert move_activity(published, made[1], up=True, by=member)

    assert ranks(published)[:2] == [(made[1].pk, 0), (made[0].pk, 1)]
    moved = Activity.objects.get(pk=made[1].pk)
    assert [place.code for place in moved.territories.all()] == ["93048"]
    assert [sector.code for sector in moved.sectors.all()] == ["nettoyage-locaux"]


def test_the_first_activity_does_not_go_up(published, member):
    activity = ActivityFactory(structure=published)

    assert not move_activity(published, activity, up=True, by=member)
    assert not Event.objects.exists()


def test_an_activity_is_taken_away_once(published, member):
    made = [ActivityFactory(structure=published, position=rank) for rank in range(3)]
    key = made[0].pk

    assert remove_activity(published, made[0], by=member)
    assert not remove_activity(published, made[0], by=member)

    assert ranks(published) == [(made[1].pk, 0), (made[2].pk, 1)]
    assert was_removed(published, key)
    assert not was_removed(published, made[1].pk)
    assert Event.objects.count() == 1
