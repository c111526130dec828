"""How often structures are met: shown in a list, their page opened, put in a shortlist.

Counts alone, by month; robots, members of the structure and who runs the site are left out. A page adds to
numbers in memory and writes nothing: a thread of the process puts them in the table each minute, and when the
process ends. What a browser shows again without the page being made anew (304) is not counted again.
"""

from __future__ import annotations

import atexit
import datetime as dt
import logging
import re
import threading
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest
from django.utils import timezone

logger = logging.getLogger(__name__)
ROBOT = re.compile(
    r"bot|crawl|spider|slurp|scan|monitor|preview|fetch|headless|lighthouse|curl|wget|python|java/|okhttp|"
    r"go-http|libwww|archiver|facebookexternalhit",
    re.IGNORECASE,
)
SHOWN, OPENED, SHORTLISTED = range(3)
MOST = 200_000  # numbers kept while the database is away

# Those of a structure and month that still exist and of which the visitor is no member; in one order, so that
# two processes never wait for each other.
UPSERT = """
INSERT INTO suppliers_monthlyaudience AS kept (structure_id, month, shown, opened, shortlisted)
SELECT c.structure_id, c.month, sum(c.shown), sum(c.opened), sum(c.shortlisted)
  FROM unnest(%s::bigint[], %s::date[], %s::bigint[], %s::int[], %s::int[], %s::int[])
       AS c (structure_id, month, user_id, shown, opened, shortlisted)
 WHERE EXISTS (SELECT FROM suppliers_structure s WHERE s.id = c.structure_id)
   AND NOT EXISTS (SELECT FROM suppliers_structuremembership m
                    WHERE m.structure_id = c.structure_id AND m.user_id = c.user_id)
 GROUP BY c.structure_id, c.month
 ORDER BY c.structure_id, c.month
    ON CONFLICT (structure_id, month) DO UPDATE
   SET shown = kept.shown + excluded.shown, opened = kept.opened + excluded.opened,
       shortlisted = kept.shortlisted + excluded.shortlisted
"""


class Met(NamedTuple):
    """Who met what, and when. `user_id` is 0 for who is not signed in; it is not written anywhere."""

    structure_id: int
    month: dt.date
    user_id: int


class Counter:
    """The numbers of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers: dict[Met, list[int]] = {}
        self._writer: threading.Thread | None = None
        self._ended = threading.Event()

    def add(self, structure_ids: Iterable[int], what: int, *, month: dt.date, user_id: int) -> None:
        with self._lock:
            for structure_id in structure_ids:
                met = Met(structure_id, month, user_id)
                numbers = self._numbers.get(met)
                if numbers is None and len(self._numbers) < MOST:
                    numbers = self._numbers[met] = [0, 0, 0]
                if numbers is not None:
                    numbers[what] += 1
            if self._writer is None and settings.AUDIENCE_SECONDS:
                self._start_writing()

    def flush(self) -> int:
        """Put what was counted in the table, in one statement; how many rows it has changed."""
        with self._lock:
            taken, self._numbers = self._numbers, {}
        if not taken:
            return 0
        columns = [
            list(column) for column in zip(*((*met, *numbers) for met, numbers in taken.items()), strict=True)
        ]
        try:
            with connection.cursor() as cursor:
                cursor.execute(UPSERT, columns)
                return int(cursor.rowcount)
        except Error as error:
            logger.info("audience waits for the database: %s", error)
            self._put_back(taken)
            return 0

    def forget(self) -> None:
        with self._lock:
            self._numbers = {}

    def _put_back(self, taken: dict[Met, list[int]]) -> None:
        with self._lock:
            for met, numbers in taken.items():
                since = self._numbers.get(met, [0, 0, 0])
                self._numbers[met] = [before + after for before, after in zip(numbers, since, strict=True)]

    def _start_writing(self) -> None:
        """With the first number of the process that serves: a thread does not survive a fork."""
        self._writer = threading.Thread(target=self._write_on, name="audience", daemon=True)
        self._writer.start()
        atexit.register(self._write_last)

    def _write_on(self) -> None:
        while not self._ended.wait(settings.AUDIENCE_SECONDS):
            self.flush()
            connection.close()  # it would wait for a minute, idle

    def _write_last(self) -> None:
        self._ended.set()
        if self._writer is not None:
            self._writer.join(5)  # seconds: it may be writing
        self.flush()
        connection.close()


counter = Counter()


def count(request: HttpRequest, structure_ids: Iterable[int], what: int) -> None:
    """Count these structures as met by who asks, if that is somebody the count is about."""
    if request.method == "HEAD" or "prefetch" in request.headers.get("Sec-Purpose", ""):
        return
    browser = request.headers.get("User-Agent", "")
    user: Any = request.user
    if not browser or ROBOT.search(browser) or (user.is_authenticated and _runs_the_site(user)):
        return
    counter.add(structure_ids, what, month=timezone.localdate().replace(day=1), user_id=user.pk or 0)


def _runs_the_site(user: Any) -> bool:
    return bool(user.is_staff or user.is_superuser or user.is_validator)
