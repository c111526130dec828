"""What stands in « Où ? »: the name of the place that the search holds as a point or as a code."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import QueryDict

from suppliers.search.fields import PointField
from suppliers.search.phrases import point_in_words
from suppliers.search.reference import Reference

# What the form says beside the parameters: what its place stood for when it was shown.
SHOWN = "autour"
TERRITORIES = ("intervient", "territoire")


@dataclass(frozen=True)
class ShownPlace:
    """A name, for a point ("48.86,2.44") or for a territory ("intervient=T8")."""

    name: str = ""
    value: str = ""


def shown_place(params: QueryDict, known: Reference) -> ShownPlace:
    """The place of a search: its point, else the only territory it asks for. A wrong point shows as typed."""
    point = params.get("pres_de", "").strip()
    if point:
        return ShownPlace(point_name(point, known) or point[:200], point)
    for name in TERRITORIES:
        codes = [code.strip() for code in params.getlist(name) if code.strip()]
        if codes:
            value = f"{name}={codes[0]}"
            return ShownPlace(name_of(value, known), value) if len(codes) == 1 else ShownPlace()
    return ShownPlace()


def name_of(value: str, known: Reference) -> str:
    """The name that was shown for a value of `ShownPlace`; empty for a value that says nothing."""
    name, is_territory, code = value.partition("=")
    if not is_territory:
        return point_name(value, known)
    place = known.territory(code) if name in TERRITORIES and 0 < len(code) <= 5 else None
    return place.short_name if place else ""


def point_name(point: str, known: Reference) -> str:
    """The name for a point "lat,lon"; empty for no point or an unreadable one."""
    try:
        place = PointField(required=False).clean(point.strip()[:60])
    except ValidationError:
        return ""
    if not place:
        return ""
    latitude, longitude = place
    commune = known.commune_near(latitude, longitude)
    return point_in_words(latitude, longitude, commune) if commune else "Le point choisi"
