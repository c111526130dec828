"""The e-mails on their way."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from suppliers.models import OutgoingEmail, Structure, User

from .letters import compose
from .stopping import is_stopped, stop_headers, stop_url

logger = logging.getLogger(__name__)
MOST_ATTEMPTS = 12  # each after twice the time of the one before: three days
KEPT = timedelta(days=365)


def prepare(
    kind: str,
    context: dict[str, Any],
    *,
    to: User | str,
    structure: Structure | None = None,
    headers: dict[str, str] | None = None,
) -> OutgoingEmail | None:
    """A letter, not in the outbox yet. None where there is no address, or nobody who wants it any more."""
    address = to if isinstance(to, str) else to.email
    user = None if isinstance(to, str) else to
    if not address or is_stopped(to, kind):
        return None
    stop = stop_url(to, kind)
    letter = compose(kind, context | {"to": address, "user": user, "structure": structure}, stop_url=stop)
    return OutgoingEmail(
        kind=kind,
        to=address,
        subject=letter.subject[:200],
        text=letter.text,
        html=letter.html,
        headers=stop_headers(stop) | (headers or {}),
        user=user,
        structure=structure,
    )


def write(
    kind: str,
    context: dict[str, Any],
    *,
    to: User | str,
    structure: Structure | None = None,
    headers: dict[str, str] | None = None,
) -> OutgoingEmail | None:
    """Put a letter in the outbox, in the transaction of what it tells of; it leaves once that is kept.

    None for an account without an address, or who has asked for no more letters of this kind.
    """
    email = prepare(kind, context, to=to, structure=structure, headers=headers)
    if email is not None:
        email.save()
        transaction.on_commit(partial(_send_one, email.pk))
    return email


def write_many(emails: Iterable[OutgoingEmail]) -> None:
    """Put prepared letters in the outbox at once; `send_waiting` sends them."""
    OutgoingEmail.objects.bulk_create(emails, batch_size=500)


def waiting_count() -> int:
    return OutgoingEmail.objects.filter(sent_at=None).count()


def given_up() -> int:
    """How many will not be tried again."""
    return OutgoingEmail.objects.filter(sent_at=None, attempts__gte=MOST_ATTEMPTS).count()


def send_waiting(*, at_once: bool = False) -> int:
    """Send what could not leave before; returns how many left. One connection serves all.

    `at_once`: also what its last failures would have wait a little longer, or for ever.
    """
    if not settings.EMAILS_LEAVE:
        return 0
    waiting = OutgoingEmail.objects.filter(sent_at=None)
    due = waiting if at_once else waiting.filter(_is_due())
    keys = list(due.order_by("created_at", "pk").values_list("pk", flat=True))
    connection = get_connection()
    try:
        if keys:
            connection.open()
        return sum(_send_one(pk, connection) for pk in keys)
    except OSError as error:
        logger.warning("no e-mail can leave: %s", error)  # they have not been tried: they wait
        return 0
    finally:
        connection.close()


def _is_due() -> Q:
    """One minute after an e-mail was written, two, four, eight…"""
    now, due = timezone.now(), Q(attempts=0)
    for attempts in range(1, MOST_ATTEMPTS):
        due |= Q(attempts=attempts, created_at__lte=now - timedelta(minutes=2**attempts))
    return due


def _send_one(pk: int, connection: BaseEmailBackend | None = None) -> bool:
    """Whether it has left. A server that fails changes nothing for who pressed the button: it waits."""
    if not settings.EMAILS_LEAVE:
        return False
    with transaction.atomic():
        # Somebody else who sends it just now is not waited for: it leaves once.
        rows = OutgoingEmail.objects.select_for_update(skip_locked=True, of=("self",)).select_related("user")
        email = rows.filter(pk=pk, sent_at=None).first()
        if email is None:
            return False
        if email.user and email.kind in email.user.muted_emails:
            email.delete()
            return False
        try:
            _message(email, connection).send()
        except (
            OSError,
            ValueError,
        ) as error:  # SMTP's errors are some of the first, a bad header is the second
            logger.exception("e-mail %s could not leave", pk)
            email.attempts, email.last_error = email.attempts + 1, str(error)[:300]
            email.save(update_fields=["attempts", "last_error"])
            if connection is not None:
                connection.close()  # it may be of no use any more; the next e-mail opens another
            return False
        email.sent_at, email.text, email.html = timezone.now(), "", ""
        email.save(update_fields=["sent_at", "text", "html"])
        return True


def _message(email: OutgoingEmail, connection: BaseEmailBackend | None) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        email.subject,
        email.text,
        to=[email.to],
        headers=email.headers,
        connection=connection or get_connection(),
    )
    if email.html:
        message.attach_alternative(email.html, "text/html")
    return message


def forget_old() -> int:
    """Drop what was written more than a year ago; returns how many rows went."""
    return OutgoingEmail.objects.filter(created_at__lt=timezone.now() - KEPT).delete()[0]
