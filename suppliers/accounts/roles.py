"""Who may do what. Every door asks here; a template that shows a door asks here too."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from suppliers.models import BuyerMembership, MemberRole, Structure, StructureMembership, User


def is_admin(user: Any) -> bool:
    return bool(user.is_authenticated and user.is_active and user.is_superuser)


def is_validator(user: Any) -> bool:
    """An admin is one too."""
    return is_admin(user) or bool(user.is_authenticated and user.is_active and user.is_validator)


def is_buyer(user: Any) -> bool:
    return bool(user.is_authenticated) and BuyerMembership.objects.filter(user=user).exists()


def territories_validated(user: User) -> list[int]:
    """Ids of the territories that a validator is limited to; empty for all."""
    return [] if user.is_superuser else list(user.validator_territories.values_list("pk", flat=True))


def can_validate(user: Any, structure: Structure) -> bool:
    """Whether this account decides on what concerns this structure."""
    if not is_validator(user):
        return False
    limits = territories_validated(user)
    return not limits or bool(
        structure.territory and set(limits).intersection(structure.territory.ancestor_ids)
    )


def structures_of(user: Any) -> QuerySet[Structure]:
    """Those that somebody is a member of."""
    if not user.is_authenticated:
        return Structure.objects.none()
    return Structure.objects.filter(memberships__user=user)


def can_edit(user: Any, structure: Structure) -> bool:
    """A member, owner or editor."""
    return structures_of(user).filter(pk=structure.pk).exists()


def can_manage_members(user: Any, structure: Structure) -> bool:
    """The owner: who else is a member, and who takes over."""
    owners = StructureMembership.objects.filter(structure=structure, role=MemberRole.OWNER)
    return bool(user.is_authenticated) and owners.filter(user=user).exists()


def owner_of(structure: Structure) -> User | None:
    owners = structure.memberships.filter(role=MemberRole.OWNER).select_related("user")
    found = owners.first()
    return found.user if found else None
