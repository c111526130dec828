"""What a visitor has begun joins what their account holds already, where both hold the same."""

from __future__ import annotations

from django.db.models import Max

from suppliers.models import ShortlistItem, Workspace
from suppliers.models.shortlist import MOST_PICKED

from .shortlists import join_notes, loose_shortlist


def gather_shortlists(begun: Workspace, own: Workspace) -> None:
    """A visitor's loose shortlist joins that of the account, behind what it holds.

    What there is no room for stays, in a shortlist of its own; so does one with a name, or that others read:
    their link shows what it was made for.
    """
    source, target = loose_shortlist(begun), loose_shortlist(own)
    if source is None or target is None or source.title or source.links.exists():
        return
    held = {item.structure_id: item for item in target.items.all() if item.structure_id}
    room = MOST_PICKED - target.items.held().count()
    last = target.items.aggregate(last=Max("position"))["last"] or 0
    for item in source.items.all():
        known = held.get(item.structure_id) if item.structure_id else None
        comes_back = item.removed_at is None and (known is None or known.removed_at is not None)
        if comes_back and room <= 0:
            continue
        room -= int(comes_back)
        if known is None:
            item.shortlist, item.position = target, item.position + last
            item.save(update_fields=["shortlist", "position"])
        else:
            _join(item, known)
    source.events.update(shortlist=target)
    source.enquiries.update(shortlist=target)
    source.exchanges.update(shortlist=target)
    if not source.items.exists():
        source.delete()


def _join(item: ShortlistItem, known: ShortlistItem) -> None:
    """Of a structure that both hold, what was noted by either is kept."""
    known.found_by = known.found_by or item.found_by
    if item.removed_at is None and known.removed_at is not None:
        known.removed_at, known.status, known.reason = None, item.status, item.reason
    join_notes(known, item)
    known.save(update_fields=["note", "tags", "found_by", "removed_at", "status", "reason"])
    item.delete()


def gather_searches(begun: Workspace, own: Workspace) -> None:
    """A search that the account has saved too is its own, under the name it gave it."""
    begun.searches.filter(query__in=own.searches.values("query")).delete()
