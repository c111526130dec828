"""A decision is taken back: what it changed is put back, and the item waits again."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from suppliers import search
from suppliers.models import Event, ReviewItem, ReviewKind, ReviewStatus, Structure, User

from . import letters
from .access import must_leave_it
from .actions import CORRECTED, DECISIONS
from .contract import CannotUndoError
from .corrected import forget
from .decisions import rules_of

DAYS = 30
_TOLD = {"validation.refuse": "refused", CORRECTED: letters.CORRECTED}
_ANSWERS = ("profiles.answer", "registration.answer", "profiles.propose")
_CHANGES = ("profiles.change",)  # of a structure that waits: its item waits for a decision again


def can_undo(event: Event) -> bool:
    """Whether the button is shown: what stands in its way otherwise is said once it is pressed."""
    recent = timezone.now() - event.at <= dt.timedelta(days=DAYS)
    return recent and event.action in DECISIONS and event.undone_at is None and event.item_id is not None


@transaction.atomic
def undo(event: Event, *, by: User, stale: set[int] | None = None) -> Event:
    """Take a decision back and return the event that says so. Raises CannotUndoError, and changes nothing.

    `stale`: collects the structures to refresh, for who takes many back.
    """
    said = Event.objects.select_for_update().get(pk=event.pk)
    number = _item_to_reopen(said)
    held = ReviewItem.objects.get(pk=number)
    Structure.objects.select_for_update().get(pk=held.structure_id)
    item = ReviewItem.objects.select_for_update(of=("self",)).select_related("structure").get(pk=held.pk)
    if item.is_open:
        raise CannotUndoError("Cet élément attend déjà une décision.")
    if told := must_leave_it(by, item):
        raise CannotUndoError(told)
    changed = rules_of(item.kind).undo(item, said, by=by)
    if stale is None:
        search.refresh(changed)
    else:
        stale |= changed
    item.refresh_from_db()
    _reopen(item)
    said.undone_at, said.undone_by = timezone.now(), by
    said.save(update_fields=["undone_at", "undone_by"])
    done = Event.objects.record(
        "validation.undo",
        by=by,
        structure=item.structure,
        item=item,
        before=said.after,
        after=said.before,
        batch=said.batch,
    )
    letters.tell(item, "undone", after=_TOLD.get(said.action, "approved"))
    return done


def _item_to_reopen(said: Event) -> int:
    """The number of its item, while the decision stands and is recent."""
    if said.undone_at:
        raise CannotUndoError("Cette décision est déjà annulée.")
    if said.action not in DECISIONS or said.item_id is None:
        raise CannotUndoError("Cela ne s’annule pas d’ici.")
    if timezone.now() - said.at > dt.timedelta(days=DAYS):
        raise CannotUndoError(f"Une décision s’annule pendant {DAYS} jours : celle-ci est plus ancienne.")
    return said.item_id


def _reopen(item: ReviewItem) -> None:
    item.status = ReviewStatus.ASKED if _is_question_open(item) else ReviewStatus.WAITING
    item.decided_by, item.decided_at = None, None
    item.reason, item.answer = "", ""
    forget(item)
    item.version += 1
    try:
        with transaction.atomic():
            item.save()
    except IntegrityError as error:
        said = "La même demande est revenue depuis, et attend dans la file : décidez-la d’abord."
        raise CannotUndoError(said) from error


def _is_question_open(item: ReviewItem) -> bool:
    """Whether the structure was asked something, and has neither answered nor proposed otherwise since."""
    asked = item.events.filter(action="validation.ask").order_by("pk").last()
    if asked is None:
        return False
    since = Event.objects.filter(pk__gt=asked.pk)
    if since.filter(item=item, action__in=_ANSWERS).exists():
        return False
    follows_page = item.kind == ReviewKind.STRUCTURE
    return not (follows_page and since.filter(structure=item.structure_id, action__in=_CHANGES).exists())
