"""Who did what in a workspace: written with each change, read by those who share it."""

from __future__ import annotations

from typing import Any

from suppliers.models import Need, Shortlist, ShortlistItem, Structure, User, Workspace, WorkspaceEvent

ANSWERED = "enquiry.answer"  # the one thing that a structure does there, without an account


def record(
    action: str,
    *,
    workspace: Workspace,
    by: User | None,
    need: Need | None = None,
    shortlist: Shortlist | None = None,
    structure: Structure | None = None,
    structure_name: str = "",
    **detail: Any,
) -> WorkspaceEvent:
    """Write one event, in the transaction of the change it tells of. `by`: None for a visitor.

    `detail`: what was changed, as values that JSON knows ("before", "after"…).
    """
    return WorkspaceEvent.objects.create(
        action=action,
        workspace=workspace,
        need=need or (shortlist.need if shortlist else None),
        shortlist=shortlist,
        structure=structure,
        structure_name=structure_name or (str(structure) if structure else ""),
        by=by,
        detail=detail,
    )


def record_pick(action: str, item: ShortlistItem, *, by: User | None, **detail: Any) -> WorkspaceEvent:
    """The same, of a structure of a shortlist, by the name it had there."""
    return record(
        action,
        workspace=item.shortlist.workspace,
        by=by,
        shortlist=item.shortlist,
        structure=item.structure,
        structure_name=str(item),
        **detail,
    )
