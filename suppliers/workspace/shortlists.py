"""Shortlists: which one is being filled, and what goes in and out of it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from suppliers.models import DirectoryEntry, Need, Shortlist, ShortlistItem, Structure, User, Workspace
from suppliers.models.shortlist import MOST_PICKED

from .history import record


class FullError(Exception):
    """There is no room left in the shortlist: a French sentence for who asked."""

    def __init__(self) -> None:
        super().__init__(
            f"Cette sélection contient déjà {MOST_PICKED} structures. "
            "Retirez-en une pour en ajouter une autre."
        )


def shortlist_of(need: Need) -> Shortlist:
    """That of a need, opened if need be."""
    return Shortlist.objects.get_or_create(need=need, defaults={"workspace": need.workspace})[0]


def loose_shortlist(workspace: Workspace) -> Shortlist | None:
    """The oldest of those that belong to no need: « Ma sélection »."""
    return workspace.shortlists.filter(need=None).order_by("pk").first()


@transaction.atomic
def add(
    shortlist: Shortlist, structure_ids: Sequence[int], *, by: User | None, found_by: str = ""
) -> list[ShortlistItem]:
    """Put structures of the directory in a shortlist; those that were taken out come back as they were.

    `found_by`: the query string of the search that found them. Returns those that were not there. Raises
    FullError, and changes nothing, when there is no room for all.
    """
    Shortlist.objects.select_for_update().get(pk=shortlist.pk)
    items = {item.structure_id: item for item in shortlist.items.all()}
    held = {key for key, item in items.items() if item.removed_at is None}
    cards = dict(DirectoryEntry.objects.filter(pk__in=structure_ids).values_list("pk", "card"))
    new = [key for key in dict.fromkeys(structure_ids) if key in cards and key not in held]
    if len(held) + len(new) > MOST_PICKED:
        raise FullError
    last = max((item.position for item in items.values()), default=0)
    structures = Structure.objects.in_bulk(new)
    added = []
    for rank, key in enumerate(new, start=last + 1):
        item = items.get(key) or ShortlistItem(
            shortlist=shortlist, structure=structures[key], position=rank, known=cards[key], added_by=by
        )
        item.removed_at, item.found_by = None, item.found_by or found_by
        item.save()
        _record("add", item, by)
        added.append(item)
    shortlist.save(update_fields=["updated_at"])
    return added


def _record(verb: str, item: ShortlistItem, by: User | None) -> None:
    record(
        f"shortlist.{verb}",
        workspace=item.shortlist.workspace,
        by=by,
        shortlist=item.shortlist,
        structure=item.structure,
        structure_name=str(item),
    )


@transaction.atomic
def take_out(shortlist: Shortlist, structure_ids: Sequence[int], *, by: User | None) -> int:
    """Take structures out; they can be put back as they were. Returns how many were there."""
    items = list(shortlist.items.held().filter(structure_id__in=structure_ids).select_related("structure"))
    now = timezone.now()
    for item in items:
        item.removed_at, item.shortlist = now, shortlist
        item.save(update_fields=["removed_at"])
        _record("remove", item, by)
    if items:
        shortlist.save(update_fields=["updated_at"])
    return len(items)


def gather(begun: Workspace, own: Workspace) -> None:
    """A visitor's loose shortlist joins that of the account, behind what it holds."""
    source, target = loose_shortlist(begun), loose_shortlist(own)
    if source is None or target is None:
        return
    known = set(target.items.values_list("structure_id", flat=True))
    room = MOST_PICKED - target.items.held().count()
    last = target.items.aggregate(last=Max("position"))["last"] or 0
    moving = [item.pk for item in source.items.held() if item.structure_id not in known][:room]
    ShortlistItem.objects.filter(pk__in=moving).update(shortlist=target, position=F("position") + last)
    source.events.update(shortlist=target)
    if not source.items.held().exclude(structure_id__in=known).exists():
        source.delete()  # what there was no room for stays, in a shortlist of its own
