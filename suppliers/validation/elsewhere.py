"""What is settled elsewhere than in the queue, in the administration or by a list, is settled in it too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from suppliers.models import ErrorReport, Event, ReviewItem, ReviewKind, ReviewStatus, Structure, User
from suppliers.profiles.queue import submit

from . import letters

_DECISIONS = {ReviewStatus.APPROVED: "validation.approve", ReviewStatus.REFUSED: "validation.refuse"}
_TOLD = {ReviewStatus.APPROVED: "approved", ReviewStatus.REFUSED: "refused"}


def hold(structure_ids: Iterable[int]) -> None:
    """Keep these structures until the end of the transaction: before their items and what belongs to them.

    By their number, as all who hold several.
    """
    held = Structure.objects.select_for_update().filter(pk__in=list(structure_ids)).order_by("pk")
    list(held.values_list("pk", flat=True))


def held(items: QuerySet[ReviewItem]) -> list[ReviewItem]:
    """These items as they stand once their structures are held, and they are too."""
    hold(items.order_by().values_list("structure_id", flat=True))
    return list(items.select_for_update(of=("self",)).order_by("pk"))


class Settled(NamedTuple):
    """What was changed of a structure, as an event keeps it."""

    structure: Structure
    before: dict[str, Any]
    after: dict[str, Any]


def settle(
    told: Sequence[Settled],
    items: Mapping[int, ReviewItem],
    status: ReviewStatus,
    *,
    by: User,
    action: str,
) -> None:
    """Close these items (by structure), write the log, tell who waits. Each may be undone from the queue.

    `action`: what the log says where nothing waited.
    """
    _close(list(items.values()), status, by)
    Event.objects.bulk_create(
        Event(
            action=_DECISIONS[status] if each.structure.pk in items else action,
            by=by,
            structure=each.structure,
            structure_name=str(each.structure),
            item=items.get(each.structure.pk),
            before=each.before,
            after=each.after,
        )
        for each in told
    )
    for item in items.values():
        item.refresh_from_db()
        letters.tell(item, _TOLD[status])


def _close(items: list[ReviewItem], status: ReviewStatus, by: User) -> None:
    now = timezone.now()
    for item in items:
        item.status, item.decided_by, item.decided_at = status, by, now
        item.reason = "other" if status == ReviewStatus.REFUSED else ""
        item.version += 1
        item.updated_at = now
    ReviewItem.objects.bulk_update(
        items, ["status", "decided_by", "decided_at", "reason", "version", "updated_at"]
    )


@transaction.atomic
def reports_handled(ids: Sequence[int], *, by: User) -> None:
    """Somebody has seen to these reports in the administration, just now."""
    waiting = ReviewItem.objects.open().filter(report__in=ids).select_related("structure", "report")
    for item in held(waiting):
        assert item.report is not None
        now = item.report.handled_at
        had = {"handled_at": None, "handled_by_id": None}
        has = {"handled_at": now.isoformat() if now else None, "handled_by_id": item.report.handled_by_id}
        key = f"errorreport:{item.report.pk}"
        told = Settled(item.structure, {key: had}, {key: has})
        settle([told], {item.structure_id: item}, ReviewStatus.APPROVED, by=by, action="")


@transaction.atomic
def reports_reopened(ids: Sequence[int], *, by: User) -> None:
    """They still have to be seen to: their items wait again."""
    of_reports = ReviewItem.objects.filter(report__in=ids).select_related("structure")
    latest = {item.report_id: item for item in held(of_reports)}
    for report in ErrorReport.objects.filter(pk__in=ids).select_related("structure"):
        item = latest.get(report.pk)
        if item is None:
            submit(ReviewKind.REPORT, report.structure, key=str(report.pk), report=report)
        elif not item.is_open:
            _reopen(item, by)


@transaction.atomic
def reopen_or_submit(kind: ReviewKind, structure: Structure, *, by: User) -> None:
    """What was decided waits again, or waits for the first time."""
    known = held(
        ReviewItem.objects.filter(kind=kind, structure=structure, key="").select_related("structure")
    )
    if not known:
        submit(kind, structure, by=by)
    elif not known[-1].is_open:
        _reopen(known[-1], by)


def _reopen(item: ReviewItem, by: User) -> None:
    now = timezone.now()
    item.status, item.decided_by, item.decided_at, item.reason, item.answer = "waiting", None, None, "", ""
    item.version += 1
    item.save()
    done = Event.objects.filter(item=item, action__in=_DECISIONS.values(), undone_at=None)
    done.update(undone_at=now, undone_by=by)
    Event.objects.record("validation.reopen", by=by, structure=item.structure, item=item)


@transaction.atomic
def certification_settled(row: Any, *, by: User) -> None:
    """Somebody has verified or rejected a row in the administration: nothing of it waits any more."""
    states = {"verified": ReviewStatus.APPROVED, "rejected": ReviewStatus.REFUSED}
    if row.verification not in states:
        return
    for item in held(ReviewItem.objects.open().filter(certification=row).select_related("structure")):
        told = Settled(item.structure, {}, {})
        settle([told], {item.structure_id: item}, states[row.verification], by=by, action="")
