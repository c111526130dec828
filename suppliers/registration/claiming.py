"""Somebody says that they act for a structure: a proof opens it, or people decide."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from suppliers import mailing
from suppliers.accounts.roles import owner_of
from suppliers.accounts.verified import verified_emails
from suppliers.models import Event, ReviewItem, ReviewKind, Structure, StructureMembership, User
from suppliers.profiles.documents import keep_document
from suppliers.profiles.joining import grant_access
from suppliers.profiles.proofs import Proof
from suppliers.profiles.queue import submit

from .own_domain import proof_by_mail, published_addresses

_A_DAY = dt.timedelta(days=1)


class TakenMeanwhileError(Exception):
    """Somebody else has become a member of the structure since the page was shown."""


class Asked(StrEnum):
    SENT = "sent"
    ALREADY = "already"  # within the day
    NOBODY = "nobody"  # there is no owner who could be asked


def opens_at_once(structure: Structure, user: User) -> str:
    """The rule (French) by which this account gets the structure without being asked for more."""
    is_free = structure.status == Structure.Status.PUBLISHED and structure.admin_state != "F"
    if not is_free or structure.memberships.exists():
        return ""
    return proof_by_mail(structure, verified_emails(user))


@transaction.atomic
def claim_at_once(*, structure: Structure, by: User, address: str) -> StructureMembership | None:
    """Give access to who has proven it by their mail; None when they have not. `address` of the dashboard.

    Raises TakenMeanwhileError: of two who come together, the second is told.
    """
    locked = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    present = locked.memberships.filter(user=by).first()
    if present:
        return present
    if locked.memberships.exists():
        raise TakenMeanwhileError
    rule = opens_at_once(locked, by)
    if not rule:
        return None
    made = grant_access(locked, by, by=None, note=rule)
    Event.objects.record("registration.claim", by=by, structure=locked, note=rule)
    # What had been asked of the team is answered.
    _own_claims(locked, by).update(
        status=ReviewItem.Status.WITHDRAWN, decided_at=timezone.now(), version=F("version") + 1
    )
    told = {"name": str(locked), "address": address}
    mailing.write("claim-granted", told, to=by, structure=locked)
    for published in published_addresses(locked) - verified_emails(by):
        mailing.write("claim-notice", told, to=published, structure=locked)
    return made


def _own_claims(structure: Structure, user: User) -> QuerySet[ReviewItem]:
    return ReviewItem.objects.open().filter(kind=ReviewKind.CLAIM, structure=structure, key=str(user.pk))


@transaction.atomic
def ask_the_team(
    *, structure: Structure, by: User, explanation: str, proof: Proof | None, address: str
) -> ReviewItem:
    """Put a claim in the queue, with what proves it; pressed twice it is one. `address` of the list."""
    locked = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    data = {
        "emails": sorted(verified_emails(by)),
        "status": locked.status,
        "has_members": locked.memberships.exists(),
    }
    item, is_new = submit(ReviewKind.CLAIM, locked, key=str(by.pk), by=by, message=explanation, data=data)
    if not is_new:
        return item
    if proof:
        keep_document(proof, structure=locked, by=by, item=item)
    Event.objects.record("registration.claim", by=by, structure=locked, item=item)
    mailing.write("claim-received", {"key": locked.siret or locked.rna, "address": address}, to=by)
    return item


@transaction.atomic
def ask_the_owner(*, structure: Structure, by: User, message: str, address: str) -> Asked:
    """Write to who keeps the structure, that somebody would like to join. `address` of its members' page.

    Once a day for one account: pressed twice, it is one letter.
    """
    locked = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    owner = owner_of(locked)
    if owner is None or not owner.is_active:
        return Asked.NOBODY
    since = timezone.now() - _A_DAY
    if Event.objects.filter(action="registration.ask-owner", by=by, structure=locked, at__gt=since).exists():
        return Asked.ALREADY
    told = {
        "name": str(locked),
        "who": by.get_full_name(),
        "email": min(verified_emails(by), default="") or by.email,
        "message": message,
        "address": address,
    }
    mailing.write("access-asked", told, to=owner, structure=locked)
    Event.objects.record("registration.ask-owner", by=by, structure=locked)
    return Asked.SENT
