"""What a shortlist's record tells of its exchanges: who was asked what, when, and what was said.

Business secrets (`confidential`) never come this way: only whether there are some (CRPA, art. L311-6).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from suppliers.models import Enquiry, EnquiryRecipient, Exchange, Shortlist


@dataclass(frozen=True)
class AskedStructure:
    """One structure that was asked. `answers`: a question and its answer, those left empty included; none
    while it has not answered. `answered_by`: as they say; `is_noted`: the buyer has noted the answer.
    `documents`: names of the papers that came. `keeps_secrets`: it told more, under business secrecy.
    """

    structure_id: int | None
    name: str
    sent_at: dt.datetime | None
    is_sent_by_site: bool
    answered_at: dt.datetime | None
    answered_by: str
    answered_role: str
    is_noted: bool
    answers: tuple[tuple[str, str], ...]
    comment: str
    documents: str
    keeps_secrets: bool


@dataclass(frozen=True)
class AskedQuestions:
    """One letter and its questions, frozen: the same for each of its structures."""

    subject: str
    message: str
    questions: tuple[str, ...]
    frozen_at: dt.datetime
    answers_due_on: dt.date | None
    structures: tuple[AskedStructure, ...]


@dataclass(frozen=True)
class NotedExchange:
    structure_id: int | None
    name: str
    held_on: dt.date
    channel: str
    participants: str
    content: str
    information_given: str
    documents: str
    keeps_secrets: bool


@dataclass(frozen=True)
class Told:
    """In the order of time."""

    enquiries: tuple[AskedQuestions, ...]
    exchanges: tuple[NotedExchange, ...]


def told(shortlist: Shortlist) -> Told:
    """What was asked, answered and said; drafts are left out. Three queries, whatever it holds."""
    frozen = shortlist.enquiries.filter(frozen_at__isnull=False).order_by("frozen_at", "pk")
    noted = shortlist.exchanges.order_by("held_on", "pk")
    return Told(
        enquiries=tuple(_asked(one) for one in frozen.prefetch_related("recipients")),
        exchanges=tuple(_noted(one) for one in noted),
    )


def _asked(enquiry: Enquiry) -> AskedQuestions:
    assert enquiry.frozen_at
    return AskedQuestions(
        subject=enquiry.subject,
        message=enquiry.message,
        questions=tuple(enquiry.questions),
        frozen_at=enquiry.frozen_at,
        answers_due_on=enquiry.answers_due_on,
        structures=tuple(_structure(enquiry, one) for one in enquiry.recipients.all()),
    )


def _structure(enquiry: Enquiry, one: EnquiryRecipient) -> AskedStructure:
    return AskedStructure(
        structure_id=one.structure_id,
        name=one.structure_name,
        sent_at=one.sent_at,
        is_sent_by_site=one.is_sent_by_site,
        answered_at=one.answered_at,
        answered_by=one.answered_by,
        answered_role=one.answered_role,
        is_noted=one.is_noted,
        answers=answers_of(enquiry, one),
        comment=one.comment,
        documents=one.documents,
        keeps_secrets=bool(one.confidential),
    )


def answers_of(enquiry: Enquiry, one: EnquiryRecipient) -> tuple[tuple[str, str], ...]:
    """Each question with its answer; none while it has not answered."""
    if one.answers is None:
        return ()
    return tuple(zip(enquiry.questions, [*one.answers, *[""] * len(enquiry.questions)], strict=False))


def _noted(one: Exchange) -> NotedExchange:
    return NotedExchange(
        structure_id=one.structure_id,
        name=one.structure_name,
        held_on=one.held_on,
        channel=one.get_channel_display(),
        participants=one.participants,
        content=one.content,
        information_given=one.information_given,
        documents=one.documents,
        keeps_secrets=bool(one.confidential),
    )
