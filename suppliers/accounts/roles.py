"""Who may do what. Every door asks here; a template that shows a door asks here too."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from suppliers.models import BuyerOrganisation, MemberRole, Structure, User


def is_known(user: Any) -> bool:
    """Signed in, with an account that is not closed."""
    return bool(user.is_authenticated and user.is_active)


def is_admin(user: Any) -> bool:
    return bool(is_known(user) and user.is_superuser)


def is_validator(user: Any) -> bool:
    """An admin is one too."""
    return is_admin(user) or bool(is_known(user) and user.is_validator)


def is_buyer(user: Any) -> bool:
    return organisations_of(user).exists()


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
    if not is_known(user):
        return Structure.objects.none()
    return Structure.objects.filter(memberships__user=user)


def organisations_of(user: Any) -> QuerySet[BuyerOrganisation]:
    """The buyer organisations that somebody is a member of."""
    if not is_known(user):
        return BuyerOrganisation.objects.none()
    return BuyerOrganisation.objects.filter(memberships__user=user)


def can_edit(user: Any, structure: Structure) -> bool:
    """A member, owner or editor."""
    return structures_of(user).filter(pk=structure.pk).exists()


def can_invite(user: Any, place: Structure | BuyerOrganisation) -> bool:
    """Any member asks a colleague to join."""
    return is_known(user) and place.memberships.filter(user=user).exists()


def can_manage_members(user: Any, place: Structure | BuyerOrganisation) -> bool:
    """The owner: who else is a member, and who takes over."""
    return is_known(user) and place.memberships.filter(user=user, role=MemberRole.OWNER).exists()


def owner_of(place: Structure | BuyerOrganisation) -> User | None:
    found = place.memberships.filter(role=MemberRole.OWNER).select_related("user").first()
    return found.user if found else None
