"""What structures answer, on their signed page or through the officer who notes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from suppliers import mailing
from suppliers.models import EnquiryRecipient, User
from suppliers.workspace.history import record
from suppliers.workspace.owning import is_open_to
from suppliers.workspace.shortlists import lock

from .enquiries import RefusedError, is_over, move_on


class ChangedError(Exception):
    """Somebody has answered since the page was shown."""

    def __init__(self) -> None:
        super().__init__(
            "Une autre réponse a été enregistrée depuis que vous avez ouvert cette page. Si vous enregistrez "
            "maintenant, la vôtre la remplace."
        )


class ClosedError(Exception):
    """The day until which one could answer is over."""


@dataclass(frozen=True)
class Answer:
    """Texts in the order of the questions; `confidential` is kept apart (CRPA art. L311-6).

    `documents`: names of the papers that came with it, where the officer notes them.
    """

    answers: Sequence[str]
    comment: str
    confidential: str
    answered_by: str
    answered_role: str
    documents: str = ""


def seen(recipient: EnquiryRecipient) -> str:
    """Which answer a page shows: of another one, its author is told."""
    return recipient.answered_at.isoformat() if recipient.answered_at else ""


@transaction.atomic
def answer(recipient: EnquiryRecipient, said: Answer, *, seen_before: str) -> None:
    """The structure answers, or changes its answer. The same sent twice is one.

    Raises ClosedError after the last day, ChangedError when another answer came between.
    """
    found = _locked(recipient)
    if is_over(found.enquiry):
        raise ClosedError
    said = replace(said, documents=found.documents)  # the officer's own note
    if _holds(found, said):
        return
    if seen(found) != seen_before:
        raise ChangedError
    before = found.answered_at
    _write(found, said, at=timezone.now())
    _record("answer", found, by=None, answered_by=said.answered_by)
    if before is None or timezone.localdate(before) < timezone.localdate():
        _tell_the_officer(found, is_change=before is not None)


@transaction.atomic
def note(recipient: EnquiryRecipient, said: Answer, *, received_on: dt.date, by: User | None) -> None:
    """The officer notes what was answered by telephone or mail.

    Raises RefusedError where the structure has answered itself: its own words stay.
    """
    found = _locked(recipient)
    if found.answered_at and not found.is_noted:
        raise RefusedError("La structure a répondu elle-même : sa réponse ne se change pas d’ici.")
    if found.is_noted and _holds(found, said) and received_on == timezone.localdate(found.answered_at):
        return
    is_today = received_on == timezone.localdate()
    noon = timezone.make_aware(dt.datetime.combine(received_on, dt.time(12)))
    _write(found, said, at=timezone.now() if is_today else noon, noted_by=by, is_noted=True)
    _record("note_answer", found, by=by, answered_by=said.answered_by)


def _locked(recipient: EnquiryRecipient) -> EnquiryRecipient:
    lock(recipient.enquiry.shortlist_id)
    rows = EnquiryRecipient.objects.select_for_update(of=("self",))
    return rows.select_related("enquiry__shortlist__workspace", "enquiry__created_by", "structure").get(
        pk=recipient.pk
    )


def _holds(found: EnquiryRecipient, said: Answer) -> bool:
    if found.answers != list(said.answers):
        return False
    names = ("comment", "confidential", "answered_by", "answered_role", "documents")
    return all(getattr(found, name) == getattr(said, name) for name in names)


def _write(
    found: EnquiryRecipient,
    said: Answer,
    *,
    at: dt.datetime,
    noted_by: User | None = None,
    is_noted: bool = False,
) -> None:
    # Who answers was asked; when, only the officer can note. What a structure does is no act of the buyer's.
    move_on(found, found.enquiry, by=noted_by, is_buyers=is_noted)
    found.answers, found.comment, found.confidential = list(said.answers), said.comment, said.confidential
    found.answered_by, found.answered_role = said.answered_by, said.answered_role
    found.documents = said.documents
    found.answered_at, found.noted_by, found.is_noted = at, noted_by, is_noted
    found.save()


def _tell_the_officer(found: EnquiryRecipient, *, is_change: bool) -> None:
    """By a letter, if they have an account and may still read it: once a day for one structure."""
    officer = found.enquiry.created_by
    if officer is None or not officer.is_active:
        return
    if not is_open_to(found.enquiry.shortlist.workspace, officer):  # they have left the organisation
        return
    page = reverse("sourcing:enquiry", args=[found.enquiry.shortlist_id, found.enquiry_id])
    context = {
        "structure_name": found.structure_name,
        "subject": found.enquiry.subject,
        "is_change": is_change,
        "answers_page": settings.SITE_URL + page,
    }
    mailing.write("enquiry-answered", context, to=officer)


def _record(verb: str, found: EnquiryRecipient, *, by: User | None, answered_by: str) -> None:
    record(
        f"enquiry.{verb}",
        workspace=found.enquiry.shortlist.workspace,
        by=by,
        shortlist=found.enquiry.shortlist,
        structure=found.structure,
        structure_name=found.structure_name,
        enquiry=found.enquiry_id,
        subject=found.enquiry.subject,
        answered_by=answered_by,
    )
