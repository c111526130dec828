"""What is done to an item of the queue. The permission is asked by the view."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from suppliers import search
from suppliers.models import Event, ReviewItem, ReviewStatus, Structure, User

from . import letters
from .access import must_leave_it
from .contract import CannotDecideError, Choice, DecidedMeanwhileError, Decision
from .corrected import handed_in, put_right
from .decisions import rules_of
from .rows import Rows
from .seen import digest_of
from .wording import author_of, decider_of, moment

_VERBS = {Decision.APPROVE: "validation.approve", Decision.REFUSE: "validation.refuse"}
CORRECTED, ASK = "validation.correct", "validation.ask"
DECISIONS = {*_VERBS.values(), CORRECTED}
_BECOMES = {Decision.APPROVE: ReviewStatus.APPROVED, Decision.REFUSE: ReviewStatus.REFUSED}


@transaction.atomic
def decide(
    item: ReviewItem,
    decision: Decision,
    *,
    by: User | None,
    seen_version: int,
    seen_facts: str = "",
    corrections: dict[str, Any] | None = None,
    reason: str = "",
    answer: str = "",
    stale: set[int] | None = None,
    batch: UUID | None = None,
) -> Event:
    """Approve or refuse what waits, tell who asked, and return the event that `undo` takes back.

    `seen_version`, `seen_facts` (`seen.digest_of`): what was on the screen. `corrections`: what a form of the
    rules has cleaned. `stale`: collects the structures to refresh, for who decides many; `batch`: what is
    decided together. Raises DecidedMeanwhileError and CannotDecideError.
    """
    current = locked(item, seen_version=seen_version, seen_facts=seen_facts)
    _check_free(current, by)
    rules, rows = rules_of(current.kind), Rows()
    if decision == Decision.REFUSE and reason not in rules.refusals:
        raise CannotDecideError("Choisissez un motif dans la liste.")
    choice = Choice(by, corrections or {}, reason if decision == Decision.REFUSE else "", answer)
    written = handed_in(current, choice.corrections)
    (rules.approve if decision == Decision.APPROVE else rules.refuse)(current, choice, rows)
    event = _record(current, decision, choice, rows, batch)
    if stale is None:
        search.refresh(rows.stale)
    else:
        stale |= rows.stale
    corrected = put_right(current, written, choice.corrections)
    letters.tell(current, "approved" if decision == Decision.APPROVE else "refused", corrected=corrected)
    return event


@transaction.atomic
def ask(item: ReviewItem, question: str, *, by: User, seen_version: int, seen_facts: str = "") -> Event:
    """Ask the structure something: the item waits for its answer, and can still be decided."""
    current = locked(item, seen_version=seen_version, seen_facts=seen_facts)
    _check_free(current, by)
    rules = rules_of(current.kind)
    if not question.strip():
        raise CannotDecideError("Écrivez votre question.")
    if not rules.recipients(current, "asked"):
        raise CannotDecideError("Personne ne tient cette fiche : il n’y a personne à qui poser la question.")
    current.status, current.question = ReviewStatus.ASKED, question.strip()
    current.version += 1
    current.save(update_fields=["status", "question", "version", "updated_at"])
    event = Event.objects.record(ASK, by=by, structure=current.structure, item=current, note=current.question)
    letters.tell(current, "asked")
    return event


@transaction.atomic
def take(item: ReviewItem, *, by: User) -> User | None:
    """« Je m’en occupe ». Returns who had it until now."""
    current = ReviewItem.objects.select_for_update(of=("self",)).select_related("assigned_to").get(pk=item.pk)
    had = current.assigned_to
    if current.is_open:
        current.assigned_to, current.assigned_at = by, timezone.now()
        current.save(update_fields=["assigned_to", "assigned_at"])
    return had if had != by else None


def release(item: ReviewItem) -> None:
    """Somebody else may take it."""
    ReviewItem.objects.filter(pk=item.pk).update(assigned_to=None, assigned_at=None)


def locked(item: ReviewItem, *, seen_version: int, seen_facts: str = "") -> ReviewItem:
    """The item and its structure, held until the end of the transaction, as they were seen.

    The structure first, as who changes its facts does.
    """
    Structure.objects.select_for_update().get(pk=item.structure_id)
    current = (
        ReviewItem.objects.select_for_update(of=("self",))
        .select_related("structure__territory", "certification__kind", "report", "submitted_by", "decided_by")
        .get(pk=item.pk)
    )
    if not current.is_open:
        who, state = decider_of(current), current.get_status_display()
        said = f"{who}, {moment(current.decided_at)} : {state}."
        raise DecidedMeanwhileError(f"Déjà décidé par {said} Rien n’a été changé par vous.", current)
    if current.version != seen_version:
        last = current.events.select_related("by").order_by("-pk").first()
        by = f" par {author_of(last)}, {moment(last.at)}" if last else ""
        raise DecidedMeanwhileError(
            f"Cet élément a changé{by} depuis que vous l’avez ouvert. Relisez-le : rien n’est décidé.",
            current,
        )
    if seen_facts and rules_of(current.kind).follows_facts and digest_of(current.structure_id) != seen_facts:
        raise DecidedMeanwhileError(
            "La fiche a changé depuis que vous l’avez ouverte. Relisez-la : rien n’est décidé.",
            current,
        )
    return current


def _check_free(item: ReviewItem, by: User | None) -> None:
    """Raises CannotDecideError for who has an interest in it; the site itself has none."""
    if by is not None and (said := must_leave_it(by, item)):
        raise CannotDecideError(said)


def close(item: ReviewItem, status: ReviewStatus, choice: Choice) -> None:
    """The item's own state once it is decided."""
    item.status, item.decided_by, item.decided_at = status, choice.by, timezone.now()
    item.reason, item.answer = choice.reason, choice.answer.strip()
    item.version += 1
    item.save(
        update_fields=["status", "decided_by", "decided_at", "reason", "answer", "version", "updated_at"]
    )


def _record(
    item: ReviewItem, decision: Decision, choice: Choice, rows: Rows, batch: UUID | None = None
) -> Event:
    """Close the item, and write what its rules have changed."""
    before, after = rows.difference()
    close(item, _BECOMES[decision], choice)
    verb = CORRECTED if decision == Decision.APPROVE and choice.corrections else _VERBS[decision]
    reason = rules_of(item.kind).refusals.get(choice.reason, "")
    return Event.objects.record(
        verb,
        by=choice.by,
        structure=item.structure,
        item=item,
        before=before,
        after=after,
        note=" ".join(part for part in (f"{reason}." if reason else "", item.answer) if part),
        batch=batch,
    )
