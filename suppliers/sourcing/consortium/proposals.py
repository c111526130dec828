"""The groups proposed for a need: who, what each answers and from how far, and what remains."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from suppliers.models import Need
from suppliers.search.current_index import current
from suppliers.search.listing import listed
from suppliers.search.reference import Reference, reference
from suppliers.search.state import State
from suppliers.showing.cards import Card, card_of, distance_in_words
from suppliers.showing.standing import Known, read

from .demands import Demand, Demands, demands_of
from .eligibility import GroupStanding, is_reserved, standing_of
from .finding import Found, Shortfall, Swap, find
from .pool import FAR_KM, Lack, Nearly, Options, Pool
from .solver import Candidate, Group, Solution

M_PER_KM = 1_000


@dataclass(frozen=True)
class Answered:
    """What a member answers of one part: its name, and in which places, each with a distance in words."""

    name: str
    number: int
    places: list[tuple[str, str]]


@dataclass(frozen=True)
class Instead:
    """Who could take a member's place, alone: the first of them with their distance in words, how many more;
    `only`: what nobody else answers.
    """

    cards: list[tuple[Card, str]]
    more: int
    only: list[str]


@dataclass(frozen=True)
class Member:
    """`instead`: None for one that suffices alone: the other groups are in its place."""

    card: Card
    answers: list[Answered]
    instead: Instead | None


@dataclass(frozen=True)
class Proposal:
    """`without`: members of the first group that are not in it; `shares`: whether some are."""

    number: int
    members: list[Member]
    distance: str  # the sum of the members' mean distances, in words
    standings: list[GroupStanding]
    without: list[str]
    shares: bool

    @property
    def ids(self) -> list[int]:
        return [member.card.id for member in self.members]


@dataclass(frozen=True)
class Near:
    """Who comes near to what nobody covers: what they lack, how many, and the nearest."""

    lack: Lack
    count: int
    cards: list[tuple[Card, str]]  # with the distance in words


@dataclass(frozen=True)
class Uncovered:
    demand: Demand
    near: list[Near]
    is_sold: bool


@dataclass
class Proposals:
    """All that the page says. `solution.is_proved` tells whether nothing better exists."""

    need: Need
    at: State
    known: Reference
    options: Options
    demands: Demands = field(init=False)
    pool: Pool = field(init=False)
    found: Found = field(init=False)
    proposals: list[Proposal] = field(init=False)
    uncovered: list[Uncovered] = field(init=False)

    def __post_init__(self) -> None:
        self.demands = demands_of(self.need, self.known)
        self.pool = Pool(self.demands, current(self.at), self.at, self.options)
        self.found = find(self.pool)
        self._cards = self._read()
        self.proposals = self._proposals()
        self.uncovered = [self._uncovered(one) for one in self.found.shortfalls]

    @property
    def solution(self) -> Solution:
        return self.found.solution

    @property
    def candidates(self) -> int:
        return self.found.size

    @property
    def reserves(self) -> bool:
        return any(is_reserved(part) for part in self.demands.parts)

    def _read(self) -> dict[int, Card]:
        """One query for all that is shown."""
        members = [member.id for group in self.solution.groups for member in group.members]
        instead = [one.id for swaps in self.found.swaps for swap in swaps for one in swap.nearest]
        near = [key for one in self.found.shortfalls for nearly in one.nearly for key in nearly.nearest]
        return cards(dict.fromkeys([*members, *instead, *near]), self.at, self.known)

    def _proposals(self) -> list[Proposal]:
        groups = [
            (group, swaps)
            for group, swaps in zip(self.solution.groups, self.found.swaps, strict=True)
            if all(member.id in self._cards for member in group.members)
        ]
        keys = [one.id for group, _ in groups for one in group.members]
        known = read(keys) if self.reserves else Known({}, {})
        return [
            self._proposal(number, group, swaps, groups[0][0], known)
            for number, (group, swaps) in enumerate(groups, start=1)
        ]

    def _proposal(
        self, number: int, group: Group, swaps: Sequence[Swap], first: Group, known: Known
    ) -> Proposal:
        members = [self._member(*each) for each in zip(group.members, swaps, strict=True)]
        members.sort(key=lambda one: one.answers[0].number)
        ids = {member.id for member in group.members}
        return Proposal(
            number,
            members,
            self._distance(group),
            self._standings(members, known),
            [self._cards[one.id].name for one in first.members if one.id not in ids],
            any(one.id in ids for one in first.members),
        )

    def _distance(self, group: Group) -> str:
        """Empty where nothing was measured for one of them."""
        if any(not self._metres_in_words(one) for one in group.members):
            return ""
        return distance_in_words(group.distance_m / M_PER_KM)

    def _metres_in_words(self, one: Candidate) -> str:
        is_known = self.pool.has_points and one.distance_m < FAR_KM * M_PER_KM
        return distance_in_words(one.distance_m / M_PER_KM) if is_known else ""

    def _standings(self, members: Sequence[Member], known: Known) -> list[GroupStanding]:
        found = []
        for part in self.demands.parts:
            able: list[tuple[int | None, str]] = [
                (member.card.id, member.card.name)
                for member in members
                if any(answered.number == part.number for answered in member.answers)
            ]
            found.append(standing_of(part, able, known, self.known, self.at))
        return [standing for standing in found if standing is not None]

    def _member(self, candidate: Candidate, swap: Swap) -> Member:
        answers = answered(candidate.id, candidate.covers, self.pool)
        is_alone = len(swap.demands) == len(self.demands.all) - len(self.solution.uncovered)
        return Member(self._cards[candidate.id], answers, None if is_alone else self._instead(swap))

    def _instead(self, swap: Swap) -> Instead:
        shown = [
            (self._cards[one.id], self._metres_in_words(one)) for one in swap.nearest if one.id in self._cards
        ]
        only = [str(self.demands.all[number]) for number in swap.alone]
        return Instead(shown, swap.count - len(shown), only)

    def _uncovered(self, one: Shortfall) -> Uncovered:
        demand = self.demands.all[one.demand]
        return Uncovered(demand, [self._near(nearly, demand) for nearly in one.nearly], one.is_sold)

    def _near(self, nearly: Nearly, demand: Demand) -> Near:
        shown = [
            (self._cards[key], distance_to(demand, key, self.pool))
            for key in nearly.nearest
            if key in self._cards
        ]
        return Near(nearly.lack, nearly.count, shown)


def proposals_for(need: Need, at: State, options: Options) -> Proposals:
    return Proposals(need, at, reference(at.version), options)


def cards(structure_ids: Iterable[int], at: State, known: Reference) -> dict[int, Card]:
    """Those still in the directory, in one query."""
    return {entry.pk: card_of(entry, at.today, known, ()) for entry in listed(list(structure_ids))}


def answered(structure_id: int, covers: Iterable[int], pool: Pool) -> list[Answered]:
    """By part, the places that it covers."""
    found: dict[tuple[int, str], list[tuple[str, str]]] = {}
    for number in sorted(covers):
        demand = pool.demands.all[number]
        places = found.setdefault((demand.part.number, demand.name), [])
        if demand.site:
            places.append((demand.where, distance_to(demand, structure_id, pool)))
    return [Answered(name, number, places) for (number, name), places in found.items()]


def distance_to(demand: Demand, structure_id: int, pool: Pool) -> str:
    """In words; empty where one of the two has no point."""
    km = pool.km_to(demand, structure_id)
    return "" if km is None else distance_in_words(km)
