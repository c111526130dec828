"""What a visitor types in "Où ?": our own places first, then the service, within the time a page can wait."""

from __future__ import annotations

import hashlib
import re
import time
from dataclasses import dataclass, field, replace
from enum import Enum
from statistics import fmean

from django.core.cache import caches

from suppliers.models import Structure, Territory
from suppliers.territories.find import commune_at
from suppliers.territories.gazetteer import departement_code
from suppliers.territories.lines import commune_in_line, is_street_line
from suppliers.territories.names import split_name, without_article
from suppliers.territories.typed import Alike, places_like, places_meant

from .addresses import is_trusted
from .point import Point
from .service import LONGEST_QUESTION, ServiceAwayError, service

POSTAL_CODE = re.compile(r"(?<!\d)\d{5}(?!\d)")
_SPACED_POSTAL_CODE = re.compile(r"(\D*)(?<!\d)(\d{2}) (\d{3})(\D*)")
KEPT_SECONDS = 3600
_UNKNOWN = "unknown"
_LONGEST_NAME = 60


class Doubt(Enum):
    """Why an answer is less than what was typed."""

    AWAY = "the service does not answer"
    UNKNOWN = "the service knows no such address"


@dataclass(frozen=True)
class Answer:
    """What was typed is a place of ours, or a point; or one of these `choices`; or nothing we know.

    With a doubt, the place or the point is only the commune that was named in the address.
    """

    place: Territory | None = None
    point: Point | None = None
    choices: list[Territory] = field(default_factory=list)
    doubt: Doubt | None = None

    @property
    def is_found(self) -> bool:
        return self.place is not None or self.point is not None


NOTHING = Answer()


def locate(text: str, *, timeout: float = 2.0) -> Answer:
    """What a typed place or address stands for, in `timeout` seconds at most.

    What is typed is never written to the database: it may be somebody's home.
    """
    deadline = time.monotonic() + timeout
    typed = _cleaned(text)
    known = known_place(text)
    if known.is_found or (known.choices and known.doubt is None):
        return known
    if not typed:
        return known
    answer = _from_service(typed, deadline)
    if answer.is_found:
        return answer
    return replace(_in_the_line(typed), choices=known.choices, doubt=answer.doubt)


def known_place(text: str) -> Answer:
    """What our own tables say of a typed place. With a doubt, `choices` only look like it."""
    typed = _cleaned(text)
    if not typed:
        return Answer(doubt=Doubt.UNKNOWN)
    found = POSTAL_CODE.search(typed)
    if found:
        rest = (typed[: found.start()] + typed[found.end() :]).strip(" ,()-")
        known = _of_name_and_code(rest, found[0]) if rest else Answer(point=_of_postal_code(found[0]))
        return known if known.is_found else Answer(doubt=Doubt.UNKNOWN)
    meant = places_meant(typed)
    if meant:
        return Answer(place=meant[0]) if len(meant) == 1 else Answer(choices=meant)
    alike = Alike(None, []) if len(typed) > _LONGEST_NAME or is_street_line(typed) else places_like(typed)
    if alike.plain:
        return Answer(place=alike.plain)
    return Answer(choices=alike.likest, doubt=Doubt.UNKNOWN)


def _cleaned(text: str) -> str:
    """Empty for what is too short or too long to be asked."""
    typed = " ".join(text.replace("\x00", " ").split())
    spaced = _SPACED_POSTAL_CODE.fullmatch(typed)
    if spaced and departement_code(spaced[2] + spaced[3]):
        typed = "".join(spaced.groups())
    return typed if 2 <= len(typed) <= LONGEST_QUESTION else ""


def _of_name_and_code(name: str, postal_code: str) -> Answer:
    place = commune_at(name, postal_code)
    if place is None:
        return NOTHING
    # By its name or the beginning of it: "3 rue de la Paix Montreuil" also ends like a commune, and there the
    # service knows better.
    typed = without_article(split_name(name)[0])
    names = [place.name, *place.merged_from.values_list("name", flat=True)]
    known = [f"{without_article(split_name(one)[0])} " for one in names]
    return Answer(place=place) if any(one.startswith(f"{typed} ") for one in known) else NOTHING


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


def _from_service(typed: str, deadline: float) -> Answer:
    key = f"geocoding:{hashlib.sha256(typed.casefold().encode()).hexdigest()}"
    kept = caches["memory"]
    point = kept.get(key)
    if point is None:
        try:
            point = service().ask(typed.lstrip(" .,;:-_/'\"("), seconds=deadline - time.monotonic())
        except ServiceAwayError:
            return Answer(doubt=Doubt.AWAY)
        kept.set(key, point or _UNKNOWN, KEPT_SECONDS)
    found = POSTAL_CODE.search(typed)
    departement = departement_code(found[0]) if found else None
    if not isinstance(point, Point) or not is_trusted(point, departement):
        return Answer(doubt=Doubt.UNKNOWN)
    if point.is_approximate and is_street_line(typed):
        return Answer(point=point, doubt=Doubt.UNKNOWN)
    return Answer(point=point)


def _in_the_line(typed: str) -> Answer:
    """The commune named in an address nobody could place: "12 rue X, 93100 Montreuil", or its postal code."""
    found = POSTAL_CODE.search(typed)
    if found is None:
        return Answer(place=commune_in_line(typed))
    place = commune_at(typed[found.end() :], found[0]) or commune_in_line(typed)
    if place is not None and place.code.startswith(departement_code(found[0]) or "?"):
        return Answer(place=place)
    return Answer(point=_of_postal_code(found[0]))
