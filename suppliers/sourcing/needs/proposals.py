"""Who is proposed for a part of a need, in an order that is said, with the reasons of each in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from operator import and_, or_

import numpy as np

from suppliers.search.bits import Ordinals
from suppliers.search.codes import Dimension, code
from suppliers.search.criteria import Criteria
from suppliers.search.current_index import current
from suppliers.search.drawing import Scores
from suppliers.search.entries import ARTICLES
from suppliers.search.index import DirectoryIndex
from suppliers.search.listing import Listed, listed
from suppliers.search.matching import EVERY_ARTICLE, Matching
from suppliers.search.reference import Reference
from suppliers.search.state import State
from suppliers.showing.days import day_in_words

from .lot_rules import RESERVED_TO, ranked_by
from .parts import Part, Site, criteria_of, km_to_nearest

PER_PAGE = 20
FRESH_MONTHS = 12
SET_ASIDE = "la réservation envisagée ne paraît pas possible : elle ne compte pas dans l’ordre"


@dataclass(frozen=True)
class Proposals:
    """One page of those who may answer, in order; `entries` carry their rank as `number`.

    `drawn_on`: the day of the neutral order, None for the reasoned one. `serving`: of each entry, the sites
    where it says it works. `everywhere`: how many of them all work at each of the places, None where the
    part has one at most. `ranked_by`: see lot_rules.
    """

    part: Part
    count: int
    entries: list[Listed]
    number: int
    pages: int
    drawn_on: dt.date | None
    serving: dict[int, list[Site]]
    everywhere: int | None
    ranked_by: str

    @property
    def order(self) -> list[str]:
        """The order in words, the first rule first."""
        return order_in_words(self.part, self.drawn_on, self.ranked_by)


def order_in_words(part: Part, drawn_on: dt.date | None, ranked_by: str) -> list[str]:
    """What ranks a part's proposals: no structure can pay, or write, its way up.

    `ranked_by`: the reservation that counts, as lot_rules.ranked_by says it.
    """
    if drawn_on is not None:
        return [
            f"ordre neutre : tirage au sort daté (graine {drawn_on.toordinal()}), le même pour tous",
            "établissements fermés en dernier",
        ]
    rules = []
    if len(part.sites) > 1:
        whose = "lot" if part.lot else "besoin"
        rules.append(f"celles qui disent intervenir sur le plus de lieux du {whose}")
    if ranked_by in RESERVED_TO:
        rules.append("celles dont l’éligibilité à la réservation envisagée est prouvée, puis à vérifier")
    else:
        rule = "celles dont une preuve ouvre un marché réservé, vérifiée et à jour"
        is_aside = part.reservation in RESERVED_TO
        rules.append(f"{rule} ({SET_ASIDE})" if is_aside else rule)
    rules.append("celles dont la fiche a été confirmée depuis moins d’un an")
    if part.points:
        rules.append("la distance au lieu le plus proche (pour chercher, jamais pour noter une offre)")
    return [*rules, "à égalité, le tirage au sort du jour", "établissements fermés en dernier"]


def shown_order(drawn_on: dt.date | None) -> str:
    """The order in a few words, kept with what is picked from it; its rules are those of order_in_words."""
    if drawn_on is None:
        return "ordre expliqué"
    return f"ordre neutre tiré le {day_in_words(drawn_on)}, graine {drawn_on.toordinal()}"


class Ranking:
    """The sets of a part in order, tier by tier: a page costs the same among ten and ten thousand."""

    def __init__(self, part: Part, known: Reference, at: State) -> None:
        self.part, self.known, self.at = part, known, at
        self.index: DirectoryIndex = current(at)

    @cached_property
    def ranked_by(self) -> str:
        return ranked_by(self.part, self.known, self.at)

    @cached_property
    def everywhere(self) -> int | None:
        """How many work at every place; None where there are not several."""
        if len({site.territory.code for site in self.part.sites}) < 2:
            return None
        return reduce(and_, (bits for _, bits in self.by_site)).bit_count()

    @cached_property
    def _selling(self) -> Criteria:
        return criteria_of(self.part.query(self.known, ""), self.known, self.at.today)

    @cached_property
    def by_site(self) -> list[tuple[Site, int]]:
        """Each site, and those who say they work there for what is asked."""
        return [
            (site, Matching(replace(self._selling, served=(site.territory,)), self.index).all)
            for site in self.part.sites
        ]

    @cached_property
    def all(self) -> int:
        """Those who work at one of the sites at least; who sells it, where the need says no place."""
        if not self.part.sites:
            return Matching(self._selling, self.index).all
        return reduce(or_, (bits for _, bits in self.by_site), 0)

    @cached_property
    def tiers(self) -> list[int]:
        """Disjoint sets, the first before the second; closed establishments come last."""
        tiers = [self.all & ~self.index.closed]
        for rule in (self._sites_served(), self._proven(), [self._fresh()]):
            tiers = [part for tier in tiers for part in _split(tier, rule)]
        return [tier for tier in [*tiers, self.all & self.index.closed] if tier]

    def _sites_served(self) -> list[int]:
        """Those who serve all sites, then all but one…"""
        sets = [bits for _, bits in self.by_site]
        at_least = [0] * len(sets)  # at_least[k]: those who serve k + 1 sites or more
        for bits in sets:
            for k in range(len(sets) - 1, 0, -1):
                at_least[k] |= at_least[k - 1] & bits
            if sets:
                at_least[0] |= bits
        return list(reversed(at_least))

    def _proven(self) -> list[int]:
        """Eligible to what is thought of, then to check; without a thought, eligible to anything."""
        carrying = self.index.carrying_any
        articles = RESERVED_TO.get(self.ranked_by)
        if articles is None:
            return [carrying(code(Dimension.ELIGIBLE_ARTICLE, rank) for rank in EVERY_ARTICLE)]
        ranks = [ARTICLES.index(article) + 1 for article in articles]
        return [
            carrying(code(dimension, rank) for rank in ranks)
            for dimension in (Dimension.ELIGIBLE_ARTICLE, Dimension.ARTICLE)
        ]

    def _fresh(self) -> int:
        return Matching(self._selling, self.index).confirmed_within(FRESH_MONTHS)

    def ids(self, start: int, size: int, drawn_on: dt.date | None) -> list[int]:
        """So many from a rank on."""
        if drawn_on is not None:
            tiers = [self.all & ~self.index.closed, self.all & self.index.closed]
        else:
            tiers = self.tiers
        found: list[int] = []
        for bits in tiers:
            if len(found) >= start + size:
                break
            found += self._first(bits, start + size - len(found), drawn_on)
        return found[start : start + size]

    def _first(self, bits: int, most: int, drawn_on: dt.date | None) -> list[int]:
        """The nearest first, drawn where they are as far: a row's number is no reason to come first."""
        nearest = self._farness if self.part.points and drawn_on is None else None
        return self.index.drawn(bits, drawn_on or self.at.today, most, nearest)

    def _farness(self, ordinals: Ordinals) -> Scores:
        """From the nearest site: the less the nearer; those without a point come last."""
        nearness = np.maximum.reduce([self.index.cosines(*point)[ordinals] for point in self.part.points])
        farness: Scores = np.nan_to_num(-nearness.astype(np.float64), nan=np.inf)
        return farness


