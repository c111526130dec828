"""Which version of the directory is current, for today."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from suppliers.models import DirectoryState

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
    row = DirectoryState.objects.filter(pk=1).first()
    if row is None or row.refreshed_on is None or row.refreshed_on < today:
        refresh_due(today)
        row = DirectoryState.objects.get(pk=1)
    return State(row.version, today, row.has_demo, row.changed_at)
