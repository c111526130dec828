"""The structures of one enquiry, as its page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from suppliers.models import Enquiry, EnquiryRecipient

from .enquiries import public_address
from .letter import Opening, body_of, mailto, opening_of
from .links import answer_url
from .sending import refusals
from .told import answers_of


@dataclass(frozen=True)
class Row:
    """`refusal`: why the site cannot write to it; `mailto` and `body`: for the officer's own mail.

    `opening`: what that message opens with; what is too long is to be pasted.
    """

    recipient: EnquiryRecipient
    address: str
    refusal: str
    mailto: str
    opening: Opening
    body: str
    link: str
    answers: tuple[tuple[str, str], ...]

    @property
    def is_waiting(self) -> bool:
        """Whether its letter is still to be sent: who has answered needs none, noted as sent or not."""
        return _is_waiting(self.recipient)


def rows_of(enquiry: Enquiry) -> list[Row]:
    """Four queries at most, whatever their number. Links are there once the text is frozen."""
    found = list(enquiry.recipients.select_related("structure", "noted_by"))
    refused = refusals([one for one in found if _is_waiting(one)]) if enquiry.is_by_site else {}
    for one in found:
        one.enquiry = enquiry
    opening = opening_of(enquiry, found) if enquiry.frozen_at else Opening.ADDRESS
    return [_row(enquiry, one, refused.get(one.pk, ""), opening) for one in found]


def _is_waiting(one: EnquiryRecipient) -> bool:
    return one.sent_at is None and one.answered_at is None


def _row(enquiry: Enquiry, one: EnquiryRecipient, refusal: str, opening: Opening) -> Row:
    is_out = enquiry.frozen_at is not None
    return Row(
        recipient=one,
        address=one.email or public_address(one.structure),
        refusal=refusal,
        mailto=mailto(enquiry, one, opening) if is_out else "",
        opening=opening,
        body=body_of(enquiry, one) if is_out else "",
        link=answer_url(one) if is_out else "",
        answers=answers_of(enquiry, one),
    )
