"""Which order the results are in, and which others may be chosen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from .filters import SORTS
from .matching import Matching
from .ordering import Ordering


@dataclass(frozen=True)
class Sort:
    """One order to choose; `value` is that of `tri`, or empty to follow the search."""

    value: str
    label: str
    selected: bool


def default_sort(found: Matching, today: dt.date) -> str:
    """What no choice means: relevance, and a draw where nothing tells one structure from another."""
    return "neutre" if Ordering(found, "pertinence", today).neutral else "pertinence"


def sort_in_force(chosen: str, found: Matching, today: dt.date) -> str:
    """The sort chosen, if it can order these: a distance needs a point."""
    if chosen in ("", "pertinence") or (chosen == "distance" and found.criteria.near is None):
        return default_sort(found, today)
    return chosen


def sorts_offered(chosen: str, found: Matching, today: dt.date) -> list[Sort]:
    """Those that would order something, the default first."""
    default, in_force = default_sort(found, today), sort_in_force(chosen, found, today)
    useless = {"distance"} if found.criteria.near is None else set()
    if default == "neutre":
        useless.add("pertinence")
    return [
        Sort("" if value == default != chosen else value, SORTS[value], value == in_force)
        for value in sorted(SORTS, key=lambda value: value != default)
        if value not in useless
    ]


def every_sort() -> list[Sort]:
    """Those to choose from while a search is wrong somewhere, the default first."""
    return [Sort("" if value == "pertinence" else value, label, False) for value, label in SORTS.items()]
