"""Names and outlines of places, for the map when no plan lies under it: our own reference.

Names are thinned to what fits.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from suppliers.models import Territory
from suppliers.territories.outlines import topology

from .map_view import MapViewForm

Kind = Territory.Kind
MOST_CANDIDATES = 800  # the most populated first
MOST_NAMES = 80
TILE = 256  # pixels, the whole world at zoom 0
LETTER, LINE, MARGIN = 7, 18, 14  # pixels: width of a letter, height of a line, room between two names


@require_safe
@cache_control(public=True, max_age=3600)
@conditional_page
def places(request: HttpRequest) -> JsonResponse:
    """`{"places": [{name, kind, lat, lon}]}` for a box (west, south, east, north) and a zoom."""
    form = MapViewForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    box, zoom = form.cleaned_data["bbox"], form.cleaned_data["zoom"]
    return JsonResponse({"places": names_in(box, zoom)})


@require_safe
@cache_control(public=True, max_age=86_400)
@conditional_page
def outlines(request: HttpRequest) -> JsonResponse:
    """TopoJSON of the territories, by code."""
    return JsonResponse(topology(), json_dumps_params={"separators": (",", ":")})


def names_in(box: tuple[float, float, float, float], zoom: int) -> list[dict[str, Any]]:
    """The names to write in a box (WGS 84 degrees), wider places and bigger ones first, none over another."""
    west, south, east, north = box
    kinds = kinds_at(zoom)
    rows = (
        Territory.objects.current()
        .of_kind(*kinds)
        .filter(latitude__range=(south, north), longitude__range=(west, east))
        .order_by(F("population").desc(nulls_last=True), "code")
        .only("name", "kind", "latitude", "longitude")[:MOST_CANDIDATES]
    )
    widest_first = sorted(rows, key=lambda place: kinds.index(place.kind))
    return [
        {"name": place.short_name, "kind": place.kind, "lat": place.latitude, "lon": place.longitude}
        for place in _apart(widest_first, zoom)
    ]


def kinds_at(zoom: int) -> list[str]:
    """Which places have their name on the map at a zoom, the widest first."""
    if zoom < 7:
        return [Kind.REGION]
    if zoom < 9:
        return [Kind.DEPARTEMENT]
    if zoom < 13:
        return [Kind.EPT, Kind.COMMUNE]
    return [Kind.COMMUNE, Kind.ARRONDISSEMENT]


def _apart(places: Iterable[Territory], zoom: int) -> list[Territory]:
    """Each name whose rectangle touches none of those kept before it."""
    kept: list[Territory] = []
    taken: list[tuple[float, float, float]] = []
    for place in places:
        assert place.latitude is not None and place.longitude is not None  # it is in the box
        x, y = _pixel(place.latitude, place.longitude, zoom)
        half = (len(place.short_name) * LETTER + MARGIN) / 2
        if any(abs(x - x2) < half + half2 and abs(y - y2) < LINE for x2, y2, half2 in taken):
            continue
        kept.append(place)
        taken.append((x, y, half))
        if len(kept) == MOST_NAMES:
            break
    return kept


def _pixel(latitude: float, longitude: float, zoom: int) -> tuple[float, float]:
    """Position in Web Mercator pixels."""
    side = TILE * 2**zoom
    y = (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2
    return (longitude + 180) / 360 * side, y * side
