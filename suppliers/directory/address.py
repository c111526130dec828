"""« Où ? »: what was typed becomes a point, once, and the address of the page then holds the point."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import QueryDict

from suppliers.geocoding import Answer, Doubt, known_place, locate
from suppliers.geocoding.point import centre_of
from suppliers.search.fields import PointField
from suppliers.search.filters import DEFAULT_RADIUS_KM
from suppliers.search.links import Links
from suppliers.search.phrases import commune_around

SECONDS = 2.0
# What the form says beside the parameters: the point its place stood for when it was shown.
SHOWN = "autour"
NOT_FOUND = "Ce lieu n’est pas reconnu."
AWAY = "Le service d’adresses ne répond pas, et ce lieu n’est pas dans notre liste."
INSTEAD = "Donnez une commune, un code postal, ou une adresse avec sa commune."


@dataclass(frozen=True)
class Place:
    """What to do with the place asked: go to another query string, say an error, or nothing.

    `notice`: the place is only near what was typed.
    """

    query: str | None = None
    error: str = ""
    notice: str = ""


def place_asked(params: QueryDict, *, known_only: bool = False) -> Place:
    """Reads `adresse`, and the place the form showed.

    Asks the geocoder at most once, for two seconds; never when `known_only`.
    """
    typed = " ".join(params.get("adresse", "").split())
    if not typed and SHOWN not in params:
        return Place()
    point = params.get("pres_de", "")
    unchanged = bool(typed) and typed == place_name(point)
    emptied = not typed and params.get(SHOWN) == point
    if unchanged or (not typed and not emptied):
        return Place(_query(params, point=point, rayon=params.get("rayon", "") if point else ""))
    if emptied:
        return Place(_query(params, point="", rayon=""))
    answer = known_place(typed) if known_only else locate(typed, timeout=SECONDS)
    found = centre_of(answer.place) if answer.place else answer.point
    if found is None:
        return Place(error=f"{AWAY if answer.doubt is Doubt.AWAY else NOT_FOUND} {INSTEAD}")
    rayon = params.get("rayon", "").strip() or str(DEFAULT_RADIUS_KM)
    query = _query(params, point=f"{found.latitude:.5f},{found.longitude:.5f}", rayon=rayon)
    return Place(query, notice=_notice(answer))


def _notice(answer: Answer) -> str:
    if answer.doubt is None:
        return ""
    why = "Service d’adresses indisponible" if answer.doubt is Doubt.AWAY else "Adresse non trouvée"
    name = answer.place.name if answer.place else answer.point.label if answer.point else ""
    return f"{why} : recherche autour du centre de {name}."


def without_idle_radius(params: QueryDict) -> QueryDict:
    """The form always sends its radius: without a point it asks nothing, unless it is wrong."""
    rayon = params.get("rayon", "")
    if params.get("pres_de") or not (rayon.isascii() and rayon.isdigit() and 1 <= int(rayon[:4]) <= 200):
        return params
    kept = params.copy()
    del kept["rayon"]
    return kept


def place_name(point: str) -> str:
    """The name that stands in « Où ? » for a point "lat,lon"; empty for no point or an unreadable one."""
    try:
        place = PointField(required=False).clean(point.strip()[:60])
    except ValidationError:
        return ""
    return commune_around(*place) or "Le point choisi" if place else ""


def _query(params: QueryDict, *, point: str, rayon: str) -> str:
    changed = params.copy()
    for name, value in (("adresse", ""), ("pres_de", point), ("rayon", rayon)):
        changed[name] = value
    return Links(changed).query
