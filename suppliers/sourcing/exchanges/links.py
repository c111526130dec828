"""The signed page where a structure answers without an account."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from suppliers.models import EnquiryRecipient

SALT = "sourcing.answer"


def answer_token(recipient: EnquiryRecipient) -> str:
    return signing.Signer(salt=SALT).sign(recipient.key.hex)


def answer_url(recipient: EnquiryRecipient) -> str:
    """As a letter gives it."""
    return settings.SITE_URL + reverse("sourcing:answer", args=[answer_token(recipient)])


def recipient_of(token: str) -> EnquiryRecipient | None:
    """None for a token that is not ours, of an enquiry that is gone, or whose text may still change."""
    try:
        key = UUID(hex=signing.Signer(salt=SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    rows = EnquiryRecipient.objects.select_related(
        "enquiry__shortlist__workspace__organisation",
        "enquiry__shortlist__need",
        "enquiry__created_by",
        "structure",
    )
    return rows.filter(key=key, enquiry__frozen_at__isnull=False).first()
