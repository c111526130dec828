"""Ask the Base adresse nationale, through geopy: politely, within a time, and knowing when it is away."""

from __future__ import annotations

import logging
import math
import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from typing import Any

from django.conf import settings
from geopy.adapters import URLLibAdapter
from geopy.exc import (
    GeocoderParseError,
    GeocoderQueryError,
    GeocoderRateLimited,
    GeocoderTimedOut,
    GeopyError,
)
from geopy.geocoders import BANFrance
from geopy.location import Location

from suppliers.models import Structure

from .pace import Breaker, Pace, TooLateError
from .point import Point

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3  # of a question answered by "too many requests"
PAUSE_SECONDS = 5.0  # what the service asks for after a 429 without Retry-After
LONGEST_PAUSE_SECONDS = 30.0
FAILURES_IN_A_ROW = 5
AWAY_SECONDS = 60.0
LONGEST_QUESTION = 200  # characters the service reads
# Visitors who ask at the same time, of the four that a process answers (atlas/server.py): a service that
# dawdles leaves the others to those who read pages. One more waits for a place, and no longer than that.
VISITORS_AT_ONCE = 2
WAIT_FOR_A_PLACE_SECONDS = 0.2

# A lieu-dit is a few houses: as good as a street. A commune, or anything else, is approximate.
PRECISIONS = {
    "housenumber": Structure.Precision.HOUSE_NUMBER,
    "street": Structure.Precision.STREET,
    "locality": Structure.Precision.STREET,
}
# What geopy lets through when the answer is not what the service promises.
_NONSENSE = (GeopyError, ValueError, TypeError, KeyError, IndexError, AttributeError, OSError)


class ServiceAwayError(Exception):
    """The service does not answer, or nothing that makes sense, or not in time."""


class _StrictBan(BANFrance):
    """geopy takes an answer without features for "no such place": it would be remembered for months."""

    def _parse_json(self, response: Any, exactly_one: bool) -> Any:
        if not isinstance(response, dict) or not isinstance(response.get("features"), list):
            raise GeocoderParseError("not a FeatureCollection")
        return super()._parse_json(response, exactly_one)


class Service:
    """One geocoding service, its pace and its breaker: one per process."""

    def __init__(self, *, scheme: str, domain: str, timeout: float, per_second: float) -> None:
        self._geocoder = _StrictBan(
            domain=domain,
            scheme=scheme,
            timeout=timeout,
            user_agent=settings.BAN_USER_AGENT,
            adapter_factory=URLLibAdapter,
        )
        self._timeout = timeout
        self._pace = Pace(per_second)
        self._breaker = Breaker(FAILURES_IN_A_ROW, AWAY_SECONDS)
        self._visitors = threading.BoundedSemaphore(VISITORS_AT_ONCE)

    @property
    def is_away(self) -> bool:
        """Whether it failed so often that we stopped asking for a minute."""
        return self._breaker.is_open

    @property
    def is_failing(self) -> bool:
        """Whether it did not answer the last question, even if we would still ask."""
        return self._breaker.has_failed

    def ask(self, question: str, *, seconds: float | None = None) -> Point | None:
        """The best answer, or None when it knows no such place; in so many seconds at most, if given.

        Raises ServiceAwayError. Waits for its turn, and longer when told to (429), three times at most.
        """
        return next(iter(self.ask_several(question, most=1, seconds=seconds)), None)

    def ask_several(self, question: str, *, most: int, seconds: float | None = None) -> list[Point]:
        """The same for so many answers at most, the likest first."""
        deadline = None if seconds is None else time.monotonic() + seconds
        with nullcontext() if deadline is None else self._place():
            return self._ask(question, most, deadline)

    def _ask(self, question: str, most: int, deadline: float | None) -> list[Point]:
        for _attempt in range(MOST_ATTEMPTS):
            if self._breaker.is_open:
                raise ServiceAwayError("pause after repeated failures")
            try:
                self._pace.wait(deadline)
                answers = self._call(question, most, deadline)
            except GeocoderRateLimited as refusal:
                asked = PAUSE_SECONDS if refusal.retry_after is None else refusal.retry_after
                self._pace.hold(min(max(asked, 0), LONGEST_PAUSE_SECONDS))
            except TooLateError as error:
                raise ServiceAwayError("no turn in time") from error
            except GeocoderQueryError:
                self._breaker.succeeded()  # it is there, and does not understand the question
                return []
            except _NONSENSE as error:
                self._fail(error)
                raise ServiceAwayError(str(error)) from error
            else:
                self._breaker.succeeded()
                return answers
        self._breaker.failed()
        raise ServiceAwayError("too many requests")

    def _call(self, question: str, most: int, deadline: float | None) -> list[Point]:
        if deadline is None:
            return self._get(question, most, self._timeout)
        left = deadline - time.monotonic()
        return _within(left, lambda: self._get(question, most, left))

    @contextmanager
    def _place(self) -> Iterator[None]:
        """One of the places of visitors. Raises ServiceAwayError when all are taken."""
        if not self._visitors.acquire(timeout=WAIT_FOR_A_PLACE_SECONDS):
            raise ServiceAwayError("too many visitors ask")
        try:
            yield
        finally:
            self._visitors.release()

    def _get(self, question: str, most: int, timeout: float) -> list[Point]:
        asked = question[:LONGEST_QUESTION]
        found = self._geocoder.geocode(asked, limit=most, exactly_one=False, timeout=timeout)
        return [_point(location) for location in (found or [])[:most]]

    def _fail(self, error: Exception) -> None:
        self._breaker.failed()
        logger.warning("Geocoding failed: %s: %.200s", type(error).__name__, error)
        if self._breaker.is_open:
            logger.warning("Geocoding stops for %d seconds", AWAY_SECONDS)


