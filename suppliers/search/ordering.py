"""The results in order, page by page, by whichever is quicker: PostgreSQL or the index."""

from __future__ import annotations

import datetime as dt
from array import array
from dataclasses import dataclass
from itertools import islice

from django.db.models import Case, F, IntegerField, QuerySet, When

from suppliers.models import DirectoryEntry

from .filters import entries_found, entries_meeting
from .matching import Matching

SHOWN = ["structure_id", "card", "latitude", "longitude"]
BY_KEY_UP_TO = 1_000  # results few enough to be fetched by their keys
READ_UP_TO = 5_000  # rows of the order of all, for one page
READ_AHEAD = 2  # times what a page takes when what was found is spread evenly
RANKED_UP_TO = 3_000  # a word that so many have tells nobody apart, and ranking them all is slow


@dataclass(frozen=True)
class Ordering:
    """What a search found, under one of its sorts."""

    found: Matching
    sort: str
    today: dt.date

    @property
    def ranked(self) -> bool:
        """Whether words alone give the order: with a place, it is the distance, behind the foremost."""
        criteria = self.found.criteria
        worded = self.sort == "pertinence" and criteria.tsquery and not criteria.near
        return bool(worded and self.found.count <= RANKED_UP_TO)

    @property
    def by_distance(self) -> bool:
        near = self.found.criteria.near
        return near is not None and self.sort in ("pertinence", "distance")

    @property
    def foremost(self) -> int:
        """Those that come before the others, whatever their rank or their distance."""
        return self.found.foremost & self.found.all if self.sort == "pertinence" else 0

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

    def page(self, start: int, size: int) -> list[DirectoryEntry]:
        """Those from a rank on."""
        if self.by_distance or self.neutral:
            return self._by_ids(self._first_ids(start + size)[start:])
        if self.ranked or self.found.count <= BY_KEY_UP_TO:
            return list(self._entries()[start : start + size])
        return self._by_ids(self._walked_ids(start, size))

    def _entries(self) -> QuerySet[DirectoryEntry]:
        """All of them, as a query, in an order that PostgreSQL knows."""
        criteria, everything = self.found.criteria, DirectoryEntry.objects.all()
        if self.found.count <= BY_KEY_UP_TO:
            ids = self.found.index.ids_of(self.found.all)
            entries = entries_found(criteria, everything.filter(structure__any_of=ids))
        else:
            entries = entries_meeting(criteria, everything)
        return self._sorted(entries).only(*SHOWN)

    def _sorted(self, entries: QuerySet[DirectoryEntry]) -> QuerySet[DirectoryEntry]:
        if self.sort == "recent":
            return entries.order_by(F("fresh_on").desc(nulls_last=True), "sort_name", "structure_id")
        if self.ranked:
            return entries.order_by(self._tier(), "-rank", "sort_name", "structure_id")  # type: ignore[misc]  # annotated
        return entries.order_by("sort_name", "structure_id")

    def _tier(self) -> Case:
        first, _, last = (self.found.index.ids_of(bits) for bits in self.tiers)
        return Case(
            When(structure__any_of=first, then=0),
            When(structure__any_of=last, then=2),
            default=1,
            output_field=IntegerField(),
        )

    def _by_ids(self, ids: list[int]) -> list[DirectoryEntry]:
        entries = DirectoryEntry.objects.only(*SHOWN).in_bulk(ids)
        return [entries[structure_id] for structure_id in ids if structure_id in entries]

    def _first_ids(self, most: int) -> list[int]:
        """Tier by tier, the nearest first, or as drawn."""
        ids: list[int] = []
        first = self._by_distance if self.by_distance else self._drawn
        for bits in self.tiers:
            if bits and len(ids) < most:
                ids += first(bits, most - len(ids))
        return ids

    def _by_distance(self, bits: int, most: int) -> list[int]:
        near = self.found.criteria.near
        assert near is not None
        return self.found.index.nearest(bits, near.latitude, near.longitude, most)

    def _drawn(self, bits: int, most: int) -> list[int]:
        return self.found.index.drawn(bits, self.today, most)

    def _walked_ids(self, start: int, size: int) -> list[int]:
        """A page among many: the order of all, kept where the search found something.

        The first pages need but the beginning of that order, which an index of PostgreSQL gives. It is read
        whole, and kept for the version, for those far down.
        """
        index, found = self.found.index, self.found
        ids = self._sorted(DirectoryEntry.objects.all()).values_list("structure_id", flat=True)
        likely = (start + size) * index.size // found.count * READ_AHEAD
        beginning = list(ids[:likely]) if likely <= READ_UP_TO else []
        page = list(islice(index.walk(found.all, beginning), start, start + size))
        if len(page) < min(size, found.count - start):
            order = index.remember(("order", self.sort), lambda: array("q", ids.iterator(chunk_size=10_000)))
            page = list(islice(index.walk(found.all, order), start, start + size))
        return page
