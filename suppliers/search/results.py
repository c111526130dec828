"""One search, as a page, a map or an export asks it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, F, Func, QuerySet, Value
from django.forms import Form
from django.http import QueryDict

from suppliers.models import DirectoryEntry

from . import index
from .cells import BBox, feature_collection
from .criteria import Criteria
from .facets import Facet, Facets
from .filters import SORTS, StructureFilterSet, entries_found, entries_meeting
from .links import Links, directory_url
from .matching import Matching
from .phrases import Chip, chips, understood
from .reference import reference
from .state import State, state
from .text import TypedText, corrected

PER_PAGE = 20
SHOWN = ["structure_id", "card", "latitude", "longitude"]
BY_KEY_UP_TO = 1_000  # results few enough to be fetched by their keys
RANKED_UP_TO = 10_000


@dataclass(frozen=True)
class Correction:
    """Words put right, with the address that asks for them."""

    typed: str
    corrected: str
    url: str


@dataclass(frozen=True)
class Advice:
    """A filter to drop when nothing is found, and how many results that brings."""

    label: str
    count: int
    url: str


@dataclass(frozen=True)
class Sort:
    value: str
    label: str
    selected: bool
    url: str


@dataclass(frozen=True)
class ResultPage:
    """Entries of one page, each with its `number` and, around a point, its `distance_km`."""

    entries: list[DirectoryEntry]
    number: int
    pages: int
    first: int
    last: int
    previous_url: str
    next_url: str

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.pages


class Search:
    """What a query string asks of the directory. An invalid one finds nothing: `form` says why."""

    def __init__(self, params: QueryDict, *, at: State | None = None) -> None:
        self.params = params
        self.links = Links(params)
        self.state = at or state()
        self.reference = reference(self.state.version)
        self.filterset = StructureFilterSet(params, reference=self.reference, today=self.state.today)

    @property
    def form(self) -> Form:
        return self.filterset.form

    @property
    def is_valid(self) -> bool:
        return bool(self.form.is_valid())

    @cached_property
    def asked(self) -> Criteria:
        """The criteria as typed."""
        return self.filterset.criteria

    @cached_property
    def criteria(self) -> Criteria:
        """The criteria answered: those asked, with mistyped words put right when they find nothing."""
        return self._put_right or self.asked

    @cached_property
    def _put_right(self) -> Criteria | None:
        if not self.asked.text.words or matching(self.asked, self.state).found:
            return None
        words = corrected(self.asked.text.words)
        return replace(self.asked, text=TypedText(words=words)) if words else None

    @property
    def matching(self) -> Matching:
        return matching(self.criteria, self.state)

    @cached_property
    def count(self) -> int:
        """Number of results; none for an invalid search."""
        return self.matching.count if self.is_valid else 0

    @property
    def correction(self) -> Correction | None:
        if not self.is_valid or self._put_right is None:
            return None
        words = " ".join(self.criteria.text.words)
        typed = " ".join(self.asked.text.words)
        return Correction(typed, words, directory_url(self.links.with_value("q", words)))

    @cached_property
    def facets(self) -> dict[str, Facet]:
        """Every facet by its parameter's name; none for an invalid search."""
        return facets(self.criteria, self.state, self.links.query) if self.is_valid else {}

    @cached_property
    def chips(self) -> list[Chip]:
        """The active filters, each with the address that drops it."""
        return chips(self.links, self.form, self.reference)

    @property
    def clear_url(self) -> str:
        return directory_url("")

    @property
    def understood(self) -> str:
        return understood(self.criteria) if self.is_valid else ""

    @cached_property
    def advice(self) -> list[Advice]:
        """When nothing is found: the filters to drop, the most fruitful first."""
        if not self.is_valid or self.count:
            return []
        found = []
        for chip in self.chips:
            count = Search(QueryDict(chip.query), at=self.state).count
            if count:
                found.append(Advice(chip.label, count, chip.url))
        return sorted(found, key=lambda advice: -advice.count)

    @property
    def sort(self) -> str:
        """The sort in force: a distance needs a point."""
        chosen = self.form.cleaned_data.get("tri") if self.is_valid else ""
        return (
            "pertinence" if not chosen or (chosen == "distance" and not self.criteria.near) else str(chosen)
        )

    @property
    def sorts(self) -> list[Sort]:
        offered = {value: label for value, label in SORTS.items() if value != "distance" or self.centre}
        return [
            Sort(value, label, value == self.sort, directory_url(self.links.with_value("tri", value)))
            for value, label in offered.items()
        ]

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

    def entries(self) -> QuerySet[DirectoryEntry]:
        """The results in order, as a query; `distance_km` is there around a point."""
        if not self.is_valid:
            return DirectoryEntry.objects.none()
        if self.count <= BY_KEY_UP_TO:
            ids = self.matching.index.ids_of(self.matching.all)
            found = entries_found(self.criteria, DirectoryEntry.objects.filter(structure_id__in=ids))
        else:
            found = entries_meeting(self.criteria, DirectoryEntry.objects.all())
        return self._sorted(found).only(*SHOWN)

    def _sorted(self, entries: QuerySet[DirectoryEntry]) -> QuerySet[DirectoryEntry]:
        sort = self.sort
        if sort == "neutre":
            day = Value(self.state.today.toordinal(), output_field=BigIntegerField())
            drawn = Func(F("structure_id"), day, function="hashint8extended", output_field=BigIntegerField())
            return entries.order_by(drawn, "structure_id")
        if sort == "recent":
            return entries.order_by(F("fresh_on").desc(nulls_last=True), "sort_name", "structure_id")
        if self._ranked:
            return entries.order_by("-rank", "sort_name", "structure_id")
        if sort in ("pertinence", "distance") and self.criteria.near:
            return entries.order_by("distance_km", "sort_name", "structure_id")
        return entries.order_by("sort_name", "structure_id")

    @cached_property
    def page(self) -> ResultPage:
        """The page asked; past the end, the last one."""
        pages = max(1, -(-self.count // PER_PAGE))
        typed = self.params.get("page", "")
        number = (
            min(max(1, int(typed)), pages) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 1
        )
        start = (number - 1) * PER_PAGE
        entries = self._entries(start) if self.count else []
        for rank, entry in enumerate(entries, start=start + 1):
            entry.number = rank  # type: ignore[attr-defined]
            entry.distance_km = self._distance_km(entry)  # type: ignore[attr-defined]
        return ResultPage(
            entries, number, pages, start + 1 if entries else 0, start + len(entries),
            self._page_url(number - 1), self._page_url(number + 1),
        )  # fmt: skip

    def _entries(self, start: int) -> list[DirectoryEntry]:
        """The entries of a page, by whichever is quicker: the index for distances, PostgreSQL for words."""
        if self.criteria.near and self.sort in ("pertinence", "distance") and not self._ranked:
            return self._by_ids(self._nearest_ids(start))
        if self._ranked or self.count <= BY_KEY_UP_TO:
            return list(self.entries()[start : start + PER_PAGE])
        return self._by_ids(self._walked_ids(start))

    @property
    def _ranked(self) -> bool:
        """Whether words give the order. A word that half the directory has tells nobody apart."""
        worded = self.sort == "pertinence" and self.criteria.text.tsquery
        return bool(worded and self.count <= RANKED_UP_TO)

    def _by_ids(self, ids: list[int]) -> list[DirectoryEntry]:
        entries = DirectoryEntry.objects.only(*SHOWN).in_bulk(ids)
        return [entries[structure_id] for structure_id in ids if structure_id in entries]

    def _walked_ids(self, start: int) -> list[int]:
        """Those of a page among many: read in order and kept when found, which soon fills a page.

        The neutral order has no index to be read from: it is drawn once a day and kept.
        """
        index, everything = self.matching.index, self._sorted(DirectoryEntry.objects.all())
        ids = everything.values_list("structure_id", flat=True)
        with transaction.atomic():  # a cursor outside a transaction would first read to the end
            order = (
                index.remember(("neutre", self.state.today), lambda: list(ids))
                if self.sort == "neutre"
                else ids.iterator(chunk_size=1_000)
            )
            return list(islice(index.walk(self.matching.all, order), start, start + PER_PAGE))

    def _nearest_ids(self, start: int) -> list[int]:
        near, found = self.criteria.near, self.matching
        assert near is not None
        return found.index.nearest(found.all, near.latitude, near.longitude, start + PER_PAGE)[start:]

    def _distance_km(self, entry: DirectoryEntry) -> float | None:
        near = self.criteria.near
        if near is None or entry.latitude is None or entry.longitude is None:
            return None
        return index.kilometres((near.latitude, near.longitude), (entry.latitude, entry.longitude))

    def _page_url(self, number: int) -> str:
        return directory_url("&".join(part for part in (self.query, f"page={number}") if part))

    def cells(self, bbox: BBox, zoom: int) -> dict[str, Any]:
        """The map's GeoJSON for a box (west, south, east, north) and a zoom; empty for an invalid search."""
        matching = self.matching if self.is_valid else None
        if matching is None:
            return {"type": "FeatureCollection", "count": 0, "unplaced": 0, "features": []}
        return feature_collection(matching.index, matching.all, bbox, zoom)


@lru_cache(maxsize=64)
def matching(criteria: Criteria, at: State) -> Matching:
    """The sets of a search, kept while the directory stays the same: the map asks right after the list."""
    return Matching(criteria, index.current(at))


@lru_cache(maxsize=64)
def facets(criteria: Criteria, at: State, query: str) -> dict[str, Facet]:
    """The facets of a search, kept likewise."""
    fields = StructureFilterSet.base_filters
    labels = {name: str(field.label) for name, field in fields.items()}
    return Facets(matching(criteria, at), reference(at.version), QueryDict(query), labels).all()


def forget() -> None:
    """Drop what this process keeps, when the database below it was put back (between two tests)."""
    index.forget()
    matching.cache_clear()
    facets.cache_clear()
    reference.cache_clear()
