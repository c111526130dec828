"""The structures of one enquiry, as its page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from suppliers.models import Enquiry, EnquiryRecipient

from .enquiries import public_address
from .letter import body_of, fits, mailto
from .links import answer_url
from .sending import refusals
from .told import answers_of


@dataclass(frozen=True)
class Row:
    """`refusal`: why the site cannot write to it; `mailto` and `body`: for the officer's own mail.

    `mailto_has_text`: whether it opens with the letter, which is otherwise too long and to be pasted.
    """

    recipient: EnquiryRecipient
    address: str
    refusal: str
    mailto: str
    mailto_has_text: bool
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
    has_text = enquiry.frozen_at is not None and fits(enquiry, found)
    return [_row(enquiry, one, refused.get(one.pk, ""), has_text) for one in found]


def _is_waiting(one: EnquiryRecipient) -> bool:
    return one.sent_at is None and one.answered_at is None


def _row(enquiry: Enquiry, one: EnquiryRecipient, refusal: str, has_text: bool) -> Row:
    is_out = enquiry.frozen_at is not None
    return Row(
        recipient=one,
        address=one.email or public_address(one.structure),
        refusal=refusal,
        mailto=mailto(enquiry, one, has_text=has_text) if is_out else "",
        mailto_has_text=has_text,
        body=body_of(enquiry, one) if is_out else "",
        link=answer_url(one) if is_out else "",
        answers=answers_of(enquiry, one),
    )
