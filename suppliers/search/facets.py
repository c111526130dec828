"""The values of each filter, each with the number of results it would give under all the other filters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial, reduce
from operator import or_
from typing import Any

from django.http import QueryDict

from suppliers.models import ServiceType, Territory
from suppliers.models.structure import Family
from suppliers.procurement import wording

from .codes import Dimension, code
from .criteria import Criteria
from .entries import ARTICLES, FAMILIES, SERVICE_TYPES
from .index import DirectoryIndex
from .matching import EVERY_ARTICLE, Matching
from .offered import Offered, offered_places, ranked
from .reference import Reference
from .tally import Tally, among_any

MONTHS_OFFERED = [6, 12, 24]
Others = list[tuple[int, int]] | None  # slots, each with a set
# Of a slot and the number of a value, the entries whose activity there carries it.
Carried = Callable[[int, int], int]


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
        counted: dict[str, Iterable[FacetValue]] = {
            "secteur": self._sectors(),
            "type": self._service_types(),
            "certification": self._plain("certification", certified, self.reference.offered_kinds),
            "article": self._plain("article", answered, _articles()),
            "verifie": self._verified(),
            "famille": self._plain("famille", Dimension.FAMILY, _families()),
            "territoire": self._located(),
            "intervient": self._served(),
            "effectif": self._plain("effectif", Dimension.BAND, self.reference.offered_bands),
            "confirme": self._confirmed(),
        }
        return {name: Facet(name, self.labels[name], list(values)) for name, values in counted.items()}

    def _plain(
        self, name: str, dimension: Dimension, offered: Offered, *, keep: bool = True
    ) -> Iterator[FacetValue]:
        """The values of a filter that speaks of the structure as a whole."""
        start, carrying = code(dimension, 0), self.index.carrying
        sets = self._tally((dimension,), offered.numbers, lambda number: carrying(start + number), keep)
        return self._worth_showing(name, offered, sets.among(self.matching.under_all_but(name)))

    def _offers(
        self, name: str, offered: Offered, carried: Carried, *, keep: bool = True
    ) -> Iterator[FacetValue]:
        """The values of a filter that speaks of one activity: one and the same meets all the choices."""
        numbers, slots = offered.numbers, self.index.slots
        among = self.matching.under_all_but("offer")
        others = self._offers_but(name, among)
        if others is None:
            sets = self._tally(
                (name,), numbers, lambda number: _any(carried(slot, number) for slot in slots), keep
            )
            return self._worth_showing(name, offered, sets.among(among))
        parts = [
            (self._tally((name, slot), numbers, partial(carried, slot), keep), other)
            for slot, other in others
        ]
        return self._worth_showing(name, offered, among_any(parts, len(numbers)))

    def _tally(
        self, key: tuple[Any, ...], numbers: tuple[int, ...], set_of: Callable[[int], int], keep: bool
    ) -> Tally:
        """The set of each number, side by side; kept with the index for what every page asks."""

        def made() -> Tally:
            return Tally([set_of(number) for number in numbers], self.index.size)

        return self.index.remember(("tally", key, numbers), made) if keep else made()

    def _worth_showing(self, name: str, offered: Offered, counts: Sequence[int]) -> Iterator[FacetValue]:
        """The values that would bring something, and those chosen."""
        chosen = self.chosen[name]
        rows = zip(offered.values, offered.labels, counts, offered.levels, strict=True)
        for value, label, count, level in rows:
            if count or value in chosen:
                yield FacetValue(value, label, count, value in chosen, level)

    def _sectors(self) -> Iterator[FacetValue]:
        return self._offers("secteur", self.reference.offered_sectors, self._carrying(Dimension.SECTOR))

    def _service_types(self) -> Iterator[FacetValue]:
        return self._offers("type", _service_types(), self._carrying(Dimension.SERVICE_TYPE))

    def _carrying(self, dimension: Dimension) -> Carried:
        carrying = self.index.carrying
        return lambda slot, number: carrying(code(dimension, number, slot))

    def _located(self) -> Iterator[FacetValue]:
        offered = self.reference.offered_places
        yield from self._plain("territoire", Dimension.LOCATED_IN, offered)
        chosen = [self.reference.territory(value) for value in self.chosen["territoire"]]
        if others := _besides(offered, chosen):
            yield from self._plain("territoire", Dimension.LOCATED_IN, offered_places(others), keep=False)

    def _served(self) -> list[FacetValue]:
        # Who works in all France works in 101 départements: only those where somebody is are offered.
        everywhere = self.reference.offered_places
        offered = everywhere.among(self._places_with_somebody())
        values = [*self._offers("intervient", offered, self._serving(self.reference.places_offered))]
        asked = (place for place in self.criteria.served if place.code in self.chosen["intervient"])
        if others := _besides(offered, asked):
            values += self._offers("intervient", offered_places(others), self._serving(others), keep=False)
            ranks = {value: rank for rank, value in enumerate(everywhere.values)}
            values.sort(key=lambda one: ranks.get(one.value, len(ranks)))
        return values

    def _serving(self, places: Iterable[Territory]) -> Carried:
        @cache
        def alone(key: int) -> Matching:
            (place,) = (place for place in places if place.pk == key)
            return Matching(Criteria(served=(place,)), self.index)

        return lambda slot, key: alone(key).serving_in(slot)

    def _places_with_somebody(self) -> frozenset[int]:
        index, places = self.index, self.reference.offered_places.numbers
        return index.remember(
            ("places with somebody", places),
            lambda: frozenset(
                key for key in places if index.count(code(Dimension.LOCATED_IN, key), index.everything)
            ),
        )

    def _offers_but(self, name: str, among: int) -> Others:
        """For each slot that has some, the entries of a set whose activity meets the offer's other choices.

        None when there is no other choice.
        """
        if not self.criteria.asks_for_an_offer_but(name):
            return None
        meeting = zip(self.index.slots, self.matching.offers_by_slot(but=name), strict=True)
        return [(slot, bits & among) for slot, bits in meeting if bits & among]

    def _verified(self) -> Iterator[FacetValue]:
        criteria, index = self.criteria, self.index
        bits = self.matching.under_all_but("article", "certification")
        articles = criteria.articles or EVERY_ARTICLE
        bits &= index.carrying_any(code(Dimension.ELIGIBLE_ARTICLE, rank) for rank in articles)
        if criteria.certifications:
            bits &= index.carrying_any(
                code(Dimension.VALID_CERTIFICATION, number) for number in criteria.certifications
            )
        return self._worth_showing("verifie", ranked([("1", self.labels["verifie"])]), [bits.bit_count()])

    def _confirmed(self) -> Iterator[FacetValue]:
        among = self.matching.under_all_but("confirme")
        sets = map(self.matching.confirmed_within, MONTHS_OFFERED)
        return self._worth_showing("confirme", _months(), [(bits & among).bit_count() for bits in sets])


def _any(sets: Iterable[int]) -> int:
    return reduce(or_, sets, 0)


def _besides(offered: Offered, chosen: Iterable[Territory | None]) -> list[Territory]:
    """The places that were chosen, those that are offered anyway left out."""
    return list(
        {place.code: place for place in chosen if place and place.code not in offered.values}.values()
    )


@lru_cache(maxsize=1)
def _articles() -> Offered:
    labels = [wording.ARTICLES[article].short_label for article in ARTICLES]
    return ranked(zip(map(str, ARTICLES), labels, strict=True))


@lru_cache(maxsize=1)
def _families() -> Offered:
    return ranked((family, str(Family(family).label)) for family in FAMILIES)


@lru_cache(maxsize=1)
def _service_types() -> Offered:
    return ranked((value, str(ServiceType(value).label)) for value in SERVICE_TYPES)


@lru_cache(maxsize=1)
def _months() -> Offered:
    return ranked((str(months), f"moins de {months} mois") for months in MONTHS_OFFERED)
