"""The results in order, page by page, by whichever is quicker: PostgreSQL or the index."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, QuerySet

from suppliers.models import DirectoryEntry
from suppliers.models.keys import Keys

from .listing import Listed, listed
from .matching import Matching

BY_KEY_UP_TO = 1_000  # results few enough to be fetched by their keys
READ_UP_TO = 5_000  # rows of the order of all, for one page
READ_AHEAD = 2  # times what a page takes when what was found is spread evenly


@dataclass(frozen=True)
class Ordering:
    """What a search found, under one of its sorts."""

    found: Matching
    sort: str
    today: dt.date

    @property
    def ranked(self) -> bool:
        """Whether words alone give the order: with a place, it is the distance, behind the foremost."""
        if self.sort != "pertinence" or self.found.criteria.near:
            return False
        return self.found.tells_relevance or self.found.foremost not in (0, self.found.all)

    @property
    def by_distance(self) -> bool:
        near = self.found.criteria.near
        return near is not None and self.sort in ("pertinence", "distance")

    @property
    def foremost(self) -> int:
        """Those that come before the others, whatever their score or their distance."""
        return self.found.foremost if self.sort == "pertinence" else 0

    @property
    def hindmost(self) -> int:
        """The closed ones come after the others, unless a sort says where each stands."""
        return self.found.index.closed & self.found.all if self.sort in ("pertinence", "neutre") else 0

    @property
    def tiers(self) -> list[int]:
        """The sets to be read one after the other."""
        first, last = self.foremost & ~self.hindmost, self.hindmost
        return [first, self.found.all & ~first & ~last, last]

    @property
    def neutral(self) -> bool:
        """Whether a draw gives the order: it was asked, or nothing tells one structure from another."""
        unranked = self.sort == "pertinence" and not self.ranked and not self.by_distance
        return self.sort == "neutre" or unranked

    def page(self, start: int, size: int) -> list[Listed]:
        """Those from a rank on."""
        if self.by_distance or self.ranked or self.neutral:
            return listed(self._first_ids(start + size)[start:])
        if self.found.count <= BY_KEY_UP_TO:
            some = _written(self.sort).filter(structure__any_of=Keys(self.found.index.ids_of(self.found.all)))
            return listed(list(some[start : start + size]))
        return listed(self._walked_ids(start, size))

    def _first_ids(self, most: int) -> list[int]:
        """Tier by tier, the nearest first, the best scores, or as drawn."""
        ids: list[int] = []
        first = self._by_distance if self.by_distance else self._ranked if self.ranked else self._drawn
        for bits in self.tiers:
            if bits and len(ids) < most:
                ids += first(bits, most - len(ids))
        return ids

    def _by_distance(self, bits: int, most: int) -> list[int]:
        near = self.found.criteria.near
        assert near is not None
        return self.found.index.nearest(bits, near.latitude, near.longitude, most)

    def _ranked(self, bits: int, most: int) -> list[int]:
        """Equal scores are drawn: an order of names would always favour the same."""
        relevance = self.found.relevance
        return self.found.index.drawn(bits, self.today, most, relevance.of if relevance else None)

    def _drawn(self, bits: int, most: int) -> list[int]:
        return self.found.index.drawn(bits, self.today, most)

    def _walked_ids(self, start: int, size: int) -> list[int]:
        """A page among many: the order of all, kept where the search found something.

        The first pages need but the beginning of that order, which an index of PostgreSQL gives. It is read
        whole, and kept for the version, for those far down.
        """
        index, found = self.found.index, self.found
        likely = (start + size) * index.size // found.count * READ_AHEAD
        beginning = _written(self.sort)[:likely] if likely <= READ_UP_TO else ()
        page = index.in_order(found.all, index.order_of(beginning), start, size)
        if len(page) < min(size, found.count - start):
            everything = _written(self.sort).iterator(chunk_size=10_000)
            order = index.remember(("order", self.sort), lambda: index.order_of(everything))
            page = index.in_order(found.all, order, start, size)
        return page


def _written(sort: str) -> QuerySet[DirectoryEntry, int]:
    """Every structure in an order that PostgreSQL holds an index of."""
    first = [F("fresh_on").desc(nulls_last=True)] if sort == "recent" else []
    entries = DirectoryEntry.objects.order_by(*first, "sort_name", "structure_id")
    return entries.values_list("structure_id", flat=True)
