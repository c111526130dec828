"""Colleagues are asked to join, by a link whose secret only their mailbox knows."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from suppliers import mailing
from suppliers.models import Event, Invitation, MemberRole, OutgoingEmail, User

from .groups import Group, Membership, RefusedError, name_of
from .member_actions import join
from .verified import verified_emails

VALID_FOR = dt.timedelta(days=14)
HOUR = dt.timedelta(hours=1)
MOST_OPEN = 20  # for one group
MOST_PER_HOUR = 20  # sent by one account, to whomever
MOST_PER_ADDRESS = 3  # in an hour, from whomever


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def invitation_of(secret: str) -> Invitation | None:
    found = Invitation.objects.select_related("structure", "organisation", "invited_by")
    return found.filter(secret_digest=digest_of(secret)).first()


def group_of(invitation: Invitation) -> Group:
    place = invitation.structure or invitation.organisation
    assert place is not None  # the database says so
    return Group(place)


@transaction.atomic
def invite(group: Group, *, email: str, by: User, site: str) -> Invitation:
    """Ask somebody to join. An address that was asked already gets its letter again, with a new link.

    Whether it has an account changes nothing. Raises RefusedError.
    """
    address = email.strip().lower()
    group.lock()
    if not group.memberships.filter(user=by).exists():
        raise RefusedError(f"Vous n’êtes plus membre de {group}.")
    if group.memberships.filter(user__email__iexact=address).exists():
        raise RefusedError(f"{address} est déjà membre.")
    present = group.invitations.open().filter(email__iexact=address).first()
    if present is None and group.invitations.open().count() >= MOST_OPEN:
        raise RefusedError(
            f"{MOST_OPEN} invitations attendent déjà : annulez-en une, ou attendez une réponse."
        )
    invitation = present or Invitation(email=address, **group.link)
    invitation.invited_by = by
    _send(invitation, group, by=by, site=site)
    return invitation


@transaction.atomic
def send_again(group: Group, *, invitation: Invitation, by: User, site: str) -> None:
    """The link that was sent before leads nowhere any more."""
    group.lock()
    current = group.invitations.filter(pk=invitation.pk).first()
    if current is None or current.accepted_at or current.revoked_at:
        raise RefusedError("Cette invitation n’attend plus de réponse.")
    if group.memberships.filter(user__email__iexact=current.email).exists():
        raise RefusedError(f"{current.email} est déjà membre.")
    others = group.invitations.open().filter(email__iexact=current.email).exclude(pk=current.pk)
    if others.exists():  # it had ended, and another was written since
        raise RefusedError(f"Une invitation plus récente attend déjà {current.email}.")
    _send(current, group, by=by, site=site)


@transaction.atomic
def revoke(group: Group, *, invitation: Invitation, by: User) -> None:
    group.lock()
    if not group.memberships.filter(user=by, role=MemberRole.OWNER).exists():
        raise RefusedError(f"Vous n’êtes plus responsable de {group} : rien n’a été changé.")
    waiting = group.invitations.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if not waiting.update(revoked_at=timezone.now()):
        raise RefusedError("Cette invitation n’attend plus de réponse.")
    group.record("accounts.revoke_invitation", by=by, before={"invitation": invitation.pk})


@transaction.atomic
def accept(invitation: Invitation, *, by: User) -> Membership:
    """Join. RefusedError when it has been used, revoked or has ended meanwhile, or is for another address."""
    group = group_of(invitation)
    group.lock()
    current = Invitation.objects.open().filter(pk=invitation.pk).first()
    if current is None or current.secret_digest != invitation.secret_digest:
        raise RefusedError("Cette invitation n’est plus valable : demandez qu’on vous la renvoie.")
    if current.email.lower() not in verified_emails(by):
        raise RefusedError("Cette invitation est pour une autre adresse que la vôtre.")
    member = join(group, by, by=current.invited_by)
    current.accepted_at = timezone.now()
    current.save(update_fields=["accepted_at"])
    return member


def _send(invitation: Invitation, group: Group, *, by: User, site: str) -> None:
    """A new secret and its letter: only the digest of the one before is known."""
    _refuse_too_many(invitation.email, by=by)
    secret = secrets.token_urlsafe(32)
    invitation.secret_digest = digest_of(secret)
    invitation.expires_at = timezone.now() + VALID_FOR
    invitation.save()
    group.record("accounts.invite", by=by, after={"invitation": invitation.pk})
    context = {
        "group": group,
        "by": name_of(by),
        "link": site + reverse("accounts:invitation", args=[secret]),
        "until": timezone.localtime(invitation.expires_at).date(),
    }
    mailing.write("invitation", context, to=invitation.email, structure=group.structure)


def _refuse_too_many(address: str, *, by: User) -> None:
    since = timezone.now() - HOUR
    if Event.objects.filter(action="accounts.invite", by=by, at__gt=since).count() >= MOST_PER_HOUR:
        raise RefusedError(f"Vous avez envoyé {MOST_PER_HOUR} invitations en une heure : attendez un peu.")
    letters = OutgoingEmail.objects.filter(kind="invitation", to__iexact=address, created_at__gt=since)
    if letters.count() >= MOST_PER_ADDRESS:
        raise RefusedError(f"{address} vient de recevoir plusieurs invitations : attendez une heure.")
