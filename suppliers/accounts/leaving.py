"""What the deletion of an account would do, said before it is done, place by place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, prefetch_related_objects

from suppliers.models import (
    ContactPerson,
    Invitation,
    MemberRole,
    ReviewItem,
    ReviewKind,
    Structure,
    User,
)

from .emptied import ITS_OWN, goes_with_its_last_member
from .groups import Group, Membership, groups_of, name_of
from .working import work_of


@dataclass(frozen=True)
class Fate:
    """What becomes of one place that the account is a member of."""

    group: Group
    is_owner: bool
    others: list[User]
    contact: ContactPerson | None  # recorded by this account, or with its address
    contact_is_them: bool
    waiting: Mapping[str, int]  # how many of each kind wait for a decision
    invited: list[str]  # to whom the invitations that go with the account were sent

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
    def sentences(self) -> list[str]:
        """What is said of it: the place itself, what waits, who was invited."""
        said = [self._in_words(), self._of_what_waits()]
        if self.is_deleted and self.waiting.get(ReviewKind.CLAIM):
            said.append("Quelqu’un d’autre demande à tenir cette fiche : sa demande disparaît avec elle.")
        if self.invited:
            s = "s" if len(self.invited) > 1 else ""
            said.append(f"Invitation{s} sans réponse, annulée{s} : {', '.join(self.invited)}.")
        return [sentence for sentence in said if sentence]

    def _in_words(self) -> str:
        structure = self.group.structure
        if self.is_deleted and structure:
            is_sent = structure.status == Structure.Status.PENDING
            this = "Cette inscription" if is_sent else "Ce brouillon"
            e = "e" if is_sent else ""
            return f"{this}, que personne d’autre ne tient, est supprimé{e} avec ses documents et ses photos."
        if self.is_deleted:
            return (
                "Vous en êtes le dernier membre : l’organisation est supprimée, avec les besoins, "
                "sélections, dossiers, recherches et dépenses gardés avec elle."
            )
        if structure and self.is_emptied:
            return _WITHOUT_KEEPER.get(structure.status, _HIDDEN)
        if self.heirs:
            return "La responsabilité passe à la personne que vous choisissez ci-dessous."
        if self.is_owner:
            return "Les comptes des autres membres sont fermés : il n’y a plus de responsable."
        return "Les autres membres continuent sans vous."

    def _of_what_waits(self) -> str:
        """Only what its members have asked for: the rest waits without them."""
        what = ", ".join(
            words if count == 1 else several.format(count)
            for kind, (words, several) in _ASKED.items()
            if (count := self.waiting.get(kind, 0))
        )
        if not what:
            return ""
        if not self.is_emptied:
            return f"Ce qui attend une décision l’attend toujours, sans votre nom : {what}."
        return f"Ce qui attend une décision est {'supprimé' if self.is_deleted else 'retiré'} : {what}."


_HIDDEN = "La fiche n’est plus tenue par personne ; elle n’est pas publiée. Ses documents restent avec elle."
_WITHOUT_KEEPER: dict[str, str] = {
    Structure.Status.PUBLISHED: (
        "La fiche reste publiée, mais personne ne la tient plus. Vos documents restent comme preuves."
    ),
    Structure.Status.PENDING: (
        "La fiche vient d’une liste officielle : elle redevient un brouillon, que personne ne tient plus. "
        "Ses documents restent avec elle."
    ),
}
_ASKED: dict[str, tuple[str, str]] = {
    ReviewKind.STRUCTURE: ("la demande d’inscription", "{} demandes d’inscription"),
    ReviewKind.CHANGE: ("les modifications proposées", "{} modifications proposées"),
    ReviewKind.CERTIFICATION: ("une certification proposée", "{} certifications proposées"),
}


def fates_of(user: User) -> list[Fate]:
    """In the order of the account's places: structures, then organisations."""
    groups = groups_of(user)
    for kind in (True, False):
        places: list[Any] = [group.place for group in groups if bool(group.structure) is kind]
        prefetch_related_objects(places, "memberships__user")
    ids = [group.structure.pk for group in groups if group.structure]
    contacts = {found.structure_id: found for found in ContactPerson.objects.filter(structure_id__in=ids)}
    waiting = _waiting(ids)
    invitations = list(
        Invitation.objects.open().filter(
            Q(structure__in=ids)
            | Q(organisation__in=[group.place.pk for group in groups if not group.structure])
        )
    )
    return [
        _fate(
            group,
            user,
            contacts.get(group.place.pk) if group.structure else None,
            waiting[group.place.pk] if group.structure else {},
            [
                sent
                for sent in invitations
                if (sent.structure_id or sent.organisation_id) == group.place.pk
                and bool(sent.structure_id) is bool(group.structure)
            ],
        )
        for group in groups
    ]


def _waiting(structures: list[int]) -> Mapping[int, Mapping[str, int]]:
    """By structure: what has been asked for, and who claims it."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    items = ReviewItem.objects.open().filter(structure__in=structures, kind__in=[*ITS_OWN, ReviewKind.CLAIM])
    for structure, kind in items.values_list("structure", "kind"):
        found[structure][kind] += 1
    return found


def _fate(
    group: Group,
    user: User,
    contact: ContactPerson | None,
    waiting: Mapping[str, int],
    invitations: list[Invitation],
) -> Fate:
    members: list[Membership] = sorted(
        group.place.memberships.all(), key=lambda member: (member.joined_at, member.pk)
    )
    is_them = bool(contact and _is_them(contact, user))
    recorded = contact and (is_them or contact.consent_recorded_by_id == user.pk)
    others = [member.user for member in members if member.user_id != user.pk]
    return Fate(
        group=group,
        is_owner=any(m.user_id == user.pk and m.role == MemberRole.OWNER for m in members),
        others=others,
        contact=contact if recorded else None,
        contact_is_them=is_them,
        waiting=waiting,
        invited=[sent.email for sent in invitations if not others or sent.invited_by_id == user.pk],
    )


def _is_them(contact: ContactPerson, user: User) -> bool:
    """By the address, or by the name: it is asked in any case, this says what is ticked at first."""
    names = {user.get_full_name().casefold(), name_of(user).casefold()} - {""}
    same_address = bool(user.email) and contact.email.casefold() == user.email.casefold()
    return same_address or contact.name.casefold() in names


def traces_of(user: User) -> list[str]:
    """What goes or stays beside the places, as far as this account has any of it."""
    claims = list(
        ReviewItem.objects.filter(submitted_by=user, kind=ReviewKind.CLAIM).select_related("structure")
    )
    waiting = [str(claim.structure) for claim in claims if claim.is_open]
    said = []
    if waiting:
        s, les = ("s", "Vos revendications sont") if len(waiting) > 1 else ("", "Votre revendication est")
        said.append(f"{les} retirée{s} : {', '.join(waiting)}.")
    if claims:
        said.append(
            "Ce que vous avez écrit et joint pour revendiquer une fiche est effacé, même après une décision."
        )
    if ReviewItem.objects.filter(assigned_to=user).exists():
        said.append("Les demandes que vous suivez dans la file n’ont plus personne qui les suive.")
    said += work_of(user)
    if user.email:
        said.append(
            "Les lettres qui vous attendaient ne partent pas ; une dernière vous confirme la suppression, "
            f"à {user.email}."
        )
    return said
