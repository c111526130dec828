"""Which version of the directory is current, for today."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from .refresh import refresh_due


@dataclass(frozen=True)
class State:
    """What a page needs to know of the directory as a whole; equal states give equal answers."""

    version: int
    today: dt.date
    has_demo: bool
    changed_at: dt.datetime | None

    @property
    def key(self) -> str:
        """A short text that differs whenever an answer may."""
        return f"{self.version}.{self.today:%Y%m%d}"


def state(today: dt.date | None = None) -> State:
    """The current state, in one query; the first call of a day lets the calendar do its work first."""
    today = today or timezone.localdate()
    row = _row()
    if row is None or row[0] is None or row[0] < today:
        refresh_due(today)
        row = _row()
        assert row is not None
    _, version, has_demo, changed_at = row
    return State(version, today, has_demo, changed_at)


def _row() -> tuple[dt.date | None, int, bool, dt.datetime | None] | None:
    """In plain SQL: every page asks, and the ORM would take as long again as PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT refreshed_on, version, has_demo, changed_at FROM suppliers_directorystate")
        row: tuple[dt.date | None, int, bool, dt.datetime | None] | None = cursor.fetchone()
        return row
