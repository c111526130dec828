"""The values of each filter, each with the number of results it would give under all the other filters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
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
Territories = dict[str, Territory]


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
        counted = {
            "secteur": self._sectors(),
            "type": self._service_types(),
            "certification": self._certifications(),
            "article": self._articles(),
            "verifie": self._verified(),
            "famille": self._plain("famille", Dimension.FAMILY, zip(FAMILIES, Family.labels, strict=True)),
            "territoire": self._territories(),
            "intervient": self._served(),
            "effectif": self._bands(),
            "confirme": self._confirmed(),
        }
        return {name: self._facet(name, values) for name, values in counted.items()}

    def _facet(self, name: str, values: Iterable[FacetValue]) -> Facet:
        return Facet(name, self.labels[name], [value for value in values if value.count or value.selected])

    def _value(self, name: str, value: str, label: str, count: int, level: int = 0) -> FacetValue:
        return FacetValue(value, label, count, value in self.chosen[name], level)

    def _sectors(self) -> Iterator[FacetValue]:
        among = self.matching.under_all_but("offer")
        others = self._offers_but("secteur")
        for sector in self.reference.sectors.values():
            bits = self._offering(Dimension.SECTOR, sector.pk, others)
            yield self._value(
                "secteur",
                sector.code,
                sector.label,
                (bits & among).bit_count(),
                0 if sector.parent_id is None else 1,
            )

    def _service_types(self) -> Iterator[FacetValue]:
        among = self.matching.under_all_but("offer")
        others = self._offers_but("type")
        for rank, value in enumerate(SERVICE_TYPES, start=1):
            bits = self._offering(Dimension.SERVICE_TYPE, rank, others)
            yield self._value("type", value, ServiceType(value).label, (bits & among).bit_count())

    def _served(self) -> Iterator[FacetValue]:
        among = self.matching.under_all_but("offer")
        others = self._offers_but("intervient")
        for place in self._places_with_somebody(self.criteria.served):
            bits = self._serving(place, others)
            yield self._value("intervient", place.code, place.name, (bits & among).bit_count())

    def _serving(self, place: Territory, others: list[int] | None) -> int:
        alone = Matching(Criteria(served=(place,)), self.index)
        if others is None:
            return self.index.remember(("served", place.pk), alone.offering)
        return reduce(
            or_,
            (
                alone.serving_in(slot) & other
                for slot, other in zip(self.index.slots, others, strict=True)
                if other
            ),
            0,
        )

    def _offers_but(self, name: str) -> list[int] | None:
        """For each slot, the entries whose activity meets the offer's other choices; None without any."""
        return self.matching.offers_by_slot(but=name) if self.criteria.asks_for_an_offer_but(name) else None

    def _offering(self, dimension: Dimension, value: int, others: list[int] | None) -> int:
        if others is None:
            return self.index.in_any_slot(dimension, value)
        carrying = self.index.carrying
        return reduce(
            or_,
            (
                carrying(code(dimension, value, slot)) & other
                for slot, other in zip(self.index.slots, others, strict=True)
                if other
            ),
            0,
        )

    def _certifications(self) -> Iterator[FacetValue]:
        among = self.matching.under_all_but("certification")
        for kind in self.reference.kinds.values():
            count = self.index.count(code(self.matching.certified, kind.number), among)
            yield self._value("certification", kind.code, kind.short_label, count)

    def _articles(self) -> Iterator[FacetValue]:
        among = self.matching.under_all_but("article")
        for rank, article in enumerate(ARTICLES, start=1):
            count = self.index.count(code(self.matching.answered, rank), among)
            yield self._value("article", str(article), wording.ARTICLES[article].short_label, count)

    def _verified(self) -> Iterator[FacetValue]:
        criteria, index = self.criteria, self.index
        bits = self.matching.under_all_but("article", "certification")
        articles = criteria.articles or EVERY_ARTICLE
        bits &= index.carrying_any(code(Dimension.ELIGIBLE_ARTICLE, rank) for rank in articles)
        if criteria.certifications:
            bits &= index.carrying_any(
                code(Dimension.VALID_CERTIFICATION, number) for number in criteria.certifications
            )
        yield self._value("verifie", "1", self.labels["verifie"], bits.bit_count())

    def _plain(
        self, name: str, dimension: Dimension, values: Iterable[tuple[str, str]]
    ) -> Iterator[FacetValue]:
        among = self.matching.under_all_but(name)
        for rank, (value, label) in enumerate(values, start=1):
            yield self._value(name, value, label, self.index.count(code(dimension, rank), among))

    def _bands(self) -> Iterator[FacetValue]:
        among = self.matching.under_all_but("effectif")
        for band in self.reference.bands.values():
            count = self.index.count(code(Dimension.BAND, band.number), among)
            yield self._value("effectif", band.code, band.label, count)

    def _territories(self) -> Iterator[FacetValue]:
        among = self.matching.under_all_but("territoire")
        for place in self._places([self._chosen_place(value) for value in self.chosen["territoire"]]):
            count = self.index.count(code(Dimension.LOCATED_IN, place.pk), among)
            yield self._value("territoire", place.code, place.name, count)

    def _chosen_place(self, value: str) -> Territory | None:
        return self.reference.territory(value)

    def _places(self, chosen: Iterable[Territory | None]) -> list[Territory]:
        """The wide places people know, and those chosen."""
        places = {place.code: place for place in self.reference.territories.values()}
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
        among = self.matching.under_all_but("confirme")
        for months in MONTHS_OFFERED:
            bits = self.matching.confirmed_within(months)
            yield self._value("confirme", str(months), f"moins de {months} mois", (bits & among).bit_count())
