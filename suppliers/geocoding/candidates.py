"""The addresses that somebody may mean by what they type: the service's, else communes of ours."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from django.core.cache import caches

from suppliers.models import Territory
from suppliers.territories.extent import in_france
from suppliers.territories.find import commune_at, places_matching
from suppliers.territories.lines import commune_in_line

from .point import Point, centre_of
from .queries import KEPT_SECONDS, POSTAL_CODE, Doubt
from .service import LONGEST_QUESTION, ServiceAwayError, service

MOST = 5
SHORTEST = 3  # characters, below which the service does not answer
_LIKELY = 0.3  # score: people choose, so that a guess may be shown


@dataclass(frozen=True)
class Candidate:
    """An address with its point. `street` is empty for a commune alone."""

    street: str
    postal_code: str
    city: str
    point: Point

    @property
    def label(self) -> str:
        line = f"{self.postal_code} {self.city}".strip()
        return f"{self.street}, {line}" if self.street else line


@dataclass(frozen=True)
class Candidates:
    """With a doubt, communes only: the service is away, or knows no such address."""

    found: list[Candidate] = field(default_factory=list)
    doubt: Doubt | None = None


def candidates(text: str, *, timeout: float = 2.0) -> Candidates:
    """The likest first, in `timeout` seconds at most. What is typed is not written to the database."""
    typed = " ".join(text.replace("\x00", " ").split()).lstrip(" .,;:-_/'\"(")[:LONGEST_QUESTION]
    if len(typed) < SHORTEST:
        return Candidates()
    try:
        points = _from_service(typed, timeout)
    except ServiceAwayError:
        return Candidates(_communes(typed), Doubt.AWAY)
    likely = [
        point
        for point in points
        if (point.score or 0) >= _LIKELY and in_france(point.latitude, point.longitude)
    ]
    if not likely:
        return Candidates(_communes(typed), Doubt.UNKNOWN)
    found = {
        (point.street, point.postal_code, point.city): point for point in reversed(likely)
    }  # each address once, by its best answer
    kept = [Candidate(*lines, point) for lines, point in reversed(found.items())]
    return Candidates(kept)


def _from_service(typed: str, timeout: float) -> list[Point]:
    key = f"geocoding-several:{hashlib.sha256(typed.casefold().encode()).hexdigest()}"
    kept = caches["memory"]
    points: list[Point] | None = kept.get(key)
    if points is None:
        points = service().ask_several(typed, most=MOST, seconds=timeout)
        kept.set(key, points, KEPT_SECONDS)
    return points


def _communes(typed: str) -> list[Candidate]:
    """Those that the line names; the street stays as it was typed, if it stands before a postal code."""
    found = POSTAL_CODE.search(typed)
    street = typed[: found.start()].strip(" ,;") if found else ""
    code = found[0] if found else ""
    named = commune_at(typed[found.end() :], code) if found else commune_in_line(typed)
    places = [named] if named else places_matching(code or typed, MOST)
    made = [_of_commune(place, street, code) for place in places]
    return [one for one in made if one is not None]


def _of_commune(place: Territory, street: str, code: str) -> Candidate | None:
    point = centre_of(place)
    if point is None:
        return None
    if code not in place.postal_codes:
        code = place.postal_codes[0] if len(place.postal_codes) == 1 else ""
    city = place.name.split(" ")[0] if place.kind == Territory.Kind.ARRONDISSEMENT else place.name
    return Candidate(street, code, city, point)
