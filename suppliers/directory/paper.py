"""What a printed list must say of itself, to stand in a contract's file."""

from __future__ import annotations

from dataclasses import dataclass

from suppliers.search import Search
from suppliers.search.filters import SORTS

from .days import long_day_in_words

EVERYTHING = "Toutes les structures de l’annuaire"


@dataclass(frozen=True)
class Paper:
    """The search in words, how many of how many, in which order; `address` is that of the list, whole."""

    asked: str
    shown: str
    order: str
    address: str


def paper_of(search: Search, address: str) -> Paper:
    """The page of results shown."""
    shown = f"{search.page.first} à {search.page.last} sur {search.count}"
    return Paper(_asked(search), shown, _order(search), address)


def _asked(search: Search) -> str:
    asked = " · ".join(chip.label for chip in search.chips) or EVERYTHING
    correction = search.correction
    return f"{asked} (lu « {correction.corrected} »)" if correction else asked


def _order(search: Search) -> str:
    order = SORTS[search.sort]
    if search.sort != "neutre":
        return order
    return f"{order}, tiré au sort le {long_day_in_words(search.state.today)}"
