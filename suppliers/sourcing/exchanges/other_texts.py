"""Which structures of a shortlist got another text: all should know as much (art. L3, R2111-1)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch

from suppliers.models import Enquiry, EnquiryRecipient, Shortlist

MOST_NAMED = 5


@dataclass(frozen=True)
class OtherText:
    """An enquiry that has left; `names`: to whom, in words; `since`: the day the first was noted as sent."""

    enquiry: Enquiry
    names: str
    since: dt.datetime | None


def other_texts(shortlist: Shortlist, draft: Enquiry | None = None) -> list[OtherText]:
    """Those that have left with other words than a draft's, or all before there is one. Two queries."""
    sent = EnquiryRecipient.objects.exclude(sent_at=None, answered_at=None).order_by("structure_name", "pk")
    found = Enquiry.objects.filter(
        shortlist=shortlist, frozen_at__isnull=False, recipients__in=sent
    ).distinct()
    rows = found.distinct().prefetch_related(Prefetch("recipients", queryset=sent, to_attr="sent"))
    return [_told(one, one.sent) for one in rows if draft is None or _words(one) != _words(draft)]


def _words(enquiry: Enquiry) -> tuple[str, str, list[str]]:
    return enquiry.subject, enquiry.message, enquiry.questions


def _told(enquiry: Enquiry, sent: list[EnquiryRecipient]) -> OtherText:
    names = ", ".join(one.structure_name for one in sent[:MOST_NAMED])
    if (more := len(sent) - MOST_NAMED) > 0:
        names += f" et {more} autre{'s' if more > 1 else ''}"
    return OtherText(enquiry, names, min((one.sent_at for one in sent if one.sent_at), default=None))