def service() -> Service:
    """The service of the settings."""
    return _service(
        settings.BAN_SCHEME, settings.BAN_DOMAIN, settings.BAN_TIMEOUT, settings.BAN_CALLS_PER_SECOND
    )


def is_away() -> bool:
    """Whether the service failed so often that we stopped asking for a minute."""
    return service().is_away


def is_failing() -> bool:
    """Whether the service did not answer the last question."""
    return service().is_failing


@lru_cache(maxsize=4)
def _service(scheme: str, domain: str, timeout: float, per_second: float) -> Service:
    return Service(scheme=scheme, domain=domain, timeout=timeout, per_second=per_second)


def _point(location: Location) -> Point:
    """Raises one of _NONSENSE for an answer that is not one."""
    properties = location.raw["properties"]
    score = float(properties["score"])
    if not (math.isfinite(location.latitude) and math.isfinite(location.longitude) and math.isfinite(score)):
        raise ValueError("a number that is none")
    return Point(
        latitude=float(location.latitude),
        longitude=float(location.longitude),
        precision=PRECISIONS.get(properties.get("type"), Structure.Precision.COMMUNE),
        score=min(max(score, 0.0), 1.0),
        label=_text(properties.get("label"))[:300],
        insee_code=_text(properties.get("citycode"))[:5],
        street="" if properties.get("type") == "municipality" else _text(properties.get("name"))[:200],
        postal_code=_text(properties.get("postcode"))[:5],
        city=_text(properties.get("city"))[:80],
    )


def _text(value: Any) -> str:
    return "" if value is None else str(value).replace("\x00", "")


def _within(seconds: float, call: Callable[[], list[Point]]) -> list[Point]:
    """The result of a call, or GeocoderTimedOut.

    In a thread of its own, so that nobody waits for an answer that drips: a socket's timeout starts again
    with each byte, and looking up a name has none.
    """
    results: queue.SimpleQueue[tuple[list[Point], BaseException | None]] = queue.SimpleQueue()

    def run() -> None:
        try:
            results.put((call(), None))
        except Exception as error:
            results.put(([], error))

    threading.Thread(target=run, name="geocoding", daemon=True).start()
    try:
        answers, error = results.get(timeout=max(seconds, 0.001))
    except queue.Empty as late:
        raise GeocoderTimedOut("no answer in time") from late
    if error is not None:
        raise error
    return answers
