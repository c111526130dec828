"""What was decided together: in the log, and what was left, in the session of who pressed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.db.models import QuerySet

from suppliers.models import Event

from .actions import DECISIONS
from .lots import Left

_SESSION = "validation-lots"
_LOTS, _EXPLAINED = 5, 100


class LeftOf(TypedDict):
    """`shown`: [number of the item, structure, why] of the first of them."""

    count: int
    shown: list[list[object]]
    query: str


def done_together(number: UUID, limits: list[int]) -> QuerySet[Event]:
    """The decisions of a lot that stand in these territories (all, for none)."""
    events = Event.objects.filter(batch=number, action__in=DECISIONS).select_related("by").order_by("pk")
    return events.filter(structure__territory__ancestor_ids__overlap=limits) if limits else events


def remember(session: SessionBase, number: UUID, left: Sequence[Left], query: str) -> None:
    """Keep why some were left, for the page that says what was done: it comes after a redirection."""
    lots: dict[str, LeftOf] = session.get(_SESSION, {})
    kept = lots.pop(str(number), LeftOf(count=0, shown=[], query=query))
    shown = [*kept["shown"], *([*each] for each in left)][:_EXPLAINED]
    lots[str(number)] = LeftOf(count=kept["count"] + len(left), shown=shown, query=query)
    session[_SESSION] = dict(list(lots.items())[-_LOTS:])


def left_of(session: SessionBase, number: UUID) -> LeftOf | None:
    found: LeftOf | None = session.get(_SESSION, {}).get(str(number))
    return found
