"""What was asked, answered and said, without anything a structure holds for a business secret.

CRPA, art. L311-6: what is `confidential` stays in the workspace; a record only says that there is some.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from suppliers.models import Enquiry, EnquiryRecipient, Shortlist

from .content import Answered, Enquired, Talk


def enquiries_of(shortlist: Shortlist | None) -> list[Enquired]:
    """The enquiries whose text is settled, the first one first: a draft was asked of nobody."""
    if shortlist is None:
        return []
    frozen = shortlist.enquiries.filter(frozen_at__isnull=False)
    found = frozen.prefetch_related("recipients").order_by("frozen_at", "id")
    return [_enquiry(enquiry) for enquiry in found]


def _enquiry(enquiry: Enquiry) -> Enquired:
    return Enquired(
        enquiry.subject,
        enquiry.message,
        list(enquiry.questions),
        _day(enquiry.frozen_at),
        enquiry.answers_due_on.isoformat() if enquiry.answers_due_on else "",
        enquiry.is_by_site,
        [_recipient(one) for one in enquiry.recipients.all()],
    )


def _recipient(one: EnquiryRecipient) -> Answered:
    answers = one.answers if isinstance(one.answers, list) else []
    return Answered(
        one.structure_name,
        _day(one.sent_at),
        _day(one.answered_at),
        one.answered_by,
        [str(answer) for answer in answers],
        bool(one.confidential),
    )


def talks_of(shortlist: Shortlist | None) -> list[Talk]:
    """The exchanges that were noted, the first one first."""
    if shortlist is None:
        return []
    return [
        Talk(
            one.held_on.isoformat(),
            one.structure_name,
            str(one.get_channel_display()),
            one.participants,
            one.content,
            one.information_given,
            bool(one.confidential),
        )
        for one in shortlist.exchanges.order_by("held_on", "id")
    ]


def contacted_and_answered(shortlist: Shortlist | None) -> tuple[set[int], set[int]]:
    """The structures that were asked or spoken with, and those that have answered, by their keys."""
    if shortlist is None:
        return set(), set()
    asked = EnquiryRecipient.objects.filter(enquiry__shortlist=shortlist)
    rows = list(asked.values_list("structure_id", "sent_at", "answered_at"))
    spoken = set(shortlist.exchanges.values_list("structure_id", flat=True))
    contacted = {key for key, sent, answered in rows if key and (sent or answered)}
    return contacted | {key for key in spoken if key}, {key for key, _, answered in rows if key and answered}


def _day(moment: dt.datetime | None) -> str:
    return timezone.localdate(moment).isoformat() if moment else ""
