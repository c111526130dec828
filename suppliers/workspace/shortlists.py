"""Shortlists: which one is being filled, and what goes in and out of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from suppliers.models import (
    DirectoryEntry,
    EnquiryRecipient,
    Need,
    Shortlist,
    ShortlistItem,
    Structure,
    User,
    Workspace,
)
from suppliers.models.shortlist import MOST_PICKED

from .history import record_pick

MOST_TAKEN_OUT = 50  # what one shortlist may hold: it is emptied, and put back


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
    shortlist: Shortlist,
    structure_ids: Sequence[int],
    *,
    by: User | None,
    found_by: str = "",
    shown_order: str = "",
) -> list[ShortlistItem]:
    """Put structures of the directory in a shortlist; those that were taken out come back as they were.

    One comes back in its place, unless others were picked since: then it comes last, as any new one does.
    `found_by`: the query string of the search that found them; `shown_order`: how that one ranked them.
    Returns those that were not there. Raises FullError, and changes nothing, when there is no room for all.
    """
    lock(shortlist)
    items = {item.structure_id: item for item in shortlist.items.all()}
    cards = dict(DirectoryEntry.objects.filter(pk__in=structure_ids).values_list("pk", "card"))
    keys = _not_held(items, [key for key in structure_ids if key in cards or key in items])
    if shortlist.items.held().count() + len(keys) > MOST_PICKED:
        raise FullError
    picked_at = max((item.added_at for item in items.values()), default=None)
    structures = Structure.objects.in_bulk([key for key in keys if key not in items])
    added = [items.get(key) or ShortlistItem(structure=structures[key], added_by=by) for key in keys]
    for rank, (key, item) in enumerate(zip(keys, added, strict=True), start=_last(items) + 1):
        item.shortlist = shortlist
        if item.pk is None:
            item.position, item.known, item.shown_order = rank, cards[key], shown_order
        elif _comes_back_last(item, picked_at):
            item.position, item.added_at, item.known = rank, timezone.now(), cards.get(key, item.known)
        item.removed_at, item.found_by = None, item.found_by or found_by
        item.save()
        _record("add", item, by)
    if added:
        shortlist.save(update_fields=["updated_at"])
    return added


def _last(items: Mapping[int | None, ShortlistItem]) -> int:
    return max((item.position for item in items.values()), default=0)


def _not_held(items: Mapping[int | None, ShortlistItem], structure_ids: Iterable[int]) -> list[int]:
    held = {key for key, item in items.items() if item.removed_at is None}
    return [key for key in dict.fromkeys(structure_ids) if key not in held]


def _comes_back_last(item: ShortlistItem, picked_at: dt.datetime | None) -> bool:
    return bool(picked_at and item.removed_at and picked_at > item.removed_at)


def lock_with_lots(shortlist: Shortlist) -> None:
    """For who says for which lots a row is: the need first, as who takes a lot away has it."""
    if shortlist.need_id:
        Need.objects.select_for_update(no_key=True).filter(pk=shortlist.need_id).first()
    lock(shortlist)


def lock(shortlist: Shortlist | int) -> None:
    """Two colleagues who change it at once wait for each other.

    Taken before its rows, its enquiries and what was answered: who holds one of these never waits for it.
    """
    key = shortlist if isinstance(shortlist, int) else shortlist.pk
    Shortlist.objects.select_for_update(no_key=True).filter(pk=key).first()


def _record(verb: str, item: ShortlistItem, by: User | None) -> None:
    record_pick(f"shortlist.{verb}", item, by=by)


@transaction.atomic
def take_out(shortlist: Shortlist, structure_ids: Sequence[int], *, by: User | None) -> int:
    """Take structures out; they can be put back as they were. Returns how many were there."""
    return len(
        take_out_items(shortlist, shortlist.items.held().filter(structure_id__in=structure_ids), by=by)
    )


@transaction.atomic
def take_out_items(shortlist: Shortlist, items: QuerySet[ShortlistItem], *, by: User | None) -> list[int]:
    """The same, of rows of the shortlist: a structure may be no more. Returns the numbers of those rows."""
    lock(shortlist)
    gone = list(items.select_related("structure"))
    now = timezone.now()
    for item in gone:
        item.removed_at, item.shortlist = now, shortlist
        item.save(update_fields=["removed_at"])
        _record("remove", item, by)
    if gone:
        shortlist.save(update_fields=["updated_at"])
        _forget_all_but_the_last(shortlist)
    return [item.pk for item in gone]


def _forget_all_but_the_last(shortlist: Shortlist) -> None:
    """Those that were taken out can be put back, and are so many."""
    out = shortlist.items.exclude(removed_at=None).order_by("-removed_at", "-pk")
    shortlist.items.filter(pk__in=list(out.values_list("pk", flat=True)[MOST_TAKEN_OUT:])).delete()


@transaction.atomic
def put_back(shortlist: Shortlist, item_ids: Sequence[int], *, by: User | None) -> int:
    """Put rows that were taken out back where they were, as far as there is room. Returns how many."""
    lock(shortlist)
    room = MOST_PICKED - shortlist.items.held().count()
    back = shortlist.items.filter(pk__in=item_ids).exclude(removed_at=None).select_related("structure")
    items = list(back[: max(room, 0)])
    for item in items:
        item.removed_at, item.shortlist = None, shortlist
        item.save(update_fields=["removed_at"])
        _record("add", item, by)
    if items:
        shortlist.save(update_fields=["updated_at"])
    return len(items)


@transaction.atomic
def follow_heirs(shortlist: Shortlist, heirs: Mapping[int, int]) -> None:
    """Each of these structures gives its place to the one it was merged into, which is there once.

    What was noted of both is kept: the first of the two has it. What was asked of it and said with it is the
    heir's too.
    """
    lock(shortlist)
    for item in shortlist.items.filter(structure_id__in=list(heirs)):
        heir = heirs[item.structure_id or 0]
        other = shortlist.items.filter(structure_id=heir).first()
        if other is not None and (other.removed_at is not None or item.removed_at is None):
            kept, gone = (other, item) if _stands_before(other, item) else (item, other)
            join_notes(kept, gone)
            kept.lots.add(*gone.lots.all())
            gone.delete()
            item = kept
        elif other is not None:
            item.delete()  # it was taken out, and the other is there
            continue
        item.structure_id = heir
        item.save(update_fields=["structure", "status", "reason", "note", "tags"])
    _follow_in_exchanges(shortlist, heirs)


def _follow_in_exchanges(shortlist: Shortlist, heirs: Mapping[int, int]) -> None:
    """An enquiry that was sent to both keeps its two rows, each as it was asked and answered."""
    for recipient in EnquiryRecipient.objects.filter(
        enquiry__shortlist=shortlist, structure_id__in=list(heirs)
    ).order_by("pk"):
        heir = heirs[recipient.structure_id or 0]
        if not EnquiryRecipient.objects.filter(enquiry=recipient.enquiry_id, structure_id=heir).exists():
            recipient.structure_id = heir
            recipient.save(update_fields=["structure"])
    for key, heir in heirs.items():
        shortlist.exchanges.filter(structure_id=key).update(structure_id=heir)


def join_notes(kept: ShortlistItem, gone: ShortlistItem) -> None:
    """Give a row what was noted on another of the same structure."""
    kept.note = "\n\n".join(dict.fromkeys(note for note in (kept.note, gone.note) if note))
    kept.tags = list(dict.fromkeys([*kept.tags, *gone.tags]))
    untouched = ShortlistItem.Status.TO_CONTACT
    if kept.status == untouched and gone.status != untouched:
        why = gone.reason if gone.status == ShortlistItem.Status.SET_ASIDE else gone.reason or kept.reason
        kept.status, kept.reason = gone.status, why
    elif ShortlistItem.Status.SET_ASIDE not in (kept.status, gone.status):
        kept.reason = kept.reason or gone.reason


def _stands_before(one: ShortlistItem, other: ShortlistItem) -> bool:
    return (one.removed_at is not None, one.position, one.pk) < (
        other.removed_at is not None,
        other.position,
        other.pk,
    )
