"""What a saved search finds now, what is new of it, and what it is called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict

from suppliers.models.workspace import MOST_ALERTED, NOT_COUNTED
from suppliers.search import Search
from suppliers.search.kept import matching
from suppliers.search.links import Links
from suppliers.search.state import State

LONGEST_NAME = 120
EVERYTHING = "Tout l’annuaire"
UNTOLD = ("adresse", "page")  # the page has made a point of an address before it is saved


@dataclass(frozen=True)
class Found:
    """`ids` is None when there are more than MOST_ALERTED; `is_valid`: whether every filter can be read."""

    count: int
    ids: frozenset[int] | None
    is_valid: bool = True

    @property
    def is_too_wide(self) -> bool:
        return self.ids is None

    @property
    def to_remember(self) -> list[int]:
        """What `SavedSearch.seen_ids` keeps of it."""
        return NOT_COUNTED if self.ids is None else sorted(self.ids)

    def new_since(self, seen: Iterable[int]) -> frozenset[int]:
        """Those that were not among these; none where one of the two was not counted."""
        known = list(seen)
        return frozenset() if self.ids is None or known == NOT_COUNTED else self.ids.difference(known)


def query_saved(params: QueryDict) -> str:
    """A query string of the directory as it is kept: what it does not read is left out."""
    links = Links(params)
    return "&".join(part for part in links.query.split("&") if part.partition("=")[0] not in UNTOLD)


def found_by(query: str, at: State) -> Found:
    """Its words taken as they stand: what only resembles them is no news."""
    asked = Search(QueryDict(query), at=at)
    if not asked.is_valid:
        return Found(0, frozenset(), is_valid=False)
    met = matching(asked.asked, at)
    if met.count > MOST_ALERTED:
        return Found(met.count, None)
    return Found(met.count, frozenset(met.index.ids_of(met.all)))


def name_of(query: str, at: State) -> str:
    """What was understood of it: « Nettoyage de locaux · ESAT · Intervient : Montreuil »."""
    chips = Search(QueryDict(query), at=at).chips
    said = " · ".join(chip.label for chip in chips) or EVERYTHING
    return said if len(said) <= LONGEST_NAME else f"{said[: LONGEST_NAME - 1].rstrip(' ·')}…"
