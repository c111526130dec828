"""Days of what waits in the queue of a demonstration: all that is told of an item tells the same one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Least
from django.utils import timezone

from suppliers.models import ErrorReport, Event, ReviewItem, ReviewKind, Structure, StructureMembership

_DAYS_APART = 2
_KNOWN_BEFORE = dt.timedelta(days=3)  # a structure is there before anybody speaks of it


def spread_over_days(items: Sequence[ReviewItem]) -> None:
    """The oldest first: they did not all come this minute."""
    now = timezone.now()
    for rank, item in enumerate(items):
        _receive(item, now - dt.timedelta(days=_DAYS_APART * (len(items) - rank)))
    _join_before()


def _receive(item: ReviewItem, at: dt.datetime) -> None:
    """As if it had come at this moment, with what it came from."""
    if item.kind == ReviewKind.IMPORT:
        item.data["date"] = timezone.localdate(at).isoformat()
    ReviewItem.objects.filter(pk=item.pk).update(created_at=at, updated_at=at, data=item.data)
    Event.objects.filter(item=item).update(at=at)
    if item.report_id:
        ErrorReport.objects.filter(pk=item.report_id).update(created_at=at)
    known = [item.structure_id, *([item.other_id] if item.other_id else [])]
    Structure.objects.filter(pk__in=known).update(created_at=Least("created_at", at - _KNOWN_BEFORE))


def _join_before() -> None:
    """Nobody has proposed anything before they were a member."""
    made = Structure.objects.filter(pk=OuterRef("structure")).values("created_at")
    demo = StructureMembership.objects.filter(structure__is_demo=True)
    demo.update(joined_at=Least(F("joined_at"), Subquery(made)))
