"""Market depth: how many structures may answer a part of a need, with what proof, from how far.

Every number is that of the directory's list for the same filters, and leads to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from suppliers.models import CertificationKind, Territory
from suppliers.procurement import wording
from suppliers.procurement.decision_table import Article
from suppliers.search.codes import Capacity, Dimension, code
from suppliers.search.current_index import current
from suppliers.search.index import DirectoryIndex
from suppliers.search.kept import matching
from suppliers.search.links import directory_url
from suppliers.search.matching import Matching
from suppliers.search.reference import Reference
from suppliers.search.state import State
from suppliers.showing.cards import SHAPES

from .parts import Part, Site, criteria_of

FRESH_MONTHS = 12
RADII_KM = (5, 10, 20, 50)
MOST_SITES = 5  # whose distances are told
AROUND = (Territory.Kind.COMMUNE, Territory.Kind.ARRONDISSEMENT)
OPENING = [Article.L2113_12, Article.L2113_13, Article.L2113_13_1, Article.L2113_15]
CAPACITIES = {
    Capacity.HEADCOUNT: "effectif",
    Capacity.LEAD_TIME: "délai habituel",
    Capacity.LARGEST_ORDER: "plus grosse commande",
    Capacity.REFERENCES: "références",
    Capacity.COCONTRACTING: "ouvertes à la cotraitance",
}


@dataclass(frozen=True)
class Figure:
    """A number of structures, and the list of them."""

    count: int
    url: str


@dataclass(frozen=True)
class Line:
    """One article, one certification, or all: located there, working there; of these, proven and fresh.

    `located` is None where the need says no place: nobody is there or elsewhere. `code` is empty for all.
    """

    code: str
    label: str
    shape: str
    located: Figure | None
    working: Figure
    verified: Figure
    fresh: Figure


@dataclass(frozen=True)
class Around:
    """How many of those that work at a site are within so many kilometres of it."""

    site: Site
    within: list[tuple[int, Figure]]


@dataclass(frozen=True)
class Depth:
    """What the directory holds for one part. `capacities`: of those that work there, how many say each."""

    part: Part
    total: Line
    articles: list[Line]
    certifications: list[Line]
    labels: list[Line]  # that open no reserved contract
    around: list[Around]
    capacities: list[tuple[str, int]]

    @property
    def is_empty(self) -> bool:
        return not self.total.working.count and not (self.total.located and self.total.located.count)


@dataclass(frozen=True)
class _Counter:
    """The sets of one part, narrowed one way or another; what narrows is the same for every part."""

    part: Part
    known: Reference
    at: State
    index: DirectoryIndex

    def base(self, place: str) -> int:
        query = self.part.query(self.known, place)
        return matching(criteria_of(query, self.known, self.at.today), self.at).all

    def narrowed(self, bits: int, **more: Any) -> int:
        """Those of a set that meet the filters of a query string beside it, as the list reads them."""
        if not more:
            return bits
        asked = _query(**more)

        def meeting() -> int:
            return Matching(criteria_of(asked, self.known, self.at.today), self.index).all

        among: int = self.index.remember(("narrowed", asked, self.at.today), meeting)
        return bits & among

    def figure(self, bits: int, place: str, **more: Any) -> Figure:
        url = directory_url(self.part.query(self.known, place, **more))
        return Figure(self.narrowed(bits, **more).bit_count(), url)


def depth_of(part: Part, known: Reference, at: State) -> Depth:
    """Counts on sets in memory: a need of five lots is five searches, whatever the number of lines."""
    counter = _Counter(part, known, at, current(at))
    working = counter.base("intervient")
    located = counter.base("territoire") if part.sites else None
    articles = [
        _line(counter, working, located, str(article), wording.ARTICLES[article].short_label, "", "article")
        for article in OPENING
    ]
    lines = [
        (kind.basis, _line(counter, working, located, kind.code, kind.short_label, shape, "certification"))
        for kind, shape in ((one, SHAPES.get(one.group, "ro")) for one in known.kinds.values())
        if _holds(counter, kind.number, working | (located or 0))
    ]
    return Depth(
        part,
        _line(counter, working, located, "", "Toutes", "", ""),
        articles,
        [line for basis, line in lines if basis != CertificationKind.Basis.NONE],
        [line for basis, line in lines if basis == CertificationKind.Basis.NONE],
        _around(counter, part.sites),
        _capacities(counter, working),
    )


def _line(
    counter: _Counter, working: int, located: int | None, value: str, label: str, shape: str, name: str
) -> Line:
    more: dict[str, Any] = {name: value} if name else {}
    return Line(
        value,
        label,
        shape,
        None if located is None else counter.figure(located, "territoire", **more),
        counter.figure(working, "intervient", **more),
        counter.figure(working, "intervient", **more, verifie=1),
        counter.figure(working, "intervient", **more, confirme=FRESH_MONTHS),
    )


def _holds(counter: _Counter, number: int, bits: int) -> bool:
    return bool(bits & counter.index.carrying(code(Dimension.CERTIFICATION, number)))


def _around(counter: _Counter, sites: Sequence[Site]) -> list[Around]:
    """Of sites that are a place one is near to: not of a whole département."""
    near = [site for site in sites if site.point and (site.address or site.territory.kind in AROUND)]
    return [Around(site, list(_within(counter, site))) for site in near[:MOST_SITES]]


def _within(counter: _Counter, site: Site) -> Iterable[tuple[int, Figure]]:
    assert site.point is not None
    latitude, longitude = (round(degrees, 5) for degrees in site.point)  # as an address of ours writes them
    query = counter.part.query(counter.known, "", intervient=site.territory.code)
    serving = matching(criteria_of(query, counter.known, counter.at.today), counter.at).all
    cosines = counter.index.cosines(latitude, longitude)
    for km in RADII_KM:
        asked = {"pres_de": f"{latitude:.5f},{longitude:.5f}", "rayon": km}
        url = directory_url(counter.part.query(counter.known, "", intervient=site.territory.code, **asked))
        yield km, Figure((serving & counter.index.nearer(cosines, km)).bit_count(), url)


def _capacities(counter: _Counter, working: int) -> list[tuple[str, int]]:
    return [
        (label, (working & counter.index.carrying(code(Dimension.CAPACITY, what))).bit_count())
        for what, label in CAPACITIES.items()
    ]


def _query(**more: Any) -> str:
    return "&".join(f"{name}={value}" for name, value in more.items())
