"""Amounts that change what a buyer must do, by day: revised every two years, and now and then in between.

Amounts are in euros HT, of the whole need, all lots together. What a buyer launches on a day
follows the amounts of that day; for a day that no row knows, nothing is said.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Nature(StrEnum):
    """The values are those of `models.PurchaseNature`."""

    SERVICES = "services"
    SUPPLIES = "supplies"
    WORKS = "works"


class Buyer(StrEnum):
    """The values are those of `models.BuyerKind`."""

    LOCAL = "local"
    STATE = "state"
    UTILITY = "utility"


class Rule(StrEnum):
    WRITTEN = "written"
    """From here on the contract is written."""
    DISPENSE = "dispense"
    """Below, neither publicity nor competition."""
    DOCUMENTS = "documents"
    """From here on, consultation documents are online, free of charge."""
    ESSENTIAL_DATA = "essential_data"
    """From here on, the essential data (DECP) are published."""
    JOURNAL = "journal"
    """From here on, BOAMP or a journal of legal notices."""
    FORMAL = "formal"
    """From here on, a formal procedure and a European notice."""
    SOCIAL_NOTICE = "social_notice"
    """For social and other specific services, under an adapted procedure at any value: a European notice."""


@dataclass(frozen=True)
class Threshold:
    """One amount, for these natures and buyers, of consultations launched on these days (both included)."""

    rule: Rule
    euros: int
    article: str
    since: dt.date
    until: dt.date | None = None
    natures: frozenset[Nature] = frozenset(Nature)
    buyers: frozenset[Buyer] = frozenset(Buyer)

    def holds(self, on: dt.date, nature: Nature, buyer: Buyer) -> bool:
        in_time = self.since <= on and (self.until is None or on <= self.until)
        return in_time and nature in self.natures and buyer in self.buyers


_GOODS = frozenset({Nature.SERVICES, Nature.SUPPLIES})
_WORKS = frozenset({Nature.WORKS})
_SERVICES = frozenset({Nature.SERVICES})
_2026, _APRIL = dt.date(2026, 1, 1), dt.date(2026, 4, 1)
_MARCH_END, _2027_END = dt.date(2026, 3, 31), dt.date(2027, 12, 31)
_AUTHORITIES = frozenset({Buyer.LOCAL, Buyer.STATE})

THRESHOLDS = (
    Threshold(Rule.WRITTEN, 25_000, "R2112-1", _2026),
    # Décret 2025-1386: works for good, supplies and services from 1 April 2026.
    Threshold(Rule.DISPENSE, 100_000, "R2122-8", _2026, natures=_WORKS),
    Threshold(Rule.DISPENSE, 40_000, "R2122-8", _2026, _MARCH_END, natures=_GOODS),
    Threshold(Rule.DISPENSE, 60_000, "R2122-8", _APRIL, natures=_GOODS),
    Threshold(Rule.DOCUMENTS, 40_000, "R2132-2", _2026, _MARCH_END),
    Threshold(Rule.DOCUMENTS, 60_000, "R2132-2", _APRIL),
    Threshold(Rule.ESSENTIAL_DATA, 40_000, "R2196-1", _2026),
    Threshold(Rule.JOURNAL, 90_000, "R2131-12", _2026, buyers=frozenset({Buyer.LOCAL, Buyer.STATE})),
    # Union thresholds of 2026 and 2027.
    Threshold(Rule.FORMAL, 140_000, "L2124-1", _2026, _2027_END, _GOODS, frozenset({Buyer.STATE})),
    Threshold(Rule.FORMAL, 216_000, "L2124-1", _2026, _2027_END, _GOODS, frozenset({Buyer.LOCAL})),
    Threshold(Rule.FORMAL, 432_000, "L2124-1", _2026, _2027_END, _GOODS, frozenset({Buyer.UTILITY})),
    Threshold(Rule.FORMAL, 5_404_000, "L2124-1", _2026, _2027_END, _WORKS),
    Threshold(Rule.SOCIAL_NOTICE, 750_000, "R2123-1", _2026, natures=_SERVICES, buyers=_AUTHORITIES),
)
# Concessions: the formal rules begin there, whatever their object.
CONCESSION_EUROS, CONCESSION_UNTIL = 5_404_000, _2027_END


def thresholds_on(
    day: dt.date, nature: Nature, buyer: Buyer, known: Iterable[Threshold] = THRESHOLDS
) -> dict[Rule, Threshold]:
    """The amounts in force for a consultation launched on a day, by rule; a rule nobody knows is left out."""
    return {one.rule: one for one in known if one.holds(day, nature, buyer)}
