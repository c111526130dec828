"""Who may be a member, from the bit sets of the directory: thousands are told apart before one is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property, reduce
from operator import and_, or_
from typing import Any

import numpy as np
from geopy.distance import EARTH_RADIUS
from numpy.typing import NDArray

from suppliers.models import DirectoryEntry
from suppliers.procurement.decision_table import Article
from suppliers.search.bits import Ordinals, ordinals_of, those_in
from suppliers.search.codes import Capacity, Dimension, code
from suppliers.search.criteria import Criteria
from suppliers.search.entries import ARTICLES
from suppliers.search.index import DirectoryIndex
from suppliers.search.matching import Matching
from suppliers.search.state import State
from suppliers.sourcing.needs.ending import Ending, deadline_ahead, ending_among
from suppliers.sourcing.needs.lot_rules import RESERVED_TO

from .demands import Demand, Demands
from .solver import MOST_GROUPS, Candidate

FAR_KM = 1_000.0  # counted for who has no point
UNKNOWN_DAYS = 3_650  # counted for who has no dated proof, and the most that is counted
STEP_M = 100  # distances are told apart by so many metres
NEARLY_SHOWN = 3
Distances = NDArray[np.float64]


@dataclass(frozen=True)
class Options:
    """`open_only`: those that say they are open to co-contracting. `eligible_only`: on a part that is to be
    reserved, those eligible, or to be checked, for its article, and still so at the deadline for
    applications. `left_out`: keys of those in no group.
    """

    open_only: bool = True
    eligible_only: bool = False
    left_out: frozenset[int] = frozenset()


class Lack(StrEnum):
    """What keeps somebody who sells it from answering a demand."""

    AWAY = "away"  # it does not say that it works there
    NOT_OPEN = "not_open"
    NOT_ELIGIBLE = "not_eligible"
    ENDING = "ending"  # eligible today, and no more at the deadline for applications
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Nearly:
    """Who lacks one thing, and nothing else, to answer a demand: how many, and the keys of the nearest."""

    lack: Lack
    count: int
    nearest: tuple[int, ...]


class Pool:
    """The sets of structures that answer each demand, under some options. Closed ones never do."""

    def __init__(self, demands: Demands, index: DirectoryIndex, at: State, options: Options) -> None:
        self.demands, self.index, self.at, self.options = demands, index, at, options

    @cached_property
    def answering(self) -> list[int]:
        """For each demand, in order, those that sell it, work there, and that the options keep."""
        return [self._meeting(demand, self._conditions(demand).values()) for demand in self.demands.all]

    def _meeting(self, demand: Demand, conditions: Iterable[int]) -> int:
        return reduce(and_, conditions, self.selling(demand))

    def selling(self, demand: Demand) -> int:
        """Those that sell it, wherever they work."""
        return Matching(self._criteria(demand), self.index).all & ~self.index.closed

    def _criteria(self, demand: Demand) -> Criteria:
        return Criteria(sectors=tuple(sector.pk for sector in demand.sectors), today=self.at.today)

    def _selling_there(self, demand: Demand) -> int:
        criteria = self._criteria(demand)
        if demand.site is not None:
            criteria = replace(criteria, served=(demand.site.territory,))
        return Matching(criteria, self.index).all & ~self.index.closed

    def _conditions(self, demand: Demand) -> dict[Lack, int]:
        """Who does not lack it: of what the need and the options ask for."""
        met = {Lack.AWAY: self._selling_there(demand)}
        if self.options.open_only:
            met[Lack.NOT_OPEN] = self.index.carrying(code(Dimension.CAPACITY, Capacity.COCONTRACTING))
        if self.options.eligible_only and (articles := _articles(demand)):
            met[Lack.NOT_ELIGIBLE] = holding = self._holding(articles)
            if self._ending:
                losing = self._ending.losing_article(holding, articles)
                met[Lack.ENDING] = self.index.everything & ~losing
        if self.options.left_out:
            met[Lack.LEFT_OUT] = self.index.everything & ~self.index.of_ids(self.options.left_out)
        return met

    def _holding(self, articles: Iterable[Article]) -> int:
        """Those eligible today, or to be checked, for one of these articles."""
        return self.index.carrying_any(
            code(Dimension.ARTICLE, ARTICLES.index(article) + 1) for article in articles
        )

    @cached_property
    def deadline(self) -> dt.date | None:
        """The day at which eligibility counts, where it is ahead and the options ask for it."""
        reserved = [demand for demand in self.demands.all if _articles(demand)]
        if not reserved or not self.options.eligible_only:
            return None
        return deadline_ahead(reserved[0].part.need, self.at)

    @cached_property
    def _ending(self) -> Ending | None:
        """Of those that sell something reserved to them, wherever they work."""
        if self.deadline is None:
            return None
        able = (self.selling(demand) & self._holding(_articles(demand)) for demand in self.demands.all)
        return ending_among(reduce(or_, able, 0), self.deadline, self.at)

    @cached_property
    def ending(self) -> int:
        """How many would answer a demand, but for a proof that ends before the deadline."""
        found = 0
        for demand in self.demands.all if self.deadline else ():
            met = self._conditions(demand)
            standing = met.pop(Lack.ENDING, self.index.everything)
            found |= self._meeting(demand, met.values()) & ~standing
        return found.bit_count()

    def covered_by(self, structure_ids: Iterable[int]) -> dict[int, frozenset[int]]:
        """The demands that each of these answers, whatever the options; those not in the directory: none."""
        sets = [self._selling_there(demand) for demand in self.demands.all]
        found = {}
        for key in structure_ids:
            ordinal = self.index.ordinals.get(key)
            covered = (n for n, bits in enumerate(sets) if ordinal is not None and bits >> ordinal & 1)
            found[key] = frozenset(covered)
        return found

    def lots_for(self, structure_ids: Iterable[int]) -> dict[int, list[int]]:
        """The lots for which each is a member: those it answers, in one place at least.

        Where only those eligible count, a lot to reserve is not for who is not; unless nothing else is left.
        """
        able, lots = [self._is_eligible(demand) for demand in self.demands.all], {}
        for key, covers in self.covered_by(structure_ids).items():
            ordinal = self.index.ordinals.get(key, 0)
            kept = [number for number in covers if able[number] >> ordinal & 1] or covers
            lots[key] = sorted({self.demands.all[number].part.number for number in kept} - {0})
        return lots

    def _is_eligible(self, demand: Demand) -> int:
        met = self._conditions(demand)
        of_law = (met.get(lack, self.index.everything) for lack in (Lack.NOT_ELIGIBLE, Lack.ENDING))
        return reduce(and_, of_law)

    def nearly(self, demand: Demand) -> list[Nearly]:
        """Who would answer it but for one thing; only what somebody lacks."""
        met, found = self._conditions(demand), []
        for lack, able in met.items():
            others = (bits for other, bits in met.items() if other is not lack)
            if bits := self._meeting(demand, others) & ~able:
                found.append(Nearly(lack, bits.bit_count(), self.nearest(bits, demand)))
        return found

    def nearest(self, bits: int, demand: Demand) -> tuple[int, ...]:
        """Those without a point come last; without a place, none is nearer than another."""
        point = demand.site.point if demand.site else None
        near = self.index.nearest(bits, *point, NEARLY_SHOWN) if point else []
        if len(near) < NEARLY_SHOWN:
            left = bits & ~self.index.of_ids(near)
            near = [*near, *self.index.drawn(left, self.at.today, NEARLY_SHOWN - len(near))]
        return tuple(near)

    def able_instead(self, demands: Iterable[int], group: Iterable[int]) -> int:
        """How many, outside a group, answer all of these demands."""
        able = reduce(and_, (self.answering[number] for number in demands), self.index.everything)
        return (able & ~self.index.of_ids(group)).bit_count()

    def km_to(self, demand: Demand, structure_id: int) -> float | None:
        """From a structure to the place of a demand; None where one of the two has no point."""
        ordinal = self.index.ordinals.get(structure_id)
        if ordinal is None or demand.site is None or demand.site.point is None:
            return None
        km = float(self.km_from(demand.site.point, np.array([ordinal]))[0])
        return None if km >= FAR_KM else km

    @cached_property
    def size(self) -> int:
        """How many answer one demand at least."""
        return reduce(or_, self.answering, 0).bit_count()

    def candidates(self) -> list[Candidate]:
        """Of those that answer the same demands, the nearest `MOST_GROUPS` and who is as near as the last.

        The solver would keep no others (see `solver._worth_keeping`). In one query.
        """
        among = ordinals_of(reduce(or_, self.answering, 0))
        if not len(among):
            return []
        answers = self._answers(among)
        metres = self._metres(among, answers)
        kept = np.concatenate(list(_nearest_of_each(answers, metres)))
        ids = [self.index.ids[ordinal] for ordinal in among[kept].tolist()]
        rows = DirectoryEntry.objects.filter(pk__in=ids).values_list("pk", "sort_name", "card")
        said = {key: (name, last_proof_on(card)) for key, name, card in rows}
        found = []
        for key, row in zip(ids, kept.tolist(), strict=True):
            if key not in said:
                continue
            name, proof_on = said[key]
            days = UNKNOWN_DAYS if proof_on is None else (self.at.today - proof_on).days
            covers = frozenset(np.flatnonzero(answers[row]).tolist())
            found.append(Candidate(key, name, covers, int(metres[row]), min(max(days, 0), UNKNOWN_DAYS)))
        return found

    def _answers(self, among: Ordinals) -> NDArray[np.bool_]:
        """Who (a row) answers what (a column)."""
        table = np.zeros((len(among), len(self.answering)), dtype=np.bool_)
        for column, bits in enumerate(self.answering):
            table[np.searchsorted(among, those_in(bits, among, self.index.size)), column] = True
        return table

    def _metres(self, among: Ordinals, answers: NDArray[np.bool_]) -> NDArray[np.int64]:
        """The mean distance of each to the places where it would work; 0 where none has a point."""
        total, places = np.zeros(len(among)), np.zeros(len(among))
        for point, columns in self._columns_at.items():
            works_there = answers[:, columns].any(axis=1)
            total += np.where(works_there, self.km_from(point, among), 0.0)
            places += works_there
        km = total / np.maximum(places, 1)
        return (np.round(km * 1_000 / STEP_M) * STEP_M).astype(np.int64)

    @cached_property
    def _columns_at(self) -> dict[tuple[float, float], list[int]]:
        columns: dict[tuple[float, float], list[int]] = {}
        for demand in self.demands.all:
            if demand.site and demand.site.point:
                columns.setdefault(demand.site.point, []).append(demand.number)
        return columns

    @property
    def has_points(self) -> bool:
        return bool(self._columns_at)

    def km_from(self, point: tuple[float, float], among: Ordinals) -> Distances:
        """On the sphere of geopy, as in `needs.parts.km_to_nearest`: all pages of a need say the same."""
        cosines = np.clip(self.index.cosines(*point)[among], -1.0, 1.0)
        km: Distances = np.nan_to_num(np.arccos(cosines) * EARTH_RADIUS, nan=FAR_KM)
        return km


def _articles(demand: Demand) -> tuple[Article, ...]:
    """Those that it is to be reserved on."""
    return RESERVED_TO.get(demand.part.reservation, ())


def last_proof_on(card: Mapping[str, Any]) -> dt.date | None:
    """The day of its last proof: of a certification, or of the answer to a reserved contract."""
    proofs = [*card.get("certifications", []), *card.get("articles", [])]
    days = [item["proof_date"] for item in proofs if item.get("proof_date")]
    return dt.date.fromisoformat(max(days)) if days else None


def _nearest_of_each(answers: NDArray[np.bool_], metres: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """The rows to keep, one batch for each set of demands that some answer."""
    _, kinds = np.unique(np.packbits(answers, axis=1), axis=0, return_inverse=True)
    kinds = kinds.ravel()
    order = np.lexsort((metres, kinds))
    starts = np.flatnonzero(np.diff(kinds[order], prepend=-1))
    for rows in np.split(order, starts[1:]):
        farthest = metres[rows[min(MOST_GROUPS, len(rows)) - 1]]
        yield rows[metres[rows] <= farthest]
