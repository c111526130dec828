"""What a printed list must say of itself, to stand in a contract's file."""

from __future__ import annotations

from dataclasses import dataclass

from suppliers.search import Search
from suppliers.search.filters import SORTS
from suppliers.showing.days import long_day_in_words

EVERYTHING = "Toutes les structures de l’annuaire"


@dataclass(frozen=True)
class Paper:
    """The search in words, and in which order; `address` is that of the list, whole."""

    asked: str
    order: str
    address: str


def paper_of(search: Search, address: str) -> Paper:
    """The page of results shown."""
    return Paper(_asked(search), _order(search), address)


def _asked(search: Search) -> str:
    asked = " · ".join(chip.label for chip in search.chips) or EVERYTHING
    correction = search.correction
    return f"{asked} (lu « {correction.corrected} »)" if correction else asked


def _order(search: Search) -> str:
    order = SORTS[search.sort]
    if search.sort != "neutre":
        return order
    return f"{order}, tiré au sort le {long_day_in_words(search.state.today)}"
