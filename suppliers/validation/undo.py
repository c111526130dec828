"""A decision is taken back: what it changed is put back, and the item waits again."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from suppliers import search
from suppliers.models import Event, ReviewItem, ReviewKind, ReviewStatus, Structure, User

from . import letters
from .access import must_leave_it
from .actions import ASK, CORRECTED, DECISIONS
from .contract import CannotUndoError
from .corrected import forget
from .decisions import rules_of

DAYS = 30
_TOLD = {"validation.refuse": "refused", CORRECTED: letters.CORRECTED, ASK: "asked"}
_ANSWERS = ("profiles.answer", "registration.answer", "profiles.propose")
_CHANGES = ("profiles.change",)  # of a structure that waits: its item waits for a decision again


def can_undo(event: Event) -> bool:
    """Whether the button is shown: what stands in its way otherwise is said once it is pressed."""
    recent = timezone.now() - event.at <= dt.timedelta(days=DAYS)
    if event.item is None or event.undone_at is not None or not recent:
        return False
    if event.action == ASK:
        return event.item.status == ReviewStatus.ASKED and event.item.question == event.note
    return event.action in DECISIONS and not event.item.is_open


@transaction.atomic
def undo(event: Event, *, by: User, stale: set[int] | None = None) -> Event:
    """Take a decision back and return the event that says so. Raises CannotUndoError, and changes nothing.

    `stale`: collects the structures to refresh, for who takes many back.
    """
    said = Event.objects.select_for_update().get(pk=event.pk)
    item = _held(_item_to_reopen(said))
    if told := must_leave_it(by, item):
        raise CannotUndoError(told)
    if said.action == ASK:
        _take_question_back(item, said)
    else:
        changed = _put_back(item, said, by=by)
        if stale is None:
            search.refresh(changed)
        else:
            stale |= changed
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
    letters.tell(
        item, "unasked" if said.action == ASK else "undone", after=_TOLD.get(said.action, "approved")
    )
    return done


def _held(number: int) -> ReviewItem:
    """The item, and its structure first, as who decides does."""
    Structure.objects.select_for_update().get(pk=ReviewItem.objects.get(pk=number).structure_id)
    return ReviewItem.objects.select_for_update(of=("self",)).select_related("structure").get(pk=number)


def _put_back(item: ReviewItem, said: Event, *, by: User) -> set[int]:
    if item.is_open:
        raise CannotUndoError("Cet élément attend déjà une décision.")
    changed = rules_of(item.kind).undo(item, said, by=by)
    item.refresh_from_db()
    _reopen(item)
    return changed


def _take_question_back(item: ReviewItem, said: Event) -> None:
    """It is not for the structure to answer any more: the item waits for the team alone."""
    if item.status != ReviewStatus.ASKED or item.question != said.note:
        raise CannotUndoError("Cette question a déjà reçu une réponse, ou une autre l’a suivie.")
    item.status, item.question = ReviewStatus.WAITING, ""
    item.version += 1
    item.save(update_fields=["status", "question", "version", "updated_at"])


def _item_to_reopen(said: Event) -> int:
    """The number of its item, while the decision stands and is recent."""
    if said.undone_at:
        raise CannotUndoError("Cette décision est déjà annulée.")
    if said.action not in {*DECISIONS, ASK} or said.item_id is None:
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
    asked = item.events.filter(action=ASK, undone_at=None).order_by("pk").last()
    if asked is None:
        return False
    since = Event.objects.filter(pk__gt=asked.pk)
    if since.filter(item=item, action__in=_ANSWERS).exists():
        return False
    follows_page = item.kind == ReviewKind.STRUCTURE
    return not (follows_page and since.filter(structure=item.structure_id, action__in=_CHANGES).exists())
