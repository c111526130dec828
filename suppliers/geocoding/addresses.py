"""Postal addresses to points: what is remembered, then the service, then the centre of the commune."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from suppliers.models import Structure, Territory
from suppliers.territories.extent import in_france
from suppliers.territories.find import territories_with_codes
from suppliers.territories.gazetteer import departement_code, departement_code_of_commune, heir
from suppliers.territories.positions import far_from_km, kilometres

from .memory import recall, remember
from .point import Point, centre_of
from .service import ServiceAwayError, service

LOWEST_SCORE = 0.5  # under it, an answer is a guess
THREADS = 8  # the service answers in 100 ms: enough to keep the pace, not to crowd it

_IN_A_COMMUNE = (Territory.Kind.COMMUNE, Territory.Kind.ARRONDISSEMENT)


@dataclass(frozen=True)
class Address:
    """An address as written, and the official place it is in, if known."""

    address: str
    postal_code: str
    city: str
    territory: Territory | None = None

    @property
    def question(self) -> str:
        """What to ask the service; empty when there is nothing to ask."""
        line = f"{self.postal_code} {self.city}"
        words = " ".join(f"{self.address} {line}".replace("\x00", " ").split())
        return words.lstrip(" .,;:-_/'\"()")

    @property
    def departement(self) -> str | None:
        """The code of the département an answer must be in; None when nothing tells."""
        place = self.territory
        if place is not None and place.kind in _IN_A_COMMUNE:
            return departement_code_of_commune(place.code)
        if place is not None and place.kind == Territory.Kind.DEPARTEMENT:
            return place.code
        return departement_code(self.postal_code)


def geocode(address: str, postal_code: str, city: str, *, territory: Territory | None) -> Point | None:
    """The point of an address; the centre of its commune (precision "commune") when nothing better is known.

    Waits for the service, up to a minute when it asks for patience: for commands and imports, not for pages.
    """
    return geocode_many([Address(address, postal_code, city, territory)])[0]


def geocode_many(addresses: Sequence[Address]) -> list[Point | None]:
    """The points of addresses, in their order. The score tells what the service thought of its best answer:

    None if it was not asked or did not answer, 0 if it knew no such place.
    """
    questions = [address.question if _is_worth_asking(address) else "" for address in addresses]
    asked = {question for question in questions if len(question) > 2}
    answers = recall(asked)
    fresh = _ask(sorted(asked - answers.keys()))
    remember(fresh)
    answers.update(fresh)
    places = territories_with_codes({point.insee_code for point in answers.values() if point})
    asked_for = zip(addresses, questions, strict=True)
    return [_best(address, question, answers, places) for address, question in asked_for]


def geocode_in_time(address: Address, *, timeout: float = 2.0) -> tuple[Point | None, bool]:
    """The same for a page, in so many seconds at most; and False where the service did not answer."""
    if not _is_worth_asking(address) or not address.question:
        return centre_of(address.territory), True
    try:
        point = service().ask(address.question, seconds=timeout)
    except ServiceAwayError:
        return centre_of(address.territory), False
    places = territories_with_codes({point.insee_code} if point else ())
    return _best(address, address.question, {address.question: point}, places), True


def is_trusted(point: Point, departement: str | None = None) -> bool:
    """Whether an answer is more than a guess: its score, in France, in the département that was asked."""
    if point.score is None or point.score < LOWEST_SCORE:
        return False
    if not in_france(point.latitude, point.longitude):
        return False
    if departement is None or not point.insee_code:
        return True
    return departement_code_of_commune(point.insee_code) == departement


def _is_in_commune(point: Point, address: Address, places: Mapping[str, Territory]) -> bool:
    """Whether an answer is in the commune of the address, as far as one is known.

    An arrondissement is in its commune, and a commune that has merged in its heir. Many communes have a
    street of one name: the code of the answer tells, or its distance from the centre.
    """
    if address.territory is None or address.territory.kind not in _IN_A_COMMUNE:
        return True
    commune = heir(address.territory)
    if point.insee_code and point.insee_code != commune.code:
        place = places.get(point.insee_code)
        if place is None or not (commune.pk in place.ancestor_ids or place.pk in commune.ancestor_ids):
            return False
    if commune.latitude is None or commune.longitude is None:
        return True
    centre = commune.latitude, commune.longitude
    return kilometres((point.latitude, point.longitude), centre) <= far_from_km(commune)


def _is_worth_asking(address: Address) -> bool:
    """A commune alone is in our own tables."""
    return bool(address.address.strip()) or centre_of(address.territory) is None


def _ask(questions: list[str]) -> dict[str, Point | None]:
    """The answers of the service; a question it did not answer is left out, to be asked another day."""
    if len(questions) < 2:
        replies = [_reply(question) for question in questions]
    else:
        with ThreadPoolExecutor(THREADS, thread_name_prefix="geocoding") as pool:
            replies = list(pool.map(_reply, questions))
    return {
        question: point for question, (answered, point) in zip(questions, replies, strict=True) if answered
    }


def _reply(question: str) -> tuple[bool, Point | None]:
    try:
        return True, service().ask(question)
    except ServiceAwayError:
        return False, None


def _best(
    address: Address, question: str, answers: Mapping[str, Point | None], places: Mapping[str, Territory]
) -> Point | None:
    if question not in answers:
        return centre_of(address.territory)
    point = answers[question]
    if point is None:
        return centre_of(address.territory, score=0.0)
    if not (is_trusted(point, address.departement) and _is_in_commune(point, address, places)):
        return centre_of(address.territory, score=point.score)
    if point.precision == Structure.Precision.COMMUNE:
        return centre_of(address.territory, score=point.score) or point
    return point
