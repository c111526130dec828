"""Members come and go, and the ownership changes hands. `site`: where it is served, for links in letters."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from suppliers import mailing
from suppliers.models import BuyerMembership, BuyerOrganisation, MemberRole, User

from .emptied import settle_emptied
from .groups import Group, Membership, RefusedError, name_of

MOST_ORGANISATIONS = 10  # for one account


@transaction.atomic
def join(group: Group, user: User, *, by: User | None) -> Membership:
    """An editor; the owner where there is none. Twice changes nothing more."""
    group.lock()
    present: Membership | None = group.memberships.filter(user=user).first()
    if present:
        return present
    has_owner = group.memberships.filter(role=MemberRole.OWNER).exists()
    role = MemberRole.EDITOR if has_owner else MemberRole.OWNER
    made: Membership = group.place.memberships.create(user=user, role=role)
    group.record("accounts.join", by=by, after={"user": user.pk, "role": role})
    return made


@transaction.atomic
def hand_over(group: Group, *, to: User, by: User, site: str) -> None:
    """Make another member the owner; the owner becomes an editor. Raises when either is so no more."""
    group.lock()
    pass_on(group, owner=by, to=to, by=by)
    context = {"group": group, "before": name_of(by), "after": name_of(to), "link": site + group.page()}
    for somebody in (by, to):
        mailing.write(
            "handover", {**context, "is_heir": somebody == to}, to=somebody, structure=group.structure
        )


def pass_on(group: Group, *, owner: User, to: User, by: User | None) -> None:
    """The ownership alone, in a group that the caller has locked."""
    roles = dict(group.memberships.filter(user__in=[owner, to]).values_list("user", "role"))
    if roles.get(owner.pk) != MemberRole.OWNER:
        raise RefusedError(f"Vous n’êtes plus responsable de {group} : rien n’a été changé.")
    if to.pk not in roles or not to.is_active:
        raise RefusedError(f"{name_of(to)} n’est plus membre de {group} : choisissez quelqu’un d’autre.")
    if to == owner:
        return
    group.place.memberships.filter(user=owner).update(role=MemberRole.EDITOR)
    group.place.memberships.filter(user=to).update(role=MemberRole.OWNER)
    group.record("accounts.hand_over", by=by, before={"owner": owner.pk}, after={"owner": to.pk})


@transaction.atomic
def remove_member(group: Group, *, who: User, by: User) -> None:
    """Put somebody out. The invitations they have sent go too: else they let themselves in again."""
    group.lock()
    if not group.memberships.filter(user=by, role=MemberRole.OWNER).exists():
        raise RefusedError(f"Vous n’êtes plus responsable de {group} : rien n’a été changé.")
    if who == by:
        raise RefusedError("Pour partir vous-même, passez par « Quitter ».")
    gone, _ = group.place.memberships.filter(user=who).delete()
    if not gone:
        raise RefusedError(f"{name_of(who)} n’est plus membre de {group}.")
    forget_invitations(group, of=who)
    group.record("accounts.remove_member", by=by, before={"user": who.pk})
    mailing.write("removed", {"group": group, "by": name_of(by)}, to=who, structure=group.structure)


def forget_invitations(group: Group, *, of: User) -> None:
    """Nobody joins on the word of somebody who is no member any more."""
    group.invitations.open().filter(invited_by=of).update(revoked_at=timezone.now())


@transaction.atomic
def leave(group: Group, *, who: User, site: str) -> None:
    """Go of one's own accord. An owner hands over first; after the last one, see `settle_emptied`."""
    group.lock()
    others = list(group.memberships.exclude(user=who))
    present = group.memberships.filter(user=who).first()
    if present is None:
        raise RefusedError(f"Vous n’êtes plus membre de {group}.")
    if others and present.role == MemberRole.OWNER:
        raise RefusedError("Avant de partir, confiez d’abord la responsabilité à un autre membre.")
    present.delete()
    forget_invitations(group, of=who)
    group.record("accounts.leave", by=who)
    if not others:
        settle_emptied(group, by=who)
    elif others[0].role == MemberRole.OWNER:
        context = {"group": group, "who": name_of(who), "link": site + group.page()}
        mailing.write("left", context, to=others[0].user, structure=group.structure)


@transaction.atomic
def create_organisation(*, name: str, siret: str, by: User) -> BuyerOrganisation:
    """A contracting authority, of which this account is the owner. Asked twice, it is made once."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    mine = BuyerOrganisation.objects.filter(memberships__user=by)
    if present := mine.filter(name__iexact=name, siret=siret).first():
        return present
    if mine.count() >= MOST_ORGANISATIONS:
        raise RefusedError(
            f"Un compte a {MOST_ORGANISATIONS} organisations au plus : quittez-en une d’abord."
        )
    made = BuyerOrganisation(name=name, siret=siret)
    made.full_clean()
    made.save()
    BuyerMembership.objects.create(organisation=made, user=by, role=MemberRole.OWNER)
    Group(made).record("accounts.create_organisation", by=by)
    return made
