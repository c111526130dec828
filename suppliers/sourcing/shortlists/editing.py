"""What is noted of a structure in a shortlist, and where it stands; who changes one thing leaves the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from suppliers.models import Shortlist, ShortlistItem, User
from suppliers.workspace.history import record_pick
from suppliers.workspace.shortlists import lock, lock_with_lots

COLUMNS = ("status", "reason", "note", "tags")
FIELDS = (*COLUMNS, "lots")
NOTHING_SEEN: Mapping[str, Any] = {}


class ChangedSinceError(Exception):
    """Somebody wrote other words since the page was shown. `now`: what each of these fields holds."""

    def __init__(self, now: Mapping[str, Any]) -> None:
        super().__init__(", ".join(now))
        self.now = now


@transaction.atomic
def change_item(
    shortlist: Shortlist,
    item_id: int,
    changes: Mapping[str, Any],
    *,
    by: User | None,
    seen: Mapping[str, Any] = NOTHING_SEEN,
) -> list[str]:
    """Write some of FIELDS on a row; no other field is touched. Lots: those of the need, by their ids.

    A reason goes with being set aside, and leaves with it, unless another is given. `seen`: what the fields
    held when they were shown. Returns what has changed. Raises ShortlistItem.DoesNotExist, ValidationError
    for one set aside without a reason, ChangedSinceError for what a colleague has written meanwhile.
    """
    (lock_with_lots if "lots" in changes else lock)(shortlist)
    item = shortlist.items.select_for_update(of=("self",)).select_related("structure").get(pk=item_id)
    item.shortlist = shortlist
    before = values_of(item)
    _check_seen(before, changes, seen)
    after = before | {name: value for name, value in changes.items() if name in FIELDS}
    aside = ShortlistItem.Status.SET_ASIDE
    if "reason" not in changes and (before["status"] == aside) != (after["status"] == aside):
        after["reason"] = ""
    changed = [name for name in FIELDS if after[name] != before[name]]
    if not changed:
        return []
    _write(item, after, changed)
    for name in changed:
        if name != "reason" or "status" not in changed:
            _record(item, name, before, after, by)
    shortlist.save(update_fields=["updated_at"])
    return changed


def values_of(item: ShortlistItem) -> dict[str, Any]:
    """FIELDS of a row, as its form shows them."""
    return {name: getattr(item, name) for name in COLUMNS} | {
        "lots": sorted(lot.pk for lot in item.lots.all())
    }


def _check_seen(now: Mapping[str, Any], changes: Mapping[str, Any], seen: Mapping[str, Any]) -> None:
    """Two who come to write the same have nothing to settle; a reason goes with what it is the reason of."""
    checked, aside = {*changes}, ShortlistItem.Status.SET_ASIDE
    if checked & {"status", "reason"} and (now["status"] == aside) != (seen.get("status") == aside):
        checked |= {"status", "reason"}
    others = {
        name: now[name]
        for name in FIELDS
        if name in checked and name in seen and now[name] not in (seen[name], changes.get(name, seen[name]))
    }
    if others:
        raise ChangedSinceError(others)


def _write(item: ShortlistItem, after: Mapping[str, Any], changed: list[str]) -> None:
    columns = [name for name in COLUMNS if name in changed]
    for name in columns:
        setattr(item, name, after[name])
    item.validate_constraints()
    if columns:
        item.save(update_fields=columns)
    if "lots" in changed and item.shortlist.need:  # one that was taken away since is one no more
        item.lots.set(item.shortlist.need.lots.filter(pk__in=after["lots"]))


def _record(
    item: ShortlistItem, name: str, before: Mapping[str, Any], after: Mapping[str, Any], by: User | None
) -> None:
    detail = {"before": before[name], "after": after[name]}
    if name == "status":
        detail["reason"] = item.reason
    if name == "lots":
        detail = {"after": sorted(lot.number for lot in item.lots.all())}
    record_pick(f"shortlist.{name}", item, by=by, **detail)


@transaction.atomic
def move(shortlist: Shortlist, item_id: int, *, steps: int, by: User | None) -> tuple[int, int]:
    """Move a row so many places down, or up when negative. Returns its rank, from 1, and how many there are.

    Raises ShortlistItem.DoesNotExist for one that is not held there.
    """
    held = _held(shortlist)
    here = _rank(held, item_id)
    to = max(0, min(len(held) - 1, here + steps))
    return _put(shortlist, held, here, to, by)


@transaction.atomic
def move_before(
    shortlist: Shortlist, item_id: int, before: int | None, *, by: User | None
) -> tuple[int, int]:
    """Move a row before another, or to the end; returns and raises as `move` does."""
    held = _held(shortlist)
    here = _rank(held, item_id)
    if before is None:
        return _put(shortlist, held, here, len(held) - 1, by)
    there = _rank(held, before)
    return _put(shortlist, held, here, there - (here < there), by)


def _held(shortlist: Shortlist) -> list[ShortlistItem]:
    lock(shortlist)
    return list(shortlist.items.held().select_related("structure").order_by("position", "pk"))


def _rank(held: list[ShortlistItem], item_id: int) -> int:
    for rank, item in enumerate(held):
        if item.pk == item_id:
            return rank
    raise ShortlistItem.DoesNotExist


def _put(
    shortlist: Shortlist, held: list[ShortlistItem], here: int, to: int, by: User | None
) -> tuple[int, int]:
    """Those taken out keep the place they had among the others: they have numbers too."""
    if here == to:
        return to + 1, len(held)
    moved = held.pop(here)
    after = held[to - 1] if to else None
    held.insert(to, moved)
    every = list(shortlist.items.order_by("position", "pk"))
    order = [item for item in every if item.pk != moved.pk]
    at = 0 if after is None else [item.pk for item in order].index(after.pk) + 1
    order.insert(at, next(item for item in every if item.pk == moved.pk))
    for position, item in enumerate(order, start=1):
        item.position = position
    ShortlistItem.objects.bulk_update(order, ["position"])
    moved.shortlist = shortlist
    record_pick("shortlist.order", moved, by=by, before=here + 1, after=to + 1)
    shortlist.save(update_fields=["updated_at"])
    return to + 1, len(held)
