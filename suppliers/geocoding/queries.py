"""What a visitor types in "Où ?": our own places first, then the service, within the time a page can wait."""

from __future__ import annotations

import hashlib
import re
import time
from statistics import fmean

from django.core.cache import cache
from django.db.models import Q

from suppliers.models import Structure, Territory
from suppliers.territories.find import by_importance, commune_at
from suppliers.territories.gazetteer import departement_code
from suppliers.territories.names import split_name

from .addresses import is_trusted
from .point import Point, centre_of
from .service import LONGEST_QUESTION, ServiceAwayError, service

_POSTAL_CODE = re.compile(r"(?<!\d)\d{5}(?!\d)")
_WITH_DEPARTEMENT = re.compile(r"(.+?)[\s,(]+(\d{2,3}|2[AB])\)?", re.IGNORECASE)
_KEPT_SECONDS = 3600
_UNKNOWN = "unknown"


def geocode_query(text: str, *, timeout: float = 2.0) -> Point | None:
    """The point of a typed place or address, in `timeout` seconds at most; None when nobody knows in time.

    What is typed is never written to the database: it may be somebody's home.
    """
    deadline = time.monotonic() + timeout
    typed = " ".join(text.replace("\x00", " ").split())
    if not 2 <= len(typed) <= LONGEST_QUESTION:
        return None
    return _own_place(typed) or _from_service(typed, deadline) or _commune_of_line(typed)


def _own_place(typed: str) -> Point | None:
    """A commune by its name ("Montreuil", "Paris 11e"), postal code, or both; by name and département."""
    found = _POSTAL_CODE.search(typed)
    if found:
        rest = (typed[: found.start()] + typed[found.end() :]).strip(" ,()-")
        return _of_name_and_code(rest, found[0]) if rest else _of_postal_code(found[0])
    place = _most_important(typed)
    in_departement = _WITH_DEPARTEMENT.fullmatch(typed)
    if place is None and in_departement:
        place = _most_important(in_departement[1], in_departement[2].upper())
    return centre_of(place)


def _of_name_and_code(name: str, postal_code: str) -> Point | None:
    place = commune_at(name, postal_code)
    if place is None:
        return None
    # The exact name: "3 rue de la Paix Montreuil" also ends like a commune, and the service knows better.
    names = [place.name, *place.merged_from.values_list("name", flat=True)]
    is_named = split_name(name)[0] in {split_name(known)[0] for known in names}
    return centre_of(place) if is_named else None


def _of_postal_code(postal_code: str) -> Point | None:
    """The middle of the communes that share it."""
    places = list(
        Territory.objects.current().filter(
            postal_codes__contains=[postal_code], latitude__isnull=False, longitude__isnull=False
        )
    )
    arrondissements = [place for place in places if place.kind == Territory.Kind.ARRONDISSEMENT]
    places = arrondissements or places
    if not places:
        return None
    return Point(
        fmean(place.latitude or 0 for place in places),
        fmean(place.longitude or 0 for place in places),
        Structure.Precision.COMMUNE,
        None,
        f"{postal_code} {', '.join(place.name for place in places)}",
        places[0].code if len(places) == 1 else "",
    )


def _most_important(name: str, departement: str | None = None) -> Territory | None:
    base, number = split_name(name)
    if not base:
        return None
    of_name = Q(kind=Territory.Kind.COMMUNE, name_key=base)
    if number is not None:
        begins = Q(name_key__startswith=f"{base} {number}e")
        of_name = Q(kind=Territory.Kind.ARRONDISSEMENT) & begins
    places = Territory.objects.filter(of_name).select_related("merged_into")
    if departement:
        places = places.filter(code__startswith=departement)
    best = by_importance(places).first()
    return best.merged_into or best if best else None


def _from_service(typed: str, deadline: float) -> Point | None:
    key = f"geocoding:{hashlib.sha256(typed.casefold().encode()).hexdigest()}"
    point = cache.get(key)
    if point is None:
        try:
            point = service().ask(typed.lstrip(" .,;:-_/'\"("), seconds=deadline - time.monotonic())
        except ServiceAwayError:
            return None
        cache.set(key, point or _UNKNOWN, _KEPT_SECONDS)
    if not isinstance(point, Point):
        return None
    found = _POSTAL_CODE.search(typed)
    return point if is_trusted(point, departement_code(found[0]) if found else None) else None


def _commune_of_line(typed: str) -> Point | None:
    """The commune at the end of an address nobody could place: "12 rue X, 93100 Montreuil"."""
    found = _POSTAL_CODE.search(typed)
    return centre_of(commune_at(typed[found.end() :], found[0])) if found else None
