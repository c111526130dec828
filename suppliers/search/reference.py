"""The reference rows the filters speak of, read once per version of the directory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from suppliers.models import CertificationKind, EmployeeBand, Sector, Territory
from suppliers.procurement.cpv import sectors_for_cpv
from suppliers.territories.find import territory_with_code

from .recent import Recent

WIDE = [Territory.Kind.EPT, Territory.Kind.METROPOLE, Territory.Kind.DEPARTEMENT, Territory.Kind.REGION]


@dataclass(frozen=True)
class Reference:
    """Small tables by code. Communes are looked up one by one: there are 35,000."""

    sectors: dict[str, Sector]
    kinds: dict[str, CertificationKind]
    bands: dict[str, EmployeeBand]
    territories: dict[str, Territory]
    communes: Recent = field(default_factory=lambda: Recent(2_000), repr=False, compare=False)

    def sectors_of_cpv(self, cpv: str) -> list[Sector]:
        """The sectors a CPV code belongs to, by its longest prefix; none for an unreadable code."""
        prefixes = {code: sector.cpv_prefixes for code, sector in self.sectors.items()}
        return [self.sectors[code] for code in sectors_for_cpv(cpv, prefixes)]

    def territory(self, code: str) -> Territory | None:
        """The place of this code, communes included; a merged commune leads to its heir."""
        if code in self.territories:
            return self.territories[code]
        found: Territory | None = self.communes.get(code, lambda: territory_with_code(code))
        return found


@lru_cache(maxsize=2)
def reference(version: int) -> Reference:
    """The reference for a version of the directory: a new version may mean new reference rows."""

    def by_code(rows: Iterable) -> dict:  # type: ignore[type-arg]
        return {row.code: row for row in rows}

    return Reference(
        sectors=by_code(_in_reading_order(Sector.objects.select_related("parent"))),
        kinds=by_code(CertificationKind.objects.all()),
        bands=by_code(EmployeeBand.objects.all()),
        territories=by_code(Territory.objects.current().of_kind(*WIDE)),
    )


def _in_reading_order(sectors: Iterable[Sector]) -> list[Sector]:
    """Each group followed by its sectors."""

    def place(sector: Sector) -> tuple[int, str, int, str]:
        group = sector.parent or sector
        return (group.position, group.code, 0 if sector.parent is None else 1, sector.label)

    return sorted(sectors, key=place)
