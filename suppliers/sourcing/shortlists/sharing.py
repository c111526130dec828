"""A secret link by which a shortlist is read, and nothing else: until it ends, or is taken back."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from suppliers.models import ShareLink, Shortlist, User
from suppliers.workspace.history import record

DAYS = (7, 30, 90)
MOST_OPEN = 20  # of one shortlist
SALT = "suppliers.shortlist.share"


class TooManyLinksError(Exception):
    """A French sentence for who asked."""

    def __init__(self) -> None:
        super().__init__(f"Cette sélection a déjà {MOST_OPEN} liens valables : annulez-en un.")


def token_of(link: ShareLink) -> str:
    """What its address holds: the key, signed."""
    return signing.Signer(salt=SALT).sign(link.key.hex)


def link_of(token: str) -> ShareLink | None:
    """The link whose address it is, if it may still be read."""
    try:
        key = UUID(signing.Signer(salt=SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    found = open_links().select_related("shortlist__need", "shortlist__workspace__organisation")
    return found.filter(key=key).first()


def open_links() -> QuerySet[ShareLink]:
    return ShareLink.objects.filter(Q(expires_at__gt=timezone.now()), revoked_at=None)


@transaction.atomic
def open_link(shortlist: Shortlist, *, days: int, by: User | None) -> ShareLink:
    """Raises TooManyLinksError."""
    if open_links().filter(shortlist=shortlist).count() >= MOST_OPEN:
        raise TooManyLinksError
    until = timezone.now() + dt.timedelta(days=days)
    made = ShareLink.objects.create(shortlist=shortlist, created_by=by, expires_at=until)
    record("shortlist.share", workspace=shortlist.workspace, by=by, shortlist=shortlist, days=days)
    return made


@transaction.atomic
def revoke_link(link: ShareLink, *, by: User | None) -> None:
    """From now on it opens nothing. Taking it back twice changes nothing."""
    if link.revoked_at:
        return
    link.revoked_at = timezone.now()
    link.save(update_fields=["revoked_at"])
    shortlist = link.shortlist
    record("shortlist.unshare", workspace=shortlist.workspace, by=by, shortlist=shortlist)
