"""Close error reports and open them again, in the queue as well; the log says who did."""

from __future__ import annotations

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from suppliers.models import ErrorReport, User
from suppliers.validation.elsewhere import hold, reports_handled, reports_reopened


@transaction.atomic
def close(reports: QuerySet[ErrorReport], *, by: User) -> list[int]:
    """Somebody has seen to them; returns those that were open."""
    waiting = reports.filter(handled_at=None)
    ids = _mark(waiting, by, "Traité.", handled_at=timezone.now(), handled_by_id=by.pk)
    reports_handled(ids, by=by)
    return ids


@transaction.atomic
def reopen(reports: QuerySet[ErrorReport], *, by: User) -> list[int]:
    """They still have to be seen to; returns those that were closed."""
    closed = reports.exclude(handled_at=None)
    ids = _mark(closed, by, "Remis à traiter.", handled_at=None, handled_by_id=None)
    reports_reopened(ids, by=by)
    return ids


def _mark(reports: QuerySet[ErrorReport], by: User, logged: str, **values: object) -> list[int]:
    # Of two people who press at once, the second finds nothing left to do.
    chosen = reports.order_by().select_related(None)
    hold(chosen.values_list("structure_id", flat=True))  # before its reports, as who decides in the queue
    ids = list(chosen.select_for_update(of=("self",)).values_list("pk", flat=True))
    marked = ErrorReport.objects.filter(pk__in=ids)
    marked.update(**values)
    if ids:
        named = marked.select_related("structure")
        LogEntry.objects.log_actions(by.pk, named, CHANGE, change_message=logged)
    return ids