def _split(tier: int, rule: list[int]) -> Iterator[int]:
    """A tier by a rule of nested sets, the narrowest first; what meets none comes last."""
    for bits in rule:
        yield tier & bits
        tier &= ~bits
    yield tier


def proposals(
    part: Part, known: Reference, at: State, *, drawn_on: dt.date | None = None, number: int = 1
) -> Proposals:
    """A page of proposals; past the end, the last one."""
    ranking = Ranking(part, known, at)
    count = ranking.all.bit_count()
    pages = max(1, -(-count // PER_PAGE))
    number = min(max(1, number), pages)
    start = (number - 1) * PER_PAGE
    entries = listed(ranking.ids(start, PER_PAGE, drawn_on))
    for rank, entry in enumerate(entries, start=start + 1):
        entry.number = rank
        entry.distance_km = nearest_km(part, entry)
    return Proposals(
        part,
        count,
        entries,
        number,
        pages,
        drawn_on,
        serving(ranking, entries),
        ranking.everywhere,
        ranking.ranked_by,
    )


def serving(ranking: Ranking, entries: list[Listed]) -> dict[int, list[Site]]:
    """The sites that each of these says it serves."""
    index = ranking.index
    shown = index.of_ids(entry.pk for entry in entries)
    found: dict[int, list[Site]] = {entry.pk: [] for entry in entries}
    for site, bits in ranking.by_site:
        for key in index.ids_of(bits & shown):
            found[key].append(site)
    return found


def nearest_km(part: Part, entry: Listed) -> float | None:
    """How far the nearest site of the part is."""
    return km_to_nearest(part.points, entry.point)
