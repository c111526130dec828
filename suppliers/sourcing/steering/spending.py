"""What a ledger says, year by year: the part that went to the social economy, and to whom."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import connection

from suppliers.models import Ledger
from suppliers.models.structure import Family
from suppliers.procurement.certificates import SIAE_KINDS, Kind
from suppliers.procurement.oeth import deduction_ceiling

from .matching import FOUND
from .standing import Holder, Worth, holders

SHELTERED_KINDS = frozenset({Kind.EA, Kind.EATT, Kind.EA_PENIT, Kind.ESAT})
UNKNOWN_SHOWN = 50
_PAYEE = f"""
WITH payee AS MATERIALIZED (
  SELECT siret, siren FROM suppliers_ledgerline WHERE ledger_id = %s GROUP BY siret, siren
),
{FOUND}"""  # noqa: S608  our own SQL
_TOTALS = """
SELECT date_part('year', paid_on)::int, count(*), sum(amount_excl_tax)
  FROM suppliers_ledgerline WHERE ledger_id = %s GROUP BY 1 ORDER BY 1 DESC"""
_KNOWN = f"""{_PAYEE}
SELECT f.structure_id, f.by_siren, f.unit_only, l.paid_on, count(*), sum(l.amount_excl_tax)
  FROM found f JOIN suppliers_ledgerline l ON l.ledger_id = %s AND l.siret = f.siret AND l.siren = f.siren
 GROUP BY 1, 2, 3, 4"""  # noqa: S608  our own SQL
_UNKNOWN = f"""{_PAYEE}
SELECT l.siret, l.siren, max(l.supplier), count(*), sum(l.amount_excl_tax),
       count(*) OVER (), sum(sum(l.amount_excl_tax)) OVER ()
  FROM suppliers_ledgerline l
 WHERE l.ledger_id = %s AND (l.siret, l.siren) NOT IN (SELECT siret, siren FROM found)
 GROUP BY 1, 2 ORDER BY 5 DESC, 2, 1"""  # noqa: S608  our own SQL


@dataclass
class Sum:
    """Payments counted together: euros HT, and how many lines of the ledger."""

    amount: Decimal = Decimal(0)
    lines: int = 0

    def add(self, amount: Decimal, lines: int) -> None:
        self.amount += amount
        self.lines += lines


@dataclass
class Year:
    """The spending of a year. Those of the families overlap with those of the certificates."""

    year: int
    total: Sum
    known: Sum = field(default_factory=Sum)
    by_siren: Sum = field(default_factory=Sum)
    ess: Sum = field(default_factory=Sum)
    ess_unknown: Sum = field(default_factory=Sum)
    esus: Sum = field(default_factory=Sum)
    siae: Sum = field(default_factory=Sum)
    sheltered: Sum = field(default_factory=Sum)
    oeth: Sum = field(default_factory=Sum)
    oeth_unknown: Sum = field(default_factory=Sum)
    families: dict[str, Sum] = field(default_factory=lambda: defaultdict(Sum))
    epts: dict[str, Sum] = field(default_factory=lambda: defaultdict(Sum))

    def share(self, part: Sum) -> Decimal | None:
        """In percent of the whole spending; None where credits leave nothing."""
        return 100 * part.amount / self.total.amount if self.total.amount > 0 else None

    @property
    def oeth_ceiling(self) -> Decimal:
        return deduction_ceiling(self.oeth.amount)

    @property
    def families_in_order(self) -> list[tuple[str, Sum]]:
        return [(str(kind.label), self.families[kind]) for kind in Family if kind in self.families]

    @property
    def epts_in_order(self) -> list[tuple[str, Sum]]:
        """The most paid first; those that are in none of the territories last."""
        ranked = sorted(self.epts.items(), key=lambda item: (not item[0], -item[1].amount, item[0]))
        return [(name or "Hors de la métropole, ou lieu inconnu", part) for name, part in ranked]

    def count(self, holder: Holder, worth: Worth, *, place: bool, amount: Decimal, lines: int) -> None:
        """Add payments to a structure. `place`: whether it is known which establishment was paid."""
        self.known.add(amount, lines)
        self.epts[holder.ept if place else ""].add(amount, lines)
        for part in self._parts(holder, worth):
            part.add(amount, lines)

    def _parts(self, holder: Holder, worth: Worth) -> Iterator[Sum]:
        flags = worth.flags
        if flags.is_ess:
            yield self.ess
            yield self.families[holder.family_if_ess]
        elif flags.is_ess is None:
            yield self.ess_unknown
        if flags.spaser_esus:
            yield self.esus
        if worth.kinds & SIAE_KINDS:
            yield self.siae
        if worth.kinds & SHELTERED_KINDS:
            yield self.sheltered
        if flags.oeth_deductible:
            yield self.oeth
        elif flags.oeth_deductible is None:
            yield self.oeth_unknown


def years_of(ledger: Ledger) -> list[Year]:
    """The years of a ledger, the latest first: three queries, whatever its length."""
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS, [ledger.pk])
        years = {year: Year(year, Sum(amount, lines)) for year, lines, amount in cursor.fetchall()}
        cursor.execute(_KNOWN, [ledger.pk, ledger.pk])
        paid: list[tuple[int, bool, bool, dt.date, int, Decimal]] = cursor.fetchall()
    known = holders({row[0] for row in paid})
    for structure_id, by_siren, unit_only, day, lines, amount in paid:
        year, holder = years[day.year], known[structure_id]
        worth = holder.worth_on(day, unit_only=unit_only)
        year.count(holder, worth, place=not unit_only, amount=amount, lines=lines)
        if by_siren:
            year.by_siren.add(amount, lines)
    return list(years.values())


@dataclass(frozen=True)
class Unknown:
    """A supplier that the directory does not know. Amount in euros HT."""

    siret: str
    siren: str
    name: str
    lines: int
    amount: Decimal

    @property
    def number(self) -> str:
        return self.siret or self.siren


@dataclass(frozen=True)
class Unknowns:
    """The most paid of them, how many there are in all, and for how much."""

    first: list[Unknown]
    how_many: int
    amount: Decimal


def unknown_suppliers(ledger: Ledger, most: int | None = UNKNOWN_SHOWN) -> Unknowns:
    """Those that the directory does not know, the most paid first; all of them without `most`."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_UNKNOWN} LIMIT %s", [ledger.pk, ledger.pk, most])
        rows = cursor.fetchall()
    first = [Unknown(*row[:5]) for row in rows]
    return Unknowns(first, rows[0][5] if rows else 0, rows[0][6] if rows else Decimal(0))
