"""Which alerts are due on a day, and to whom: each reader's letter is written in a transaction of its own.

What was told is kept in the same transaction as the letter. A second run, one that goes on after another was
stopped, or one beside it, finds it told. Where one reader's letter cannot be written, the others have theirs.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from suppliers.models import AlertFrequency, User
from suppliers.search.state import State

from .losses import tell_losses
from .news import tell_news
from .saved import LOSSES, NEWS

Tell = Callable[[User, State], bool]
logger = logging.getLogger(__name__)


@dataclass
class Written:
    """How many letters of each kind; `failed`: how many could not be written, and wait for the next run."""

    letters: dict[str, int] = field(default_factory=lambda: {NEWS: 0, LOSSES: 0})
    failed: int = 0


def write_alerts(at: State) -> Written:
    """Put the alerts that are due in the outbox."""
    written = Written()
    _write_to(readers_of_news(), NEWS, tell_news, at, written)
    _write_to(readers_of_losses(), LOSSES, tell_losses, at, written)
    return written


def _write_to(readers: QuerySet[User], kind: str, tell: Tell, at: State, written: Written) -> None:
    for pk in list(readers.order_by("pk").values_list("pk", flat=True)):
        try:
            written.letters[kind] += _write_one(pk, kind, tell, at)
        except Exception:  # whatever is wrong with one, the others are told
            logger.exception("no alert %s for the account %d", kind, pk)
            written.failed += 1


@transaction.atomic
def _write_one(pk: int, kind: str, tell: Tell, at: State) -> bool:
    with connection.cursor() as cursor:  # two runs at once: the second finds it written
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('send_alerts'))")
    reader = _reachable(kind).filter(pk=pk).first()  # as it is now
    return bool(reader and tell(reader, at))


def _reachable(kind: str) -> QuerySet[User]:
    """Those who can be written to, and have not stopped this kind of letter."""
    return User.objects.filter(is_active=True).exclude(email="").exclude(muted_emails__contains=[kind])


def readers_of_news() -> QuerySet[User]:
    followed = ~Q(saved_searches__frequency=AlertFrequency.NEVER) & Q(saved_searches__isnull=False)
    return _reachable(NEWS).filter(followed).distinct()


def readers_of_losses() -> QuerySet[User]:
    """Whoever has a shortlist, alone or with their organisation; how often is looked at one by one."""
    own = Q(workspace__shortlists__isnull=False)
    shared = Q(buyer_memberships__organisation__workspace__shortlists__isnull=False)
    return _reachable(LOSSES).filter(own | shared).distinct()
