"""What an item names beside its own structure: other requests, and other structures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Q
from django.urls import reverse

from suppliers.accounts.roles import territories_validated
from suppliers.models import ReviewItem, ReviewKind, Structure, User

from .access import may_be_shown
from .summaries import PRIVATE, Row, rows_of

_MOST = 20


class Neighbour(NamedTuple):
    """Another structure, as far as a validator may see it.

    `structure`: None where nothing of it may be shown. `url` and `link`: where it is looked at, and how that
    is called; empty where this account may open nothing.
    """

    name: str
    structure: Structure | None
    url: str
    link: str


def others_waiting(user: User, item: ReviewItem) -> list[Row]:
    """What waits about the same structure, or either of a pair, and this account may open. Oldest first."""
    sides = [pk for pk in (item.structure_id, item.other_id) if pk]
    found = (
        ReviewItem.objects.open()
        .within(territories_validated(user))
        .filter(Q(structure__in=sides) | Q(other__in=sides))
        .exclude(pk=item.pk)
        .select_related(
            "structure__territory", "other__territory", "report", "certification__kind", "submitted_by"
        )
        .order_by("created_at", "pk")
    )
    return rows_of(found[:_MOST], user.pk, territories_validated(user))


def neighbours(user: User, structures: Iterable[Structure], *, but: int) -> dict[int, Neighbour]:
    """Each of these by number. A fixed number of questions; they come with `territory` and `merged_into`.

    A published one has its page. Another is looked at where it waits, else where it was decided last; what is
    not public of it is shown only to who decides there. `but`: the item that is on the screen.
    """
    listed = {one.pk: one for one in structures}
    limits = set(territories_validated(user))
    hidden = [pk for pk, one in listed.items() if one.status != Structure.Status.PUBLISHED]
    items = _items_of(hidden, limits, but)
    return {pk: _seen(one, items.get(pk), limits, is_staff=user.is_staff) for pk, one in listed.items()}


def _seen(one: Structure, item: ReviewItem | None, limits: set[int], *, is_staff: bool) -> Neighbour:
    if one.status == Structure.Status.PUBLISHED:
        return Neighbour(str(one), one, one.get_absolute_url(), "voir la fiche")
    if not may_be_shown(one, limits):
        return Neighbour(PRIVATE.capitalize(), None, "", "")
    if one.merged_into and one.merged_into.status == Structure.Status.PUBLISHED:
        return Neighbour(str(one), one, one.merged_into.get_absolute_url(), "voir la fiche qui reste")
    if item is not None:
        link = "voir sa demande en attente" if item.is_open else "voir sa dernière demande"
        return Neighbour(str(one), one, reverse("validation:item", args=[item.pk]), link)
    if is_staff:
        address = reverse("admin:suppliers_structure_change", args=[one.pk])
        return Neighbour(str(one), one, address, "l’ouvrir dans l’administration")
    return Neighbour(str(one), one, "", "")


def _items_of(ids: list[int], limits: set[int], but: int) -> dict[int, ReviewItem]:
    """Of each structure, the item to open: one that waits, its registration first; else the last decided."""
    about = ReviewItem.objects.within([*limits]).filter(structure__in=ids).exclude(pk=but)
    best: dict[int, ReviewItem] = {}
    for item in about.order_by("pk") if ids else []:
        held = best.get(item.structure_id)
        if held is None or _rank(item) >= _rank(held):
            best[item.structure_id] = item
    return best


def _rank(item: ReviewItem) -> tuple[bool, bool]:
    return item.is_open, item.kind == ReviewKind.STRUCTURE
