"""Members of the merged structure keep the one that stays."""

from __future__ import annotations

from suppliers.models import ContactPerson, MemberRole, Structure

from ..rows import Rows


def move_people(kept: Structure, merged: Structure, rows: Rows) -> None:
    """One owner: the kept one's, else the other's. The named contact follows where there is none."""
    present = {member.user_id: member for member in kept.memberships.select_for_update()}
    has_owner = any(member.role == MemberRole.OWNER for member in present.values())
    for member in merged.memberships.select_for_update():
        rows.watch(member)
        becomes_owner = member.role == MemberRole.OWNER and not has_owner
        if member.user_id in present:
            member.delete()
            if becomes_owner:
                twin = present[member.user_id]
                rows.watch(twin)
                twin.role = MemberRole.OWNER
                twin.save(update_fields=["role"])
            continue
        member.structure, member.role = kept, MemberRole.OWNER if becomes_owner else MemberRole.EDITOR
        member.save(update_fields=["structure", "role"])
    if not ContactPerson.objects.filter(structure=kept).exists():
        for person in ContactPerson.objects.filter(structure=merged):
            rows.watch(person)
            person.structure = kept
            person.save(update_fields=["structure"])
