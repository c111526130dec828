"""The e-mails on their way."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.utils import timezone

from suppliers.models import OutgoingEmail, Structure, User

from .letters import compose

logger = logging.getLogger(__name__)
MOST_ATTEMPTS = 10


def write(
    kind: str,
    context: dict[str, Any],
    *,
    to: User | str,
    structure: Structure | None = None,
    headers: dict[str, str] | None = None,
) -> OutgoingEmail | None:
    """Put a letter in the outbox, in the transaction of what it tells of; it leaves once that is kept.

    None for an account without an address, or that has asked for no more letters of this kind.
    """
    address = to if isinstance(to, str) else to.email
    user = None if isinstance(to, str) else to
    if not address or (user and kind in user.muted_emails):
        return None
    letter = compose(kind, context | {"to": address, "user": user, "structure": structure})
    email = OutgoingEmail.objects.create(
        kind=kind,
        to=address,
        subject=letter.subject[:200],
        text=letter.text,
        html=letter.html,
        headers=headers or {},
        user=user,
        structure=structure,
    )
    transaction.on_commit(partial(_send_one, email.pk))
    return email


def send_waiting() -> int:
    """Send what could not leave before; returns how many left."""
    waiting = OutgoingEmail.objects.filter(sent_at=None, attempts__lt=MOST_ATTEMPTS)
    return sum(_send_one(pk) for pk in list(waiting.order_by("created_at").values_list("pk", flat=True)))


def _send_one(pk: int) -> bool:
    """Whether it has left. A server that fails changes nothing for who pressed the button: it waits."""
    if not settings.EMAILS_LEAVE:
        return False
    with transaction.atomic():
        # Somebody else who sends it just now is not waited for: it leaves once.
        email = OutgoingEmail.objects.select_for_update(skip_locked=True).filter(pk=pk, sent_at=None).first()
        if email is None:
            return False
        message = EmailMultiAlternatives(
            email.subject, email.text, to=[email.to], headers=email.headers, connection=get_connection()
        )
        message.attach_alternative(email.html, "text/html")
        try:
            message.send()
        except OSError as error:  # SMTP's errors are some of them
            logger.exception("e-mail %s could not leave", pk)
            email.attempts, email.last_error = email.attempts + 1, str(error)[:300]
            email.save(update_fields=["attempts", "last_error"])
            return False
        email.sent_at, email.text, email.html = timezone.now(), "", ""
        email.save(update_fields=["sent_at", "text", "html"])
        return True
