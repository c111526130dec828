"""The values of each filter, each with the number of results it would give under all the other filters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_

from django.http import QueryDict

from suppliers.models import ServiceType, Territory
from suppliers.models.structure import Family
from suppliers.procurement import wording

from .codes import Dimension, code
from .criteria import Criteria
from .entries import ARTICLES, FAMILIES, SERVICE_TYPES
from .index import DirectoryIndex
from .matching import EVERY_ARTICLE, Matching
from .reference import Reference

MONTHS_OFFERED = [6, 12, 24]
Offered = tuple[str, str, int]  # a value, its label, its number in a search code
Others = list[tuple[int, int]] | None  # slots, each with a set


@dataclass(slots=True)  # not frozen: a page makes three hundred
class FacetValue:
    """One value of a filter; `level` 1 stands under the level 0 before it."""

    value: str
    label: str
    count: int
    selected: bool = False
    level: int = 0


@dataclass(frozen=True)
class Facet:
    """A filter with its values: those that would bring something, and those chosen."""

    name: str
    label: str
    values: list[FacetValue]

    @property
    def selected(self) -> int:
        return sum(value.selected for value in self.values)


class Facets:
    """Counts the values of every filter for one search."""

    def __init__(
        self, matching: Matching, reference: Reference, params: QueryDict, labels: dict[str, str]
    ) -> None:
        self.matching, self.reference, self.labels = matching, reference, labels
        self.chosen = {name: set(params.getlist(name)) for name in labels}

    @property
    def index(self) -> DirectoryIndex:
        return self.matching.index

    @property
    def criteria(self) -> Criteria:
        return self.matching.criteria

    def all(self) -> dict[str, Facet]:
        """Every facet by its parameter's name."""
        answered, certified = self.matching.answered, self.matching.certified
        counted = {
            "secteur": self._sectors(),
            "type": self._service_types(),
            "certification": self._plain("certification", certified, self._kinds()),
            "article": self._plain("article", answered, _articles()),
            "verifie": self._verified(),
            "famille": self._plain("famille", Dimension.FAMILY, _families()),
            "territoire": self._plain("territoire", Dimension.LOCATED_IN, self._located()),
            "intervient": self._served(),
            "effectif": self._plain("effectif", Dimension.BAND, self._employee_bands()),
            "confirme": self._confirmed(),
        }
        return {name: Facet(name, self.labels[name], list(values)) for name, values in counted.items()}

    def _values(self, name: str, sets: Iterable[tuple[str, str, int]], among: int) -> Iterator[FacetValue]:
        """Of the values of a filter, each with its label and its set, those worth showing."""
        chosen = self.chosen[name]
        for value, label, bits in sets:
            count = (bits & among).bit_count()
            if count or value in chosen:
                yield FacetValue(value, label, count, value in chosen)

    def _plain(self, name: str, dimension: Dimension, offered: Iterable[Offered]) -> Iterator[FacetValue]:
        """The values of a filter that speaks of the structure as a whole."""
        start, carrying = code(dimension, 0), self.index.carrying_for_facets
        sets = ((value, label, carrying(start + number)) for value, label, number in offered)
        return self._values(name, sets, self.matching.under_all_but(name))

    def _sectors(self) -> Iterator[FacetValue]:
        known = self.reference.sectors
        offered = [(sector.code, sector.label, sector.pk) for sector in known.values()]
        for one in self._offers("secteur", Dimension.SECTOR, offered):
            one.level = 0 if known[one.value].parent_id is None else 1
            yield one

    def _service_types(self) -> Iterator[FacetValue]:
        return self._offers("type", Dimension.SERVICE_TYPE, _service_types())

    def _offers(self, name: str, dimension: Dimension, offered: Iterable[Offered]) -> Iterator[FacetValue]:
        """The values of a filter that speaks of one activity: one and the same meets all the choices."""
        among = self.matching.under_all_but("offer")
        others = self._offers_but(name, among)
        index, carrying = self.index, self.index.carrying
        starts = [(code(dimension, 0, slot), other) for slot, other in others or ()]

        def offering(number: int) -> int:
            if others is None:
                return index.in_any_slot(dimension, number)
            bits = 0
            for start, other in starts:
                bits |= carrying(start + number) & other
            return bits

        sets = ((value, label, offering(number)) for value, label, number in offered)
        return self._values(name, sets, among)

    def _served(self) -> Iterator[FacetValue]:
        among = self.matching.under_all_but("offer")
        others = self._offers_but("intervient", among)
        places = self._places_with_somebody(self.criteria.served)
        sets = ((place.code, place.short_name, self._serving(place, others)) for place in places)
        return self._values("intervient", sets, among)

    def _serving(self, place: Territory, others: Others) -> int:
        """The entries one of whose activities works in a place, and meets the offer's other choices."""
        # The wide places are few, and asked by every page; there are 35,000 communes.
        is_wide = place.code in self.reference.territories
        keep = self.index.remember if is_wide else self.index.recent.get
        by_slot: dict[int, int] = keep(("served by slot", place.pk), lambda: self._serving_by_slot(place))
        if others is None:
            return keep(("served", place.pk), lambda: reduce(or_, by_slot.values(), 0))
        bits = 0
        for slot, other in others:
            bits |= by_slot[slot] & other
        return bits

    def _serving_by_slot(self, place: Territory) -> dict[int, int]:
        alone = Matching(Criteria(served=(place,)), self.index)
        return {slot: alone.serving_in(slot) for slot in self.index.slots}

    def _offers_but(self, name: str, among: int) -> Others:
        """For each slot that has some, the entries of a set whose activity meets the offer's other choices.

        None when there is no other choice.
        """
        if not self.criteria.asks_for_an_offer_but(name):
            return None
        meeting = zip(self.index.slots, self.matching.offers_by_slot(but=name), strict=True)
        return [(slot, bits & among) for slot, bits in meeting if bits & among]

    def _kinds(self) -> Iterator[Offered]:
        return ((kind.code, kind.short_label, kind.number) for kind in self.reference.kinds.values())

    def _employee_bands(self) -> Iterator[Offered]:
        return ((band.code, band.label, band.number) for band in self.reference.bands.values())

    def _located(self) -> Iterator[Offered]:
        chosen = [self.reference.territory(value) for value in self.chosen["territoire"]]
        return ((place.code, place.short_name, place.pk) for place in self._places(chosen))

    def _verified(self) -> Iterator[FacetValue]:
        criteria, index = self.criteria, self.index
        bits = self.matching.under_all_but("article", "certification")
        articles = criteria.articles or EVERY_ARTICLE
        bits &= index.carrying_any(code(Dimension.ELIGIBLE_ARTICLE, rank) for rank in articles)
        if criteria.certifications:
            bits &= index.carrying_any(
                code(Dimension.VALID_CERTIFICATION, number) for number in criteria.certifications
            )
        return self._values("verifie", [("1", self.labels["verifie"], bits)], bits)

    def _places(self, chosen: Iterable[Territory | None]) -> list[Territory]:
        """The wide places people know, and those chosen."""
        places = {place.code: place for place in self.reference.places_offered}
        places |= {place.code: place for place in chosen if place is not None}
        return list(places.values())

    def _places_with_somebody(self, chosen: Iterable[Territory]) -> list[Territory]:
        """Who works in all France works in 101 départements: only those where somebody is are offered."""
        located: set[int] = self.index.remember(
            "places with somebody",
            lambda: {
                place.pk
                for place in self.reference.territories.values()
                if self.index.count(code(Dimension.LOCATED_IN, place.pk), self.index.everything)
            },
        )
        places = self._places(chosen)
        return [place for place in places if place.pk in located or place.code in self.chosen["intervient"]]

    def _confirmed(self) -> Iterator[FacetValue]:
        sets = (
            (str(months), f"moins de {months} mois", self.matching.confirmed_within(months))
            for months in MONTHS_OFFERED
        )
        return self._values("confirme", sets, self.matching.under_all_but("confirme"))


@lru_cache(maxsize=1)
def _articles() -> tuple[Offered, ...]:
    labels = [wording.ARTICLES[article].short_label for article in ARTICLES]
    return _by_rank([(str(article), label) for article, label in zip(ARTICLES, labels, strict=True)])


@lru_cache(maxsize=1)
def _families() -> tuple[Offered, ...]:
    return _by_rank([(family, Family(family).label) for family in FAMILIES])


@lru_cache(maxsize=1)
def _service_types() -> tuple[Offered, ...]:
    return _by_rank([(value, ServiceType(value).label) for value in SERVICE_TYPES])


def _by_rank(values: list[tuple[str, str]]) -> tuple[Offered, ...]:
    return tuple((value, str(label), rank) for rank, (value, label) in enumerate(values, start=1))
