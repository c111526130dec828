"""Where an activity is done, in words and as the map draws it."""

from __future__ import annotations

from collections.abc import Iterable

from suppliers.models import Activity, Territory, ZoneKind

MOST_NAMED = 6


def zone_in_words(activity: Activity) -> str:
    """« Jusqu’à 20 km », « Est Ensemble, Montreuil », « Toute la France »."""
    if activity.zone_kind == ZoneKind.RADIUS:
        return f"Jusqu’à {activity.radius_km} km autour de votre adresse"
    if activity.zone_kind == ZoneKind.FRANCE:
        return "Toute la France"
    return places_in_words(activity.territories.all())


def places_in_words(places: Iterable[Territory]) -> str:
    names = [place.short_name for place in places]
    more = f" et {len(names) - MOST_NAMED} autres" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
