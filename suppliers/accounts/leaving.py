"""What the deletion of an account would do, said before it is done, place by place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects

from suppliers.models import ContactPerson, MemberRole, ReviewItem, ReviewKind, Structure, User

from .emptied import goes_with_its_last_member
from .groups import Group, Membership, groups_of, name_of


@dataclass(frozen=True)
class Fate:
    """What becomes of one place that the account is a member of."""

    group: Group
    is_owner: bool
    others: list[User]
    contact: ContactPerson | None  # recorded by this account, or with its address
    contact_is_them: bool

    @property
    def heirs(self) -> list[User]:
        """Among whom the next owner is chosen, the oldest member first; none when nothing is handed over."""
        return [user for user in self.others if user.is_active] if self.is_owner else []

    @property
    def is_emptied(self) -> bool:
        return not self.others

    @property
    def is_deleted(self) -> bool:
        return self.is_emptied and goes_with_its_last_member(self.group)

    @property
    def in_words(self) -> str:
        if self.is_deleted and self.group.structure:
            return "Ce brouillon, que personne d’autre ne tient, est supprimé avec ses documents."
        if self.is_deleted:
            return "Vous en êtes le dernier membre : l’organisation est supprimée."
        if self.is_emptied:
            return self._without_keeper()
        if self.is_owner:
            return "La responsabilité passe à la personne que vous choisissez ci-dessous."
        return "Les autres membres continuent sans vous."

    def _without_keeper(self) -> str:
        structure = self.group.structure
        if structure and structure.status == Structure.Status.PUBLISHED:
            return (
                "La fiche reste publiée, mais personne ne la tient plus. "
                "Ce qui attendait une décision est retiré ; vos documents restent comme preuves."
            )
        return "La fiche n’est plus tenue par personne ; elle n’est pas publiée."


def fates_of(user: User) -> list[Fate]:
    """In the order of the account's places: structures, then organisations."""
    groups = groups_of(user)
    for kind in (True, False):
        places: list[Any] = [group.place for group in groups if bool(group.structure) is kind]
        prefetch_related_objects(places, "memberships__user")
    ids = [group.structure.pk for group in groups if group.structure]
    contacts = {found.structure_id: found for found in ContactPerson.objects.filter(structure_id__in=ids)}
    return [_fate(group, user, contacts.get(group.place.pk) if group.structure else None) for group in groups]


def _fate(group: Group, user: User, contact: ContactPerson | None) -> Fate:
    members: list[Membership] = sorted(
        group.place.memberships.all(), key=lambda member: (member.joined_at, member.pk)
    )
    is_them = bool(contact and _is_them(contact, user))
    recorded = contact and (is_them or contact.consent_recorded_by_id == user.pk)
    return Fate(
        group=group,
        is_owner=any(m.user_id == user.pk and m.role == MemberRole.OWNER for m in members),
        others=[member.user for member in members if member.user_id != user.pk],
        contact=contact if recorded else None,
        contact_is_them=is_them,
    )


def _is_them(contact: ContactPerson, user: User) -> bool:
    """By the address, or by the name: it is asked in any case, this says what is ticked at first."""
    names = {user.get_full_name().casefold(), name_of(user).casefold()} - {""}
    same_address = bool(user.email) and contact.email.casefold() == user.email.casefold()
    return same_address or contact.name.casefold() in names


def claims_of(user: User) -> list[ReviewItem]:
    """What this account has asked for, and that goes with it."""
    waiting = ReviewItem.objects.open().filter(submitted_by=user, kind=ReviewKind.CLAIM)
    return list(waiting.select_related("structure"))
