"""« Éligibilité perdue dans mes sélections »: what the structures of an account's shortlists have lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from suppliers.mailing import prepare, write_many
from suppliers.models import (
    AlertFrequency,
    DirectoryEntry,
    PickStatus,
    Shortlist,
    ShortlistAlert,
    ShortlistItem,
    User,
)
from suppliers.search.state import State
from suppliers.showing.card_changes import Loss, losses_of

from .saved import LOSSES
from .timing import is_due


@dataclass(frozen=True)
class Lost:
    """One structure and what it has lost since it was picked; `new`: what has not been said yet."""

    item: ShortlistItem
    every: list[Loss]
    new: list[Loss]

    @property
    def text(self) -> str:
        """« Les Ateliers du Canal. N’a plus de fiche publique. »"""
        return " ".join([f"{self.item}.", *(loss.text for loss in self.new)])


@dataclass(frozen=True)
class Told:
    """What a letter says of one shortlist. `place`: the organisation it is kept with, or empty."""

    shortlist: Shortlist
    lost: list[Lost]

    @property
    def place(self) -> str:
        return str(self.shortlist.workspace.organisation or "")


def tell_losses(reader: User, at: State) -> bool:
    """Write one letter of what was lost and not said yet, when one is due; whether there was any."""
    alert = ShortlistAlert.objects.select_for_update().filter(user=reader).first()
    frequency, told_on = (alert.frequency, alert.told_on) if alert else (AlertFrequency.WEEKLY, None)
    if not is_due(frequency, told_on, at.today):
        return False
    every = [_lost_of(item, card, reader, at.today) for item, card in _with_cards(_held(reader))]
    has_news = any(lost.new for lost in every)
    if has_news:
        letter = prepare(LOSSES, _context(lost for lost in every if lost.new), to=reader)
        if letter is None:
            return False
        write_many([letter])
        ShortlistAlert.objects.update_or_create(user=reader, defaults={"told_on": at.today})
    for lost in every:
        _remember(lost, reader)
    return has_news


def _held(reader: User) -> list[ShortlistItem]:
    """What they may open, but for what was set aside."""
    open_to_them = Q(shortlist__workspace__user=reader) | Q(
        shortlist__workspace__organisation__memberships__user=reader
    )
    items = ShortlistItem.objects.held().filter(open_to_them).exclude(status=PickStatus.SET_ASIDE)
    rows = items.select_related("structure", "shortlist__need", "shortlist__workspace__organisation")
    return list(rows.order_by("shortlist_id", "position", "pk"))


def _with_cards(items: list[ShortlistItem]) -> Iterable[tuple[ShortlistItem, dict[str, object] | None]]:
    ids = {item.structure_id for item in items if item.structure_id}
    cards = dict(DirectoryEntry.objects.filter(pk__in=ids).values_list("pk", "card"))
    # `or 0`: one that is deleted has no number, and no structure has this one
    return ((item, cards.get(item.structure_id or 0)) for item in items)


def _lost_of(item: ShortlistItem, card: dict[str, object] | None, reader: User, today: dt.date) -> Lost:
    every = losses_of(item, card, today)
    said = set(item.told.get(str(reader.pk), []))
    return Lost(item, every, [loss for loss in every if loss.key not in said])


def _remember(lost: Lost, reader: User) -> None:
    """What is found again is forgotten: lost once more, it is said once more."""
    keys, who = [loss.key for loss in lost.every], str(reader.pk)
    if lost.item.told.get(who, []) != keys:
        lost.item.told = {**lost.item.told, who: keys}
        lost.item.save(update_fields=["told"])


def _context(every: Iterable[Lost]) -> dict[str, object]:
    by_shortlist: dict[int, Told] = {}
    for lost in every:
        shortlist = lost.item.shortlist
        by_shortlist.setdefault(shortlist.pk, Told(shortlist, [])).lost.append(lost)
    told = list(by_shortlist.values())
    return {
        "shortlists": told,
        "count": sum(len(one.lost) for one in told),
        "selection_url": settings.SITE_URL + reverse("sourcing:selection"),
        "searches_url": settings.SITE_URL + reverse("sourcing:searches"),
    }
