"""What a group has to cover: each lot, or each skill of a need without lots, in each of its places."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from suppliers.models import Need, Sector
from suppliers.search.reference import Reference
from suppliers.sourcing.needs.parts import MOST_VALUES, Part, Site, parts_of


@dataclass(frozen=True)
class Demand:
    """A part in one of its places. `sectors`: one of them is enough; `site`: None where no place is told."""

    number: int
    part: Part
    name: str
    sectors: tuple[Sector, ...]
    site: Site | None

    @property
    def key(self) -> Hashable:
        """Equal for two demands that the same structures answer, as near."""
        place = (self.site.territory.pk, self.site.point) if self.site else None
        return self.number, tuple(sector.pk for sector in self.sectors), place, self.part.reservation

    @property
    def where(self) -> str:
        return str(self.site) if self.site else ""

    def __str__(self) -> str:
        return f"{self.name}, {self.where}" if self.where else self.name


@dataclass(frozen=True)
class Demands:
    """All of them, and the parts that do not say what they ask."""

    parts: tuple[Part, ...]
    all: tuple[Demand, ...]
    silent: tuple[Part, ...]

    @property
    def key(self) -> Hashable:
        return tuple(demand.key for demand in self.all)

    @property
    def are_some(self) -> bool:
        return bool(self.all)


def demands_of(need: Need, known: Reference) -> Demands:
    """A place that a part names twice (two addresses of one street) is two demands only by its territory."""
    parts = parts_of(need)
    asked = [
        (part, name, sectors, site)
        for part in parts
        for name, sectors in skills_of(part, known)
        for site in _places(part)
    ]
    demands = tuple(Demand(number, *each) for number, each in enumerate(asked))
    speaking = {demand.part.number for demand in demands}
    silent = tuple(part for part in parts if part.number not in speaking)
    return Demands(tuple(parts), demands, silent)


def skills_of(part: Part, known: Reference) -> Iterator[tuple[str, tuple[Sector, ...]]]:
    """A lot is one skill: any of its sectors will do. A need without lots asks for each of its sectors.

    A CPV code of such a need asks for one of its sectors, when none of these is asked for already.
    """
    every = part.sectors_asked(known)
    if part.lot:
        if every:
            yield part.name, tuple(every)
        return
    chosen = [known.sectors[sector.code] for sector in part.sectors if sector.code in known.sectors]
    for sector in chosen[:MOST_VALUES]:
        yield sector.label, (sector,)
    for code in dict.fromkeys(part.cpv_codes[:MOST_VALUES]):
        coded = known.sectors_of_cpv(code)
        if coded and not _are_asked(coded, chosen):
            yield " ou ".join(sector.label for sector in coded), tuple(coded)
            chosen.extend(coded)


def _are_asked(coded: Sequence[Sector], chosen: Sequence[Sector]) -> bool:
    return any(sector in chosen or sector.parent in chosen for sector in coded)


def _places(part: Part) -> Sequence[Site | None]:
    """One site for each territory and point; at least one, which may be nowhere."""
    distinct = {(site.territory.pk, site.point): site for site in part.sites}
    return list(distinct.values())[:MOST_VALUES] or [None]
