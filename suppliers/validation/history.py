"""What was done to an item and to its structure: what is saved field by field is told in one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.utils import timezone

from suppliers.models import Event, ReviewItem

from .log import Told, told, with_those_merged_into

_MOST_LINES = 30
_MOST_EVENTS = 300  # a registration saves each field as it is left
_SAVED_AS_ONE_GOES = {"profiles.change", "profiles.activity_change"}


def history(item: ReviewItem) -> list[Told]:
    """The latest first, with what was done to the structures that were merged into its own."""
    about = Q(item=item) | Q(structure__in=with_those_merged_into(item.structure_id))
    events = Event.objects.filter(about).select_related("by", "undone_by", "item")
    return told(_grouped(events.order_by("-at", "-pk")[:_MOST_EVENTS]))[:_MOST_LINES]


def _grouped(events: Iterable[Event]) -> Iterator[Event]:
    """The latest first. Those that one person saved in a row, the same day, make one that is not stored."""
    for _, together in groupby(events, key=_sitting):
        latest, *earlier = together
        for event in earlier:
            latest.before = _over(latest.before, event.before)
            latest.after = _over(event.after, latest.after)
        if earlier:
            _leave_out_what_came_back(latest)
        yield latest


def _sitting(event: Event) -> tuple[Any, ...]:
    """Alike for the events of one sitting; else the event's own number."""
    if event.action not in _SAVED_AS_ONE_GOES or event.note:
        return (event.pk,)
    return (event.action, event.by_id, event.by_site, event.item_id, timezone.localdate(event.at))


def _over(values: dict[str, Any], newer: dict[str, Any]) -> dict[str, Any]:
    """Values of two events, the second over the first; those of a row one by one."""
    merged = {**values, **newer}
    for key in values.keys() & newer.keys():
        if isinstance(values[key], dict) and isinstance(newer[key], dict) and ":" in key:
            merged[key] = {**values[key], **newer[key]}
    return merged


def _leave_out_what_came_back(event: Event) -> None:
    same = {name for name, had in event.before.items() if name in event.after and event.after[name] == had}
    event.before, event.after = (
        {name: value for name, value in side.items() if name not in same}
        for side in (event.before, event.after)
    )
