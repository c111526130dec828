"""What was decided together: in the log, and what was left, in the session of who pressed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TypedDict
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.db.models import QuerySet
from django.utils import timezone

from suppliers.models import Event

from .actions import DECISIONS
from .lots import Left
from .undo import DAYS

_SESSION = "validation-lots"
_LOTS, _EXPLAINED = 10, 100


class LeftOf(TypedDict):
    """`shown`: [number of the item, structure, why] of the first of them."""

    count: int
    shown: list[list[object]]
    query: str


def done_together(number: UUID, limits: list[int]) -> QuerySet[Event]:
    """The decisions of a lot that stand in these territories (all, for none)."""
    events = Event.objects.filter(batch=number, action__in=DECISIONS).select_related("by").order_by("pk")
    return events.filter(structure__territory__ancestor_ids__overlap=limits) if limits else events


def undoable(events: QuerySet[Event]) -> QuerySet[Event]:
    """Those that can be taken back as far as the log knows."""
    return events.filter(undone_at=None, at__gte=timezone.now() - dt.timedelta(days=DAYS))


def remember(session: SessionBase, number: UUID | str, left: Sequence[Left], query: str) -> None:
    """Keep why some were left, for the page that says what was done: it comes after a redirection."""
    lots: dict[str, LeftOf] = session.get(_SESSION, {})
    kept = lots.pop(str(number), LeftOf(count=0, shown=[], query=query))
    shown = [*kept["shown"], *([*each] for each in left)][:_EXPLAINED]
    lots[str(number)] = LeftOf(count=kept["count"] + len(left), shown=shown, query=query)
    session[_SESSION] = dict(list(lots.items())[-_LOTS:])


def left_of(session: SessionBase, number: UUID | str) -> LeftOf | None:
    found: LeftOf | None = session.get(_SESSION, {}).get(str(number))
    return found


def forget(session: SessionBase, number: UUID | str) -> None:
    lots: dict[str, LeftOf] = session.get(_SESSION, {})
    session[_SESSION] = {name: left for name, left in lots.items() if name != str(number)}
