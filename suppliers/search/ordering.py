"""The results in order, page by page, by whichever is quicker: PostgreSQL or the index."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.db.models import BigIntegerField, F, Func, QuerySet, Value

from suppliers.models import DirectoryEntry

from .filters import entries_found, entries_meeting
from .matching import Matching

SHOWN = ["structure_id", "card", "latitude", "longitude"]
BY_KEY_UP_TO = 1_000  # results few enough to be fetched by their keys
RANKED_UP_TO = 3_000  # a word that so many have tells nobody apart, and ranking them all is slow


@dataclass(frozen=True)
class Ordering:
    """What a search found, under one of its sorts."""

    found: Matching
    sort: str
    today: dt.date

    @property
    def ranked(self) -> bool:
        """Whether words give the order."""
        worded = self.sort == "pertinence" and self.found.criteria.text.tsquery
        return bool(worded and self.found.count <= RANKED_UP_TO)

    @property
    def by_distance(self) -> bool:
        near = self.found.criteria.near
        return near is not None and self.sort in ("pertinence", "distance") and not self.ranked

    def entries(self) -> QuerySet[DirectoryEntry]:
        """All of them, as a query."""
        criteria, everything = self.found.criteria, DirectoryEntry.objects.all()
        if self.found.count <= BY_KEY_UP_TO:
            ids = self.found.index.ids_of(self.found.all)
            entries = entries_found(criteria, everything.filter(structure__any_of=ids))
        else:
            entries = entries_meeting(criteria, everything)
        return self._sorted(entries).only(*SHOWN)

    def page(self, start: int, size: int) -> list[DirectoryEntry]:
        """Those from a rank on."""
        if self.by_distance:
            return self._by_ids(self._nearest_ids(start + size)[start:])
        if self.ranked or self.found.count <= BY_KEY_UP_TO:
            return list(self.entries()[start : start + size])
        return self._by_ids(self._walked_ids(start, size))

    def _sorted(self, entries: QuerySet[DirectoryEntry]) -> QuerySet[DirectoryEntry]:
        if self.sort == "neutre":
            day = Value(self.today.toordinal(), output_field=BigIntegerField())
            drawn = Func(F("structure_id"), day, function="hashint8extended", output_field=BigIntegerField())
            return entries.order_by(drawn, "structure_id")
        if self.sort == "recent":
            return entries.order_by(F("fresh_on").desc(nulls_last=True), "sort_name", "structure_id")
        if self.ranked:
            return entries.order_by("-rank", "sort_name", "structure_id")
        if self.by_distance:
            return entries.order_by("distance_km", "structure_id")
        return entries.order_by("sort_name", "structure_id")

    def _by_ids(self, ids: list[int]) -> list[DirectoryEntry]:
        entries = DirectoryEntry.objects.only(*SHOWN).in_bulk(ids)
        return [entries[structure_id] for structure_id in ids if structure_id in entries]

    def _nearest_ids(self, most: int) -> list[int]:
        """The nearest of those found, read in a circle just wide enough: distances are not free."""
        near, index, inside = self.found.criteria.near, self.found.index, self.found.all
        assert near is not None
        km = 1.0
        while km < near.km:
            closer = index.within(near.latitude, near.longitude, km) & self.found.all
            if closer.bit_count() >= most:
                inside = closer
                break
            km *= 2
        return index.nearest(inside, near.latitude, near.longitude, most)

    def _walked_ids(self, start: int, size: int) -> list[int]:
        """A page among many: read in order and kept when found, which soon fills it.

        The neutral order has no index to be read from: it is drawn once a day and kept.
        """
        index = self.found.index
        ids = self._sorted(DirectoryEntry.objects.all()).values_list("structure_id", flat=True)
        with transaction.atomic():  # a cursor outside a transaction would first read to the end
            order = (
                index.remember(("neutre", self.today), lambda: list(ids))
                if self.sort == "neutre"
                else ids.iterator(chunk_size=1_000)
            )
            return list(islice(index.walk(self.found.all, order), start, start + size))
