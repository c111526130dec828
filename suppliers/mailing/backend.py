"""Where the account's own letters go in a demonstration: beside ours, to be read at /demo/courriels/."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMultiAlternatives

from suppliers.models import OutgoingEmail, User

ACCOUNT = "compte"


class OutboxBackend(BaseEmailBackend):
    """Django's EMAIL_BACKEND of a demonstration: it keeps what it is given, and sends nothing."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        rows = [_row(message, to) for message in email_messages for to in message.recipients()]
        OutgoingEmail.objects.bulk_create(rows)
        return len(email_messages)


def _row(message: EmailMessage, to: str) -> OutgoingEmail:
    alternatives = message.alternatives if isinstance(message, EmailMultiAlternatives) else []
    html = next((str(content) for content, kind in alternatives if kind == "text/html"), "")
    return OutgoingEmail(
        kind=ACCOUNT,
        to=to,
        subject=" ".join(str(message.subject).split())[:200],
        text=str(message.body),
        html=html,
        user=User.objects.filter(email__iexact=to).first(),
    )
