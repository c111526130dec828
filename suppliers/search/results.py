"""One search, as a page, a map or an export asks it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.forms import Form
from django.http import QueryDict
from geopy.distance import great_circle

from suppliers.models import Territory

from .advice import Advice, filters_instead, filters_to_drop, working_there
from .cells import feature_collection
from .criteria import Criteria
from .facets import Facet
from .fields import unreadable
from .filters import StructureFilterSet
from .grid import BBox
from .kept import facets, matching
from .links import Links, directory_url
from .listing import Listed, ResultPage
from .matching import Matching
from .ordering import Ordering
from .phrases import Chip, chips, understood
from .reference import reference
from .rescue import Rescue, rescue
from .sorts import Sort, every_sort, sort_in_force, sorts_offered
from .state import State, state
from .typed_numbers import AboutNumber, about_number

PER_PAGE = 20
ASKED = {"q", "adresse", "pres_de"}


@dataclass(frozen=True)
class Correction:
    """Words put right, or fewer of them, with the address that asks for them."""

    typed: str
    corrected: str
    left_out: str
    url: str


class Search:
    """What a query string asks of the directory. An invalid one finds nothing: `form` says why."""

    def __init__(self, params: QueryDict, *, at: State | None = None) -> None:
        self.params = params
        self.links = Links(params)
        self.state = at or state()
        self.reference = reference(self.state.version)
        self.filterset = StructureFilterSet(params, reference=self.reference, today=self.state.today)

    @cached_property
    def form(self) -> Form:
        form: Form = self.filterset.form
        return form

    @cached_property
    def is_valid(self) -> bool:
        return bool(self.form.is_valid())

    @cached_property
    def unreadable(self) -> dict[str, list[str]]:
        """The values that cannot be read, by parameter."""
        wrong = () if self.is_valid else self.form.errors
        return {name: unreadable(self.form.fields[name], self.links.kept.get(name, [])) for name in wrong}

    @cached_property
    def readable(self) -> Search:
        """The same without the values that cannot be read; itself when all can."""
        if self.is_valid:
            return self
        gone = [(name, value) for name, values in self.unreadable.items() for value in values]
        rest = Search(QueryDict(self.links.without_each(gone)), at=self.state)
        assert rest.is_valid  # a value is wrong by itself, whatever the others
        return rest

    @cached_property
    def asked(self) -> Criteria:
        """The criteria as typed."""
        return self.filterset.criteria

    @cached_property
    def criteria(self) -> Criteria:
        """The criteria answered: those asked, or what comes near when their words find nothing."""
        return self._rescue.criteria if self._rescue else self.asked

    @cached_property
    def _rescue(self) -> Rescue | None:
        found = matching(self.asked, self.state)
        return (
            None if found.found or not self.asked.words else rescue(self.asked, found.index, self.reference)
        )

    @property
    def matching(self) -> Matching:
        return matching(self.criteria, self.state)

    @cached_property
    def count(self) -> int:
        """Number of results; none for an invalid search."""
        return self.matching.count if self.is_valid else 0

    @property
    def idle_words(self) -> str:
        """What was typed, when it asks nothing."""
        typed = str(self.form.cleaned_data["q"] or "") if self.is_valid else ""
        return typed if typed and not self.asked.asks_by_text else ""

    @property
    def correction(self) -> Correction | None:
        if not self.is_valid or self._rescue is None:
            return None
        words = " ".join(self._rescue.criteria.words)
        left_out = ", ".join(self._rescue.left_out)
        return Correction(
            " ".join(self.asked.text.words), words, left_out, directory_url(self.links.with_value("q", words))
        )

    @cached_property
    def facets(self) -> dict[str, Facet]:
        """Every facet by its parameter's name; what cannot be read counts for nothing."""
        return facets(self.readable.criteria, self.state, self.readable.query)

    @cached_property
    def chips(self) -> list[Chip]:
        """The active filters, each with the address that drops it."""
        return chips(self.links, self.readable.form, self.reference, self.unreadable)

    @property
    def filter_count(self) -> int:
        """How many filters are in force, beside what is asked: the words and the place."""
        return sum(chip.name not in ASKED for chip in self.chips)

    @property
    def clear_url(self) -> str:
        return directory_url("")

    @property
    def understood(self) -> str:
        return (
            understood(self.criteria, self.form.cleaned_data["territoire"], self.reference)
            if self.is_valid
            else ""
        )

    @property
    def sectors(self) -> frozenset[str]:
        """Labels of the sectors asked for, in whatever way; those of a group that was chosen included."""
        if not self.is_valid:
            return frozenset()
        asked = self.criteria
        keys = {*asked.sectors, *asked.cpv_sectors, *asked.typed_sectors, *asked.named_sectors}
        return frozenset(sector.label for sector in self.reference.sectors_within(keys))

    def count_of(self, query: str) -> int:
        """Number of results of another query string, its words taken as they stand."""
        other = Search(QueryDict(query), at=self.state)
        return self.count_meeting(other.asked) if other.is_valid else 0

    def count_meeting(self, criteria: Criteria) -> int:
        """Number of results of other criteria."""
        return matching(criteria, self.state).count

    @cached_property
    def hints(self) -> list[Advice]:
        """Filters that words of the search name."""
        if not self.is_valid:
            return []
        return filters_instead(self.asked.text, self.links, self.reference, self.count_of)

    @cached_property
    def advice(self) -> list[Advice]:
        """When nothing is found: the filters to drop; a number is what is looked for, and stays."""
        if not self.is_valid or self.count:
            return []
        chips = [chip for chip in self.chips if not (self.about_number and chip.name == "q")]
        return filters_to_drop(chips, self.links, self.count_of)

    @property
    def without_errors(self) -> Advice | None:
        """Of an invalid search, the rest of it, when that finds something."""
        rest = self.readable
        return Advice("", rest.count, directory_url(rest.query)) if not self.is_valid and rest.count else None

    @cached_property
    def about_number(self) -> AboutNumber | None:
        """When a number finds nothing: why, and what to ask instead."""
        if not self.is_valid or self.count:
            return None
        return about_number(self.params.get("q", ""), self.links, self.count_of)

    @cached_property
    def commune(self) -> Territory | None:
        """The commune searched around."""
        return self.reference.commune_near(*self.centre) if self.centre else None

    @cached_property
    def working_there(self) -> Advice | None:
        """Around a commune: who works there, wherever it stands."""
        if self.commune is None or self.criteria.served:
            return None
        served = replace(self.criteria, near=None, served=(self.commune,))
        return working_there(self.commune, self.links, self.count_meeting(served))

    @property
    def _chosen_sort(self) -> str:
        return str(self.form.cleaned_data.get("tri") or "")

    @cached_property
    def sort(self) -> str:
        """The sort in force."""
        if not self.is_valid:
            return ""
        return sort_in_force(self._chosen_sort, self.matching, self.state.today)

    @property
    def sorts(self) -> list[Sort]:
        """Those to choose from."""
        if not self.is_valid:
            return every_sort()
        return sorts_offered(self._chosen_sort, self.matching, self.state.today)

    @property
    def centre(self) -> tuple[float, float] | None:
        """The point searched around: latitude, longitude."""
        near = self.criteria.near if self.is_valid else None
        return (near.latitude, near.longitude) if near else None

    @property
    def radius_km(self) -> float | None:
        near = self.criteria.near if self.is_valid else None
        return near.km if near else None

    @property
    def query(self) -> str:
        """The query string, in one order, without the page."""
        return self.links.query

    @property
    def etag(self) -> str:
        """Differs whenever the answer may: the directory, the day, the question or its page."""
        asked = f"{self.state.key}|{self.query}|{self.params.get('page', '')}"
        return hashlib.md5(asked.encode(), usedforsecurity=False).hexdigest()

    @property
    def _ordering(self) -> Ordering:
        return Ordering(self.matching, self.sort, self.state.today)

    @cached_property
    def page(self) -> ResultPage:
        """The page asked; past the end, the last one."""
        pages = max(1, -(-self.count // PER_PAGE))
        typed = self.params.get("page", "")
        number = (
            min(max(1, int(typed)), pages) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 1
        )
        start = (number - 1) * PER_PAGE
        entries = self._ordering.page(start, PER_PAGE) if self.count else []
        for rank, entry in enumerate(entries, start=start + 1):
            entry.number = rank
            if self.centre and entry.point:
                entry.distance_km = float(great_circle(self.centre, entry.point).km)
        self._say_who_works_there(entries)
        return ResultPage(
            entries, number, pages, start + 1 if entries else 0, start + len(entries),
            self._page_url(number - 1), self._page_url(number + 1),
        )  # fmt: skip

    def _say_who_works_there(self, entries: list[Listed]) -> None:
        """Adds `works_there`: whether an activity that meets the search reaches the commune around."""
        if self.commune is None:
            return
        served = replace(self.criteria, served=(self.commune,))
        working = Matching(served, self.matching.index)
        there = set(working.index.ids_of(working.offering() & working.index.of_ids(e.pk for e in entries)))
        for entry in entries:
            entry.works_there = entry.pk in there

    def _page_url(self, number: int) -> str:
        return directory_url("&".join(part for part in (self.query, f"page={number}") if part))

    def cells(self, bbox: BBox, zoom: int, without: Iterable[int] = ()) -> dict[str, Any]:
        """The map's GeoJSON for a box (west, south, east, north) and a zoom; empty for an invalid search.

        `without`: structures that stand on the map already.
        """
        matching = self.matching if self.is_valid else None
        if matching is None:
            return {"type": "FeatureCollection", "count": 0, "unplaced": 0, "features": []}
        return feature_collection(matching.index, matching.all, bbox, zoom, without)
