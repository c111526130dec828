"""Market depth: how many structures may answer a part of a need, with what proof, from how far.

Every number is that of the directory's list for the same filters, and leads to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_, or_
from typing import Any

from suppliers.models import CertificationKind, ContractKind, Need, Territory
from suppliers.procurement import wording
from suppliers.procurement.decision_table import IN_A_CONCESSION, Article
from suppliers.procurement.directory import THROUGH_CERTIFICATES
from suppliers.search.codes import Capacity, Dimension, code
from suppliers.search.current_index import current
from suppliers.search.index import DirectoryIndex
from suppliers.search.kept import matching
from suppliers.search.links import directory_url
from suppliers.search.matching import Matching
from suppliers.search.reference import Reference
from suppliers.search.state import State
from suppliers.showing.cards import SHAPES

from .ending import Ending, ending_before
from .lot_rules import closed_articles
from .parts import Part, Site, criteria_of

FRESH_MONTHS = 12
RADII_KM = (5, 10, 20, 50)
MOST_SITES = 5  # whose distances are told
AROUND = (Territory.Kind.COMMUNE, Territory.Kind.ARRONDISSEMENT)
OPENING = [Article.L2113_12, Article.L2113_13, Article.L2113_13_1, Article.L2113_15]
UNCONFIRMED = "Prison · article à vérifier"
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
    `ending`: of those that work there, how many will have no such proof left by the deadline for
    applications; None where no deadline is ahead. The directory has no filter for that.
    """

    code: str
    label: str
    shape: str
    located: Figure | None
    working: Figure
    verified: Figure
    fresh: Figure
    ending: int | None = None


@dataclass(frozen=True)
class Closed:
    """An article to which the lot cannot be reserved, and why: nobody is counted there."""

    label: str
    reason: str


@dataclass(frozen=True)
class Around:
    """How many of those that work at a site are within so many kilometres of it."""

    site: Site
    within: list[tuple[int, Figure]]


@dataclass(frozen=True)
class Depth:
    """What the directory holds for one part. `capacities`: of those that work there, how many say each.

    `everywhere`: how many work at every place, None where there are not several. The directory finds who
    works in one of several places at least: no list of it holds these alone.
    """

    part: Part
    total: Line
    articles: list[Line]
    closed: list[Closed]
    certifications: list[Line]
    labels: list[Line]  # that open no reserved contract
    around: list[Around]
    capacities: list[tuple[str, int]]
    everywhere: int | None = None

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
    ending: Ending | None

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


def depths_of(
    need: Need, parts: Sequence[Part], known: Reference, at: State
) -> list[tuple[Depth, Ending | None]]:
    """Of each part. What ends before the deadline is read once for all of them."""
    ending = ending_before(need, parts, known, at)
    return [(depth_of(part, known, at, ending), ending) for part in parts]


def depth_of(part: Part, known: Reference, at: State, ending: Ending | None = None) -> Depth:
    """Counts on sets in memory: a need of five lots is five searches, whatever the number of lines."""
    counter = _Counter(part, known, at, current(at), ending)
    working = counter.base("intervient")
    located = counter.base("territoire") if part.sites else None
    closed = closed_articles(part, known, at)
    articles = [
        _line(counter, working, located, str(article), _label(part, article), "", "article")
        for article in OPENING
        if article not in closed
    ]
    lines = [
        (kind.basis, _of_kind(counter, working, located, kind, shape))
        for kind, shape in ((one, SHAPES.get(one.group, "ro")) for one in known.kinds.values())
        if _holds(counter, kind.number, working | (located or 0))
    ]
    return Depth(
        part,
        _line(counter, working, located, "", "Toutes", "", ""),
        articles,
        [Closed(_label(part, article), reason) for article, reason in closed.items()],
        [line for basis, line in lines if basis != CertificationKind.Basis.NONE],
        [line for basis, line in lines if basis == CertificationKind.Basis.NONE],
        _around(counter, part.sites),
        _capacities(counter, working),
        _everywhere(counter),
    )


def _everywhere(counter: _Counter) -> int | None:
    codes = dict.fromkeys(site.territory.code for site in counter.part.sites)
    if len(codes) < 2:
        return None
    return reduce(and_, (_serving(counter, one) for one in codes)).bit_count()


def _serving(counter: _Counter, place: str) -> int:
    """Who works at one place, by its code."""
    query = counter.part.query(counter.known, "", intervient=place)
    return matching(criteria_of(query, counter.known, counter.at.today), counter.at).all


def _label(part: Part, article: Article) -> str:
    """Of a concession, the article that mirrors it; which one mirrors L2113-13-1 is not confirmed."""
    if part.need.contract_kind == ContractKind.CONCESSION:
        if article not in IN_A_CONCESSION:
            return UNCONFIRMED if article is Article.L2113_13_1 else wording.ARTICLES[article].short_label
        article = IN_A_CONCESSION[article]
    return wording.ARTICLES[article].short_label


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
        _ending(counter, working, value, name),
    )


def _of_kind(
    counter: _Counter, working: int, located: int | None, kind: CertificationKind, shape: str
) -> Line:
    """Of a certification, what is verified is the certification itself: the list tells who is eligible by it,
    and has no address for these.
    """
    line = _line(counter, working, located, kind.code, kind.short_label, shape, "certification")
    valid = working & counter.index.carrying(code(Dimension.VALID_CERTIFICATION, kind.number))
    return replace(line, verified=Figure(valid.bit_count(), ""))


def _ending(counter: _Counter, working: int, value: str, name: str) -> int | None:
    """For all of them together: those left with none of the articles that a certificate opens."""
    ending = counter.ending
    if ending is None:
        return None
    if name == "certification":
        return ending.without_kind(counter.narrowed(working, certification=value), value)
    articles = [value] if name else [str(article) for article in THROUGH_CERTIFICATES]
    holding = reduce(or_, (counter.narrowed(working, article=one) for one in articles))
    return ending.without_article(holding, articles)


def _holds(counter: _Counter, number: int, bits: int) -> bool:
    return bool(bits & counter.index.carrying(code(Dimension.CERTIFICATION, number)))


def _around(counter: _Counter, sites: Sequence[Site]) -> list[Around]:
    """Of sites that are a place one is near to: not of a whole département."""
    near = [site for site in sites if site.point and (site.address or site.territory.kind in AROUND)]
    return [Around(site, list(_within(counter, site))) for site in near[:MOST_SITES]]


def _within(counter: _Counter, site: Site) -> Iterable[tuple[int, Figure]]:
    assert site.point is not None
    latitude, longitude = (round(degrees, 5) for degrees in site.point)  # as an address of ours writes them
    serving = _serving(counter, site.territory.code)
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
