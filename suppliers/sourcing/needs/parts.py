"""A need as it is answered: lot by lot, or as a whole; what each part asks of the directory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import QueryDict
from geopy.distance import great_circle

from suppliers.models import Lot, Need, NeedSite, Sector, Territory
from suppliers.search.criteria import Criteria
from suppliers.search.filters import StructureFilterSet
from suppliers.search.links import Links
from suppliers.search.reference import Reference
from suppliers.search.state import State

Point = tuple[float, float]
WHOLE = 0  # the number of a need that has no lots, or is looked at as a whole
MOST_VALUES = 40  # sectors, or places, that one search reads


@dataclass(frozen=True)
class Site:
    """A place where a part is carried out. `point`: of its address, else the centre of its territory."""

    territory: Territory
    address: str
    point: tuple[float, float] | None

    def __str__(self) -> str:
        return self.address or self.territory.name


@dataclass(frozen=True)
class Part:
    """What a lot asks, or the need as a whole; what a lot leaves out is as in its need.

    Amount in euros HT. `reservation` is empty while the buyer has not thought of it.
    """

    need: Need
    lot: Lot | None
    number: int
    title: str
    sectors: tuple[Sector, ...]
    cpv_codes: tuple[str, ...]
    sites: tuple[Site, ...]
    amount_excl_tax: Decimal | None
    duration_months: int | None
    reservation: str
    exclusive_scope: bool | None
    executed_in_prison: bool | None

    @property
    def name(self) -> str:
        return f"Lot {self.number} · {self.title}" if self.lot else self.title

    @property
    def says_what(self) -> bool:
        return bool(self.sectors or self.cpv_codes)

    @property
    def points(self) -> list[tuple[float, float]]:
        """Those of its places that have one (WGS 84 degrees)."""
        return [site.point for site in self.sites if site.point]

    def sectors_asked(self, known: Reference) -> list[Sector]:
        """Those chosen, and those of its CPV codes; one of them is enough."""
        named = [known.sectors[sector.code] for sector in self.sectors if sector.code in known.sectors]
        coded = [sector for code in self.cpv_codes for sector in known.sectors_of_cpv(code)]
        return list(dict.fromkeys([*named, *coded]))[:MOST_VALUES]

    def cpv_read_as(self, known: Reference) -> list[tuple[str, str]]:
        """Each CPV code, and the sectors that are searched for it, in words."""
        return [(code, sectors_in_words(code, known)) for code in self.cpv_codes]

    def query(self, known: Reference, place: str = "intervient", **more: Any) -> str:
        """The query string of the directory that finds who may answer this part.

        `place`: "intervient", who works in one of its places; "territoire", who is located there; "" for
        anywhere. `more`: other parameters of the public contract, a value or a list of them.
        """
        if place not in self._links:
            self._links[place] = self._links_at(known, place)
        said = {name: value if isinstance(value, list | tuple) else [value] for name, value in more.items()}
        return self._links[place].with_values(**said)

    @cached_property
    def _links(self) -> dict[str, Links]:
        """By place, for as long as the part: a page asks for hundreds of addresses."""
        return {}

    def _links_at(self, known: Reference, place: str) -> Links:
        params = QueryDict(mutable=True)
        params.setlist("secteur", [sector.code for sector in self.sectors_asked(known)])
        if place:
            codes = list(dict.fromkeys(site.territory.code for site in self.sites))[:MOST_VALUES]
            params.setlist(place, codes)
        return Links(params)


def sectors_in_words(code: str, known: Reference) -> str:
    """« Nettoyage de locaux, Vitrerie »: what the directory searches for a CPV code."""
    return ", ".join(sector.label for sector in known.sectors_of_cpv(code))


def parts_of(need: Need) -> list[Part]:
    """The lots of a need in order; a need without lots is one part, number 0."""
    lots = list(need.lots.order_by("number"))
    prefetch_related_objects([need], "sectors", "sites__territory")
    prefetch_related_objects(lots, "sectors")
    return [part_of(need, lot) for lot in lots] or [part_of(need)]


def whole_of(need: Need) -> Part:
    """The need as a whole, its lots aside."""
    prefetch_related_objects([need], "sectors", "sites__territory")
    return part_of(need)


def part_of(need: Need, lot: Lot | None = None) -> Part:
    """One part. `need` has its sectors and sites at hand, and so does the lot its sectors."""
    own = lot or need
    what = own if own.cpv_codes or own.sectors.all() else need
    return Part(
        need=need,
        lot=lot,
        number=lot.number if lot else WHOLE,
        title=own.title,
        sectors=tuple(what.sectors.all()),
        cpv_codes=tuple(what.cpv_codes),
        sites=_sites(need, lot),
        amount_excl_tax=own.amount_excl_tax,
        duration_months=own.duration_months or need.duration_months,
        reservation=own.reservation or need.reservation,
        exclusive_scope=_first(own.exclusive_scope, need.exclusive_scope),
        executed_in_prison=_first(own.executed_in_prison, need.executed_in_prison),
    )


def _first(*answers: bool | None) -> bool | None:
    return next((answer for answer in answers if answer is not None), None)


def _sites(need: Need, lot: Lot | None) -> tuple[Site, ...]:
    every = list(need.sites.all())
    own = [site for site in every if lot and site.lot_id == lot.pk]
    return tuple(_site(site) for site in own or (site for site in every if site.lot_id is None))


def _site(site: NeedSite) -> Site:
    place = site.territory
    return Site(place, site.address, _point(site) or _point(place))


def _point(where: NeedSite | Territory) -> tuple[float, float] | None:
    if where.latitude is None or where.longitude is None:
        return None
    return where.latitude, where.longitude


def km_to_nearest(sites: Iterable[Point], point: Point | None) -> float | None:
    """From a structure to the nearest of these places, as the crow flies; None when either is not known.

    The one rule of distances of a need: in proposals, shortlists, comparisons, records.
    """
    return min((float(great_circle(site, point).km) for site in sites), default=None) if point else None


def criteria_of(query: str, known: Reference, today: dt.date) -> Criteria:
    """What a query string of ours asks; it is always valid."""
    filterset = StructureFilterSet(QueryDict(query), reference=known, today=today)
    assert filterset.form.is_valid(), filterset.form.errors
    return filterset.criteria


def reference_day(need: Need, at: State) -> dt.date:
    """The day at which eligibility is read: the deadline for applications, else today."""
    return need.applications_due_on or at.today
