"""What was asked, answered and said, as a record freezes it: what `exchanges.told` tells, no more."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from suppliers.sourcing.exchanges.told import AskedQuestions, AskedStructure, Told

from .exchange_content import Answered, Enquired, Talk


def enquired(told: Told) -> list[Enquired]:
    return [_enquiry(one) for one in told.enquiries]


def _enquiry(one: AskedQuestions) -> Enquired:
    return Enquired(
        one.subject,
        one.message,
        list(one.questions),
        _day(one.frozen_at),
        one.answers_due_on.isoformat() if one.answers_due_on else "",
        [_structure(asked) for asked in one.structures],
    )


def _structure(one: AskedStructure) -> Answered:
    return Answered(
        one.name,
        _day(one.sent_at),
        one.is_sent_by_site,
        _day(one.answered_at),
        one.answered_by,
        one.answered_role,
        one.is_noted,
        [str(answer) for _, answer in one.answers],
        one.comment,
        one.documents,
        one.keeps_secrets,
    )


def talks(told: Told) -> list[Talk]:
    return [
        Talk(
            one.held_on.isoformat(),
            one.name,
            one.channel,
            one.participants,
            one.content,
            one.information_given,
            one.documents,
            one.keeps_secrets,
        )
        for one in told.exchanges
    ]


@dataclass(frozen=True)
class Reached:
    """Keys of the structures that were asked or spoken with, and of those that have answered."""

    contacted: frozenset[int]
    answered: frozenset[int]


def reached(told: Told) -> Reached:
    asked = [(one.structure_id, one) for enquiry in told.enquiries for one in enquiry.structures]
    spoken = {one.structure_id for one in told.exchanges if one.structure_id}
    contacted = {key for key, one in asked if key and (one.sent_at or one.answered_at)}
    return Reached(
        frozenset(contacted | spoken), frozenset(key for key, one in asked if key and one.answered_at)
    )


def _day(moment: dt.datetime | None) -> str:
    return timezone.localdate(moment).isoformat() if moment else ""
