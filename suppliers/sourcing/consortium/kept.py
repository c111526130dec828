"""A group that is kept, as its page shows it: who, for which lots, what remains, and who may be added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict

from suppliers.models import Consortium, ConsortiumMember, ShortlistItem
from suppliers.search import Search
from suppliers.search.current_index import current
from suppliers.search.reference import Reference
from suppliers.search.state import State
from suppliers.showing.cards import Card
from suppliers.showing.standing import read
from suppliers.sourcing.needs.parts import Part

from .demands import Demand, demands_of
from .eligibility import GroupStanding, answers, is_reserved, standings_of
from .picked import Picked, picked_for
from .pool import Options, Pool
from .proposals import Answered, answered, cards, distance_to

MOST_FOUND = 10


@dataclass(frozen=True)
class KeptMember:
    """`card`: None for a company named by hand, and for a structure that has left the directory.

    `answers`: what the directory says that it answers, of the parts it is here for; `unsaid`: the rest.
    """

    member: ConsortiumMember
    card: Card | None
    answers: list[Answered]
    unsaid: list[str]

    @property
    def has_left(self) -> bool:
        return self.card is None and not self.member.is_conventional


@dataclass(frozen=True)
class Missing:
    """What no member's page says it answers, and who says so: how many, the nearest with their distances."""

    demand: Demand
    count: int
    cards: list[tuple[Card, str]]


@dataclass(frozen=True)
class Coverage:
    part: Part
    names: list[str]
    missing: list[Missing]


class Kept:
    """One group. A member without lots answers the need as a whole."""

    def __init__(self, consortium: Consortium, at: State, known: Reference) -> None:
        self.consortium, self.at, self.known = consortium, at, known
        self.demands = demands_of(consortium.need, known)
        self.pool = Pool(self.demands, current(at), at, Options(open_only=False, eligible_only=True))

    @cached_property
    def rows(self) -> list[ConsortiumMember]:
        return list(self.consortium.members.all())

    @property
    def parts(self) -> Sequence[Part]:
        return self.demands.parts

    @cached_property
    def _keys(self) -> list[int]:
        return [row.structure_id for row in self.rows if row.structure_id is not None]

    @cached_property
    def _covered(self) -> dict[int, frozenset[int]]:
        return self.pool.covered_by(self._keys)

    @cached_property
    def _missing(self) -> dict[int, tuple[int, list[int]]]:
        """By demand: how many of the directory could answer it, and the nearest."""
        members, found = self.pool.index.of_ids(self._keys), {}
        for demand in self.demands.all:
            able = [row.structure_id for row in self.rows if answers(row, demand.part)]
            if not any(demand.number in self._covered.get(key or 0, ()) for key in able):
                bits = self.pool.answering[demand.number] & ~members
                found[demand.number] = bits.bit_count(), list(self.pool.nearest(bits, demand))
        return found

    @cached_property
    def _cards(self) -> dict[int, Card]:
        """One query for all that is shown."""
        near = [key for _, nearest in self._missing.values() for key in nearest]
        return cards(dict.fromkeys([*self._keys, *near]), self.at, self.known)

    @cached_property
    def members(self) -> list[KeptMember]:
        return [
            self._member(
                row,
                self._cards.get(row.structure_id or 0),
                self._covered.get(row.structure_id or 0, frozenset()),
            )
            for row in self.rows
        ]

    def _member(self, row: ConsortiumMember, card: Card | None, covers: frozenset[int]) -> KeptMember:
        wanted = [demand for demand in self.demands.all if answers(row, demand.part)]
        if card is None:
            return KeptMember(row, None, [], [])
        numbers = [demand.number for demand in wanted if demand.number in covers]
        unsaid = [str(demand) for demand in wanted if demand.number not in covers]
        return KeptMember(row, card, answered(card.id, numbers, self.pool), unsaid)

    @property
    def coverage(self) -> list[Coverage]:
        """Of each part, who answers it; nobody where `names` is empty; and what of it no page speaks of."""
        return [
            Coverage(
                part,
                [row.name for row in self.rows if answers(row, part)],
                [
                    self._said_missing(demand)
                    for demand in self.demands.all
                    if demand.part.number == part.number and demand.number in self._missing
                ],
            )
            for part in self.parts
        ]

    def _said_missing(self, demand: Demand) -> Missing:
        count, nearest = self._missing[demand.number]
        shown = [
            (self._cards[key], distance_to(demand, key, self.pool)) for key in nearest if key in self._cards
        ]
        return Missing(demand, count, shown)

    @cached_property
    def standings(self) -> list[GroupStanding]:
        if not any(is_reserved(part) for part in self.parts):
            return []
        return standings_of(self.parts, self.rows, read(self._keys), self.known, self.at)

    def lots_of(self, structure_id: int) -> list[int]:
        """Those it is added for."""
        return self.pool.lots_for([structure_id])[structure_id]

    @cached_property
    def picked(self) -> Picked:
        return picked_for(self.consortium.need)

    @property
    def shortlisted(self) -> list[ShortlistItem]:
        """Those of the need's shortlist that are no members yet; those set aside come last."""
        items = [item for key, item in self.picked.items() if key not in self._keys]
        return sorted(items, key=lambda item: item.status == ShortlistItem.Status.SET_ASIDE)

    def called(self, name: str) -> list[Card]:
        """The structures of the directory that these words find, members aside."""
        params = QueryDict(mutable=True)
        params["q"] = name
        search = Search(params, at=self.at)
        if not name or not search.is_valid:
            return []
        found = [entry.pk for entry in search.page.entries if entry.pk not in self._keys][:MOST_FOUND]
        return list(cards(found, self.at, self.known).values())
