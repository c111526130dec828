"""What a structure sells, activity by activity. These are small facts: they are public at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from suppliers import search
from suppliers.models import Activity, Event, Sector, Structure, Territory, User
from suppliers.models.activity import MOST_ACTIVITIES

from .photos import remove_photos

ONE_FULL = (
    f"Une fiche décrit {MOST_ACTIVITIES} activités au plus : retirez-en une, ou complétez une de celles "
    "qui y sont."
)


class TooManyActivitiesError(Exception):
    """The structure describes as many activities as it may; the message says so in French."""


@dataclass(frozen=True)
class ActivityFacts:
    """What an activity says. Sectors and territories are official rows; a radius goes with its zone."""

    service_type: str
    sectors: tuple[Sector, ...]
    zone_kind: str
    radius_km: int | None = None
    territories: tuple[Territory, ...] = ()
    keywords: tuple[str, ...] = ()
    description: str = ""

    def as_json(self) -> dict[str, Any]:
        """As the log keeps them, and as two people's versions are told apart."""
        return {
            "service_type": self.service_type,
            "sectors": sorted(sector.code for sector in self.sectors),
            "zone_kind": self.zone_kind,
            "radius_km": self.radius_km,
            "territories": sorted(place.code for place in self.territories),
            "keywords": list(self.keywords),
            "description": self.description,
        }


def activities_of(structure: Structure) -> QuerySet[Activity]:
    """In their order, with all that a page says of them."""
    activities = Activity.objects.filter(structure=structure).order_by("position")
    return activities.prefetch_related("sectors__parent", "territories", "photos")


def facts_of_activity(activity: Activity) -> ActivityFacts:
    return ActivityFacts(
        service_type=activity.service_type,
        sectors=tuple(activity.sectors.all()),
        zone_kind=activity.zone_kind,
        radius_km=activity.radius_km,
        territories=tuple(activity.territories.all()),
        keywords=tuple(activity.keywords),
        description=activity.description,
    )


@transaction.atomic
def save_activity(
    structure: Structure, facts: ActivityFacts, *, by: User, activity: Activity | None = None
) -> tuple[Activity, bool]:
    """Change an activity of this structure, or add one; and whether anything changed.

    Adding what is there already changes nothing: the button was pressed twice. Raises TooManyActivitiesError.
    """
    _lock(structure)
    present = list(activities_of(structure))
    wanted = facts.as_json()
    before: dict[str, Any] = {}
    if activity is None:
        same = [one for one in present if facts_of_activity(one).as_json() == wanted]
        if same:
            return same[0], False
        if len(present) >= MOST_ACTIVITIES:
            raise TooManyActivitiesError(ONE_FULL)
        _close_ranks(present)
        activity = Activity(structure=structure, position=len(present))
    else:
        before = facts_of_activity(activity).as_json()
        if before == wanted:
            return activity, False
    _write(activity, facts)
    verb = "change" if before else "add"
    _tell(structure, f"profiles.activity_{verb}", activity, by=by, before=before, after=wanted)
    return activity, True


def imagine_activity(structure: Structure, facts: ActivityFacts, activity: Activity | None) -> None:
    """Write an activity that the caller takes back at once: neither logged nor told to the directory."""
    rank = activity.position if activity else Activity.objects.filter(structure=structure).count()
    _write(activity or Activity(structure=structure, position=rank), facts)


@transaction.atomic
def remove_activity(structure: Structure, activity: Activity, *, by: User) -> bool:
    """Take an activity away, and its photos with it; False when somebody has already."""
    _lock(structure)
    if not Activity.objects.filter(pk=activity.pk, structure=structure).exists():
        return False
    before = facts_of_activity(activity).as_json()
    key = activity.pk
    remove_photos(activity.photos.all())
    activity.delete()
    _close_ranks(list(activities_of(structure)))
    activity.pk = key
    _tell(structure, "profiles.activity_remove", activity, by=by, before=before)
    return True


@transaction.atomic
def move_activity(structure: Structure, activity: Activity, *, up: bool, by: User) -> bool:
    """Exchange an activity with its neighbour; False where it has none on that side."""
    _lock(structure)
    present = list(activities_of(structure))
    _close_ranks(present)
    ranks = {one.pk: rank for rank, one in enumerate(present)}
    rank = ranks.get(activity.pk, len(present))
    other = rank - 1 if up else rank + 1
    if not (rank < len(present) and 0 <= other < len(present)):
        return False
    _exchange(present[rank], present[other])
    _tell(
        structure,
        "profiles.activity_move",
        activity,
        by=by,
        before={"position": rank},
        after={"position": other},
    )
    return True


def was_removed(structure: Structure, key: int) -> bool:
    """Whether this structure had an activity of this number, which somebody has taken away."""
    removals = Event.objects.filter(structure=structure, action="profiles.activity_remove")
    return removals.filter(before__activity=key).exists()


def _lock(structure: Structure) -> None:
    """Who changes the activities of a structure waits for whoever does already."""
    Structure.objects.select_for_update().get(pk=structure.pk)


def _write(activity: Activity, facts: ActivityFacts) -> None:
    activity.service_type, activity.zone_kind = facts.service_type, facts.zone_kind
    activity.radius_km = facts.radius_km
    activity.keywords, activity.description = list(facts.keywords), facts.description
    activity.full_clean()
    activity.save()
    activity.sectors.set(facts.sectors)
    activity.territories.set(facts.territories)


def _close_ranks(present: list[Activity]) -> None:
    """No gap between ranks. Each moves to a rank that is free already."""
    for rank, activity in enumerate(present):
        if activity.position != rank:
            activity.position = rank
            activity.save(update_fields=["position"])


def _exchange(one: Activity, other: Activity) -> None:
    """Two activities change ranks, though no rank is free and none may be held twice, even for a moment.

    One leaves the table while the other moves, and comes back under its number: what points to it is checked
    at the end of the transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM suppliers_activity WHERE id = %s", [one.pk])
    one.position, other.position = other.position, one.position
    other.save(update_fields=["position"])
    one.save(force_insert=True)


def _tell(
    structure: Structure,
    action: str,
    activity: Activity,
    *,
    by: User,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Write it down, and let the directory know."""
    number = {"activity": activity.pk}
    Event.objects.record(
        action,
        by=by,
        structure=structure,
        before=number | before if before else {},
        after=number | after if after else {},
    )
    search.refresh([structure.pk])
