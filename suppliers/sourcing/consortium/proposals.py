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
from .pool import FAR_KM, Nearly, Options, Pool
from .solver import Candidate, Group, Solution, solve

M_PER_KM = 1_000


@dataclass(frozen=True)
class Answered:
    """What a member answers of one part: its name, and in which places, each with a distance in words."""

    name: str
    number: int
    places: list[tuple[str, str]]


@dataclass(frozen=True)
class Member:
    card: Card
    answers: list[Answered]


@dataclass(frozen=True)
class Proposal:
    number: int
    members: list[Member]
    distance: str  # the sum of the members' mean distances, in words
    standings: list[GroupStanding]

    @property
    def ids(self) -> list[int]:
        return [member.card.id for member in self.members]


@dataclass(frozen=True)
class Near:
    """Who comes near to what nobody covers: how many, and the nearest."""

    count: int
    cards: list[tuple[Card, str]]  # with the distance in words


@dataclass(frozen=True)
class Uncovered:
    demand: Demand
    away: Near
    not_open: Near


@dataclass
class Proposals:
    """All that the page says. `solution.is_proved` tells whether nothing better exists."""

    need: Need
    at: State
    known: Reference
    options: Options
    demands: Demands = field(init=False)
    pool: Pool = field(init=False)
    solution: Solution = field(init=False)
    proposals: list[Proposal] = field(init=False)
    uncovered: list[Uncovered] = field(init=False)
    candidates: int = field(init=False)

    def __post_init__(self) -> None:
        self.demands = demands_of(self.need, self.known)
        self.pool = Pool(self.demands, current(self.at), self.at, self.options)
        self.solution = solve([one.number for one in self.demands.all], self.pool.candidates())
        self.candidates = self.pool.size
        nearly = self._nearly()
        self._cards = self._read(nearly)
        self.proposals = self._proposals()
        self.uncovered = [
            Uncovered(demand, self._near(away, demand), self._near(not_open, demand))
            for demand, away, not_open in nearly
        ]

    @property
    def reserves(self) -> bool:
        return any(is_reserved(part) for part in self.demands.parts)

    def _nearly(self) -> list[tuple[Demand, Nearly, Nearly]]:
        """Only where the option leaves out who is not open do these count as near."""
        found = []
        for number in self.solution.uncovered:
            demand = self.demands.all[number]
            away = self.pool.not_working_there(demand)
            not_open = self.pool.not_open(demand) if self.options.open_only else Nearly(0, [])
            found.append((demand, away, not_open))
        return found

    def _read(self, nearly: Iterable[tuple[Demand, Nearly, Nearly]]) -> dict[int, Card]:
        """One query for all that is shown."""
        members = [member.id for group in self.solution.groups for member in group.members]
        near = [key for _, away, not_open in nearly for key in (*away.nearest, *not_open.nearest)]
        return cards(dict.fromkeys([*members, *near]), self.at, self.known)

    def _proposals(self) -> list[Proposal]:
        groups = [
            group
            for group in self.solution.groups
            if all(member.id in self._cards for member in group.members)
        ]
        known = (
            read([one.id for group in groups for one in group.members]) if self.reserves else Known({}, {})
        )
        return [self._proposal(number, group, known) for number, group in enumerate(groups, start=1)]

    def _proposal(self, number: int, group: Group, known: Known) -> Proposal:
        members = [self._member(member) for member in group.members]
        members.sort(key=lambda one: one.answers[0].number)
        return Proposal(number, members, self._distance(group), self._standings(members, known))

    def _distance(self, group: Group) -> str:
        """Empty where nothing was measured for one of them."""
        if not self.pool.has_points or any(one.distance_m >= FAR_KM * M_PER_KM for one in group.members):
            return ""
        return distance_in_words(group.distance_m / M_PER_KM)

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

    def _member(self, candidate: Candidate) -> Member:
        return Member(self._cards[candidate.id], answered(candidate.id, candidate.covers, self.pool))

    def _near(self, nearly: Nearly, demand: Demand) -> Near:
        shown = []
        for key in nearly.nearest:
            if key in self._cards:
                shown.append((self._cards[key], distance_to(demand, key, self.pool)))
        return Near(nearly.count, shown)


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
