"""Criteria against the index: which entries meet them, and all of them but one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, reduce
from operator import and_, or_

from suppliers.models import DirectoryEntry, Territory
from suppliers.models.activity import RADII_KM

from .acronyms import Acronyms
from .codes import Dimension, code
from .criteria import Criteria, days_within
from .entries import ARTICLES
from .filters import entries_worded, zone_codes
from .index import DirectoryIndex
from .relevance import Relevance, relevance
from .text import word_queries
from .word_sets import entries_with, entries_with_all

EVERY_ARTICLE = range(1, len(ARTICLES) + 1)
RANKED_UP_TO = 1_000  # words that so many have tell nobody apart, and scoring them all is slow


class Matching:
    """The sets of entries that meet one search, field by field; computed once, combined many times."""

    def __init__(self, criteria: Criteria, index: DirectoryIndex) -> None:
        self.criteria, self.index = criteria, index

    @cached_property
    def all(self) -> int:
        """The entries that meet everything."""
        return self.under_all_but()

    @cached_property
    def count(self) -> int:
        return self.all.bit_count()

    def under_all_but(self, *fields: str) -> int:
        """The entries that meet every field but these: what a facet counts its values among."""
        sets = [bits for name, bits in self._simple.items() if name not in fields]
        if "offer" not in fields and self.criteria.asks_for_an_offer:
            sets.append(self.offering())
        return reduce(and_, sets, self.found)

    @cached_property
    def found(self) -> int:
        """What the text finds, which PostgreSQL answers, inside the circle."""
        near, index = self.criteria.near, self.index
        if near is None:
            return self.worded
        inside: int = index.recent.get(near, lambda: index.within(near.latitude, near.longitude, near.km))
        return self.worded & inside

    @cached_property
    def worded(self) -> int:
        if self.criteria.text.cpv and not self.criteria.typed_sectors:
            return 0
        if self.criteria.text.number:
            return self._numbered()
        with_words = entries_with_all(self.criteria.words, self.index)
        return reduce(and_, map(self._saying, self.criteria.acronyms), with_words)

    def _saying(self, acronyms: Acronyms) -> int:
        """Those of which one of the acronyms is true, or that name it."""
        sets = entries_with(acronyms.words, self.index)
        asking = (word for word, query in zip(sets, word_queries(list(sets)), strict=True) if query)
        naming = (sets[word] for word in asking)
        return reduce(or_, naming, self.index.carrying_any(acronyms.codes))

    def _numbered(self) -> int:
        """Kept for the advice, which asks again with fewer filters."""
        asked = ("number", self.criteria.text, self.criteria.typed_sectors, self.criteria.acronyms)
        numbered: int = self.index.recent.get(asked, self._read_numbered)
        return numbered

    def _read_numbered(self) -> int:
        entries = entries_worded(self.criteria, DirectoryEntry.objects.order_by())
        return self.index.of_ids(entries.values_list("structure_id", flat=True))

    @cached_property
    def tells_relevance(self) -> bool:
        """Whether the words tell the entries apart: there are some, and not too many have them."""
        return bool(self.criteria.tsquery) and 0 < self.count <= RANKED_UP_TO

    @cached_property
    def relevance(self) -> Relevance | None:
        """How well the entries that meet everything have the words, when that tells them apart."""
        if not self.tells_relevance:
            return None
        has_all = not self.criteria.acronyms and self.all == self.worded
        return relevance(self.criteria.tsquery, None if has_all else self.all, self.index)

    @cached_property
    def foremost(self) -> int:
        """Of what words find, those that sell what they name; of few, those whose name has them too."""
        if not self.criteria.tsquery:
            return 0
        named = self.relevance.named(self.index.size) if self.relevance else 0
        selling = (self.index.in_any_slot(Dimension.SECTOR, sector) for sector in self.criteria.named_sectors)
        return reduce(or_, selling, named) & self.all

    @cached_property
    def _simple(self) -> dict[str, int]:
        """One set for each field asked, offers apart."""
        criteria, answered = self.criteria, self.criteria.articles
        if criteria.verified and not answered:
            answered = tuple(EVERY_ARTICLE)
        asked = {
            "certification": (self.certified, criteria.certifications),
            "article": (self.answered, answered),
            "famille": (Dimension.FAMILY, criteria.families),
            "territoire": (Dimension.LOCATED_IN, criteria.located_in),
            "effectif": (Dimension.BAND, criteria.bands),
        }
        sets = {
            name: self.index.carrying_any(code(dimension, value) for value in values)
            for name, (dimension, values) in asked.items()
            if len(values)
        }
        if criteria.confirmed_months:
            sets["confirme"] = self.confirmed_within(criteria.confirmed_months)
        return sets

    def confirmed_within(self, months: int) -> int:
        """The entries confirmed in the last so many months, forgotten ones included."""
        days = days_within(months, self.criteria.today)
        return self.index.remember(
            (Dimension.CONFIRMED, days),
            lambda: self.index.carrying_any(code(Dimension.CONFIRMED, day) for day in days),
        )

    @property
    def certified(self) -> Dimension:
        return Dimension.VALID_CERTIFICATION if self.criteria.verified else Dimension.CERTIFICATION

    @property
    def answered(self) -> Dimension:
        return Dimension.ELIGIBLE_ARTICLE if self.criteria.verified else Dimension.ARTICLE

    def offering(self) -> int:
        """Entries one of whose activities meets every choice of sector, type and place."""
        return reduce(or_, self.offers_by_slot(), 0)

    def offers_by_slot(self, *, but: str = "") -> list[int]:
        """For each rank of activity, the entries whose activity meets the choices, one of them left out.

        With no choice left, every entry: a slot without activity then adds nothing to what is asked of it.
        """
        return [reduce(and_, self._choices_in(slot, but), self.index.everything) for slot in self.index.slots]

    def _choices_in(self, slot: int, but: str) -> Iterable[int]:
        criteria, carrying_any = self.criteria, self.index.carrying_any
        sectors = [
            criteria.cpv_sectors,
            criteria.typed_sectors,
            *([criteria.sectors] if but != "secteur" else []),
        ]
        for choice in sectors:
            if choice:
                yield carrying_any(code(Dimension.SECTOR, key, slot) for key in choice)
        if criteria.service_types and but != "type":
            yield carrying_any(code(Dimension.SERVICE_TYPE, key, slot) for key in criteria.service_types)
        if criteria.served and but != "intervient":
            yield self.serving_in(slot)

    def serving_in(self, slot: int) -> int:
        """Entries whose activity of this rank works in one of the places asked, forgotten ones included."""
        places, index = self.criteria.served, self.index
        key = ("serving", tuple(place.pk for place in places), slot)
        if len(places) == 1 and not self.criteria.served_communes:  # as a facet asks: there are few of those
            kept: int = index.remember(key, lambda: self._serving_in(slot))
        else:
            kept = index.recent.get(key, lambda: self._serving_in(slot))
        return kept

    def _serving_in(self, slot: int) -> int:
        bits = self.index.carrying_any(zone_codes(self.criteria, slot))
        for km, inside in self._reached.items():
            bits |= inside & self.index.carrying(code(Dimension.RADIUS, km, slot))
        return bits

    @cached_property
    def _reached(self) -> dict[int, int]:
        """For each radius on offer, the entries that are within it of a commune asked."""
        places: list[Territory] = self.criteria.served_communes
        nearness = [
            self.index.cosines(place.latitude, place.longitude)
            for place in places
            if place.latitude is not None and place.longitude is not None
        ]
        return {
            km: reduce(or_, (self.index.nearer(cosines, km) for cosines in nearness))
            for km in RADII_KM
            if places
        }
