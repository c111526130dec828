"""How somebody becomes a member of a structure: never by typing its SIRET alone."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from suppliers.accounts.roles import structures_of
from suppliers.models import Event, MemberRole, Structure, StructureMembership, User


@transaction.atomic
def grant_access(structure: Structure, user: User, *, by: User | None, note: str = "") -> StructureMembership:
    """Make somebody a member: the owner where there is none, else an editor. Twice changes nothing more.

    `by`: who decided; None when a rule did, which `note` names.
    """
    locked = Structure.objects.select_for_update().get(pk=structure.pk)
    present = StructureMembership.objects.filter(structure=locked, user=user).first()
    if present:
        return present
    has_owner = locked.memberships.filter(role=MemberRole.OWNER).exists()
    role = MemberRole.EDITOR if has_owner else MemberRole.OWNER
    made = StructureMembership.objects.create(structure=locked, user=user, role=role)
    if locked.claimed_at is None:
        locked.claimed_at = structure.claimed_at = timezone.now()
        locked.save(update_fields=["claimed_at", "updated_at"])
    Event.objects.record(
        "profiles.join", by=by, structure=locked, after={"user": user.pk, "role": role}, note=note
    )
    return made


def own_structure(user: User, pk: int) -> Structure:
    """A structure of which this account is a member. Any other is not there: Http404."""
    found = structures_of(user).filter(pk=pk).first()
    if found is None:
        raise Http404("Cette structure n’est pas parmi les vôtres.")
    return found
