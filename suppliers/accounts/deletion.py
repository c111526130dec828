"""An account goes, and nobody's structure with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial

from django.db import transaction
from django.utils import timezone

from suppliers import mailing
from suppliers.models import (
    ContactPerson,
    Document,
    Event,
    Invitation,
    MemberRole,
    OutgoingEmail,
    ReviewItem,
    ReviewKind,
    Structure,
    User,
)

from .emptied import goes_with_its_last_member, settle_emptied, withdraw
from .groups import Group, RefusedError, groups_of, name_of
from .member_actions import forget_invitations, pass_on
from .verified import verified_emails

LAST_ADMIN = (
    "Ce compte est le dernier qui administre l’annuaire : donnez d’abord ce rôle à quelqu’un d’autre, "
    "dans l’administration."
)


@transaction.atomic
def delete_account(
    user: User,
    *,
    handovers: Mapping[str, int],
    by: User | None,
    forget_contacts: Collection[int] = (),
    reason: str = "",
    site: str = "",
) -> None:
    """Delete an account and what is only its own. Everything, or (RefusedError) nothing.

    `handovers`: whom each owned place goes to (`Group.key` to the account's number); the oldest member for
    those not named. `forget_contacts`: numbers of the structures whose named contact is this person.
    `reason`: why, for the letter, when they did not ask for it themselves. `by`: None is the site itself.
    `site`: where it is served, for links in letters.
    """
    _lock(user)
    groups = groups_of(user)
    for group in sorted(groups, key=lambda group: (group.structure is None, group.place.pk)):
        group.lock()  # in one order, so that two who leave at once do not wait for each other
    outcomes = [_leave(group, user, handovers.get(group.key), by=by, site=site) for group in groups]
    _forget_claims(user, by=by)
    ReviewItem.objects.filter(assigned_to=user).update(assigned_to=None, assigned_at=None)
    _forget_contacts(user, groups, forget_contacts)
    address, addresses = user.email, {user.email.lower(), *verified_emails(user)} - {""}
    OutgoingEmail.objects.filter(to__in=[*addresses, address]).delete()
    Invitation.objects.filter(email__in=addresses).exclude(accepted_at=None, revoked_at=None).delete()
    Event.objects.record("accounts.delete_account" if by != user else "accounts.delete_own_account", by=by)
    user.delete()
    if address:
        mailing.write("account_deleted", {"reason": reason, "outcomes": outcomes}, to=address)


def _lock(user: User) -> None:
    """Two admins who leave at the same time: the second is the last. Letters to either are not held up."""
    locked = User.objects.select_for_update(no_key=True).order_by("pk")
    admins = locked.filter(is_superuser=True, is_active=True)
    if user.is_superuser and not [admin for admin in admins if admin.pk != user.pk]:
        raise RefusedError(LAST_ADMIN)
    if not locked.filter(pk=user.pk).exists():
        raise RefusedError("Ce compte est déjà supprimé.")


def _leave(group: Group, user: User, heir_pk: int | None, *, by: User | None, site: str) -> str:
    """Take the account out of a locked group; says what has become of it."""
    members = list(group.memberships.order_by("joined_at", "pk"))
    mine = next((member for member in members if member.user_id == user.pk), None)
    others = [member.user for member in members if member.user_id != user.pk]
    if mine is None:
        raise RefusedError(f"Vous n’êtes plus membre de {group} : relisez la page.")
    heir = _heir(group, others, heir_pk) if mine.role == MemberRole.OWNER else None
    if heir:
        pass_on(group, owner=user, to=heir, by=by)
        link = site and site + group.page()
        context = {"group": group, "before": name_of(user), "after": name_of(heir), "link": link}
        mailing.write("handover", {**context, "is_heir": True}, to=heir, structure=group.structure)
    group.place.memberships.filter(user=user).delete()
    forget_invitations(group, of=user)
    if others:
        return (
            f"{group} : {name_of(heir)} en est responsable."
            if heir
            else f"{group} : vous n’en êtes plus membre."
        )
    is_deleted = goes_with_its_last_member(group)
    is_shown = Structure.objects.published().filter(pk=group.place.pk).exists() if group.structure else False
    settle_emptied(group, by=by)
    if is_shown:
        return f"{group} : la fiche reste publiée, sans personne pour la tenir."
    if is_deleted:
        return f"{group} : tout est supprimé, ce qui attendait une décision aussi."
    return f"{group} : plus personne ne tient cette fiche, qui n’est pas publiée."


def _heir(group: Group, others: list[User], heir_pk: int | None) -> User | None:
    able = [user for user in others if user.is_active]
    if heir_pk is None:
        return able[0] if able else None
    chosen = next((user for user in able if user.pk == heir_pk), None)
    if chosen is None:
        raise RefusedError(f"La personne choisie n’est plus membre de {group} : choisissez-en une autre.")
    return chosen


def _forget_claims(user: User, *, by: User | None) -> None:
    """Withdraw those that wait. Of all, only what was decided stays: the proofs speak of the person."""
    claims = ReviewItem.objects.filter(submitted_by=user, kind=ReviewKind.CLAIM)
    withdraw(claims.open(), by=by)
    proofs = Document.objects.filter(item__in=claims)
    for file in (proof.file for proof in proofs):
        transaction.on_commit(partial(file.storage.delete, str(file.name)))
    proofs.delete()
    Event.objects.filter(item__in=claims, by=user).update(note="")  # what they answered, in their words
    claims.update(data={}, message="")


def _forget_contacts(user: User, groups: list[Group], numbers: Collection[int]) -> None:
    """A consent goes with the person who gave it; that of somebody else stays, whoever has recorded it."""
    mine = [group.place.pk for group in groups if group.structure and group.place.pk in numbers]
    ContactPerson.objects.filter(structure_id__in=mine).delete()
    Structure.objects.filter(pk__in=mine).update(updated_at=timezone.now())  # its page is drawn again
