"""What a buyer's scheme for responsible purchases counts (CCP, art. L2111-3 and D2111-3).

Each measure is a rate: contracts of the year that fulfil it over all contracts awarded in the year, in number
and in value. They overlap: a contract may be in several, so that their totals are never added together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from suppliers.procurement.flags import Flags
from suppliers.procurement.lots import Reservation

NOT_RESERVED = "NONE"


@dataclass(frozen=True)
class Purchase:
    """A contract that was awarded. Amount in euros HT, None when it is not known.

    `flags`: of the holder on the day of the award; None when the directory does not know them.
    """

    amount: Decimal | None
    reserved_to: str = NOT_RESERVED
    has_social_clause: bool = False
    has_social_criterion: bool = False
    has_environmental_consideration: bool = False
    flags: Flags | None = None

    @property
    def is_reserved(self) -> bool:
        return self.reserved_to != NOT_RESERVED

    @property
    def has_social_consideration(self) -> bool:
        """DECP, `considerationSociale`: clause sociale, critère social or marché réservé."""
        return self.has_social_clause or self.has_social_criterion or self.is_reserved

    @property
    def is_from_esus(self) -> bool:
        return self.flags is not None and self.flags.spaser_esus

    @property
    def is_from_disadvantaged(self) -> bool:
        return self.flags is not None and self.flags.spaser_disadvantaged

    @property
    def is_socially_responsible(self) -> bool:
        return self.has_social_consideration or self.is_from_esus or self.is_from_disadvantaged


@dataclass(frozen=True)
class Measure:
    """A rate, what it counts in words, the text that asks for it, and a target in percent if it sets one."""

    slug: str
    label: str
    counts: str
    source: str
    holds: Callable[[Purchase], bool]
    target: int | None = None


@dataclass(frozen=True)
class Rate:
    """A measure for some contracts: how many fulfil it out of how many, and for how much (euros HT)."""

    measure: Measure
    number: int
    of_number: int
    amount: Decimal
    of_amount: Decimal

    @property
    def share_of_number(self) -> Decimal | None:
        """In percent; None without any contract."""
        return Decimal(100 * self.number) / self.of_number if self.of_number else None

    @property
    def share_of_amount(self) -> Decimal | None:
        """In percent; None where no amount is known."""
        return 100 * self.amount / self.of_amount if self.of_amount else None


def _reserved(*values: Reservation) -> Callable[[Purchase], bool]:
    return lambda purchase: purchase.reserved_to in values


_D2111_3 = "L2111-3 et D2111-3"
_PNAD = "PNAD 2022-2025"
MEASURES = (
    Measure(
        "social",
        "Achats socialement responsables",
        "marchés avec une clause sociale, un critère social ou une réservation, ou dont le titulaire est "
        "agréé ESUS ou emploie des personnes défavorisées ou vulnérables",
        _D2111_3,
        lambda purchase: purchase.is_socially_responsible,
    ),
    Measure(
        "ecologique",
        "Achats écologiquement responsables",
        "marchés avec une considération environnementale",
        _D2111_3,
        lambda purchase: purchase.has_environmental_consideration,
    ),
    Measure(
        "esus",
        "Achats aux entreprises agréées ESUS",
        "marchés dont le titulaire est agréé ESUS le jour de l’attribution",
        _D2111_3,
        lambda purchase: purchase.is_from_esus,
    ),
    Measure(
        "vulnerables",
        "Achats aux entreprises employant des personnes défavorisées ou vulnérables",
        "marchés dont le titulaire est une SIAE, une EA, une EATT ou un ESAT le jour de l’attribution",
        _D2111_3,
        lambda purchase: purchase.is_from_disadvantaged,
    ),
    Measure(
        "reserves",
        "Marchés réservés, tous articles",
        "marchés ou lots réservés",
        "L2113-12 à L2113-15",
        lambda purchase: purchase.is_reserved,
    ),
    Measure(
        "reserves-handicap",
        "Réservés : handicap",
        "marchés ou lots réservés aux EA, aux ESAT et aux structures équivalentes",
        "L2113-12",
        _reserved(Reservation.L2113_12),
    ),
    Measure(
        "reserves-insertion",
        "Réservés : insertion",
        "marchés ou lots réservés aux SIAE et aux structures équivalentes",
        "L2113-13",
        _reserved(Reservation.L2113_13),
    ),
    Measure(
        "reserves-ensemble",
        "Réservés : handicap et insertion ensemble",
        "marchés ou lots réservés aux unes et aux autres à la fois",
        "L2113-14",
        _reserved(Reservation.L2113_12_13),
    ),
    Measure(
        "reserves-prison",
        "Réservés : production en prison",
        "marchés ou lots réservés aux opérateurs qui exécutent en prison",
        "L2113-13-1",
        _reserved(Reservation.L2113_13_1),
    ),
    Measure(
        "reserves-ess",
        "Réservés : services aux entreprises de l’ESS",
        "marchés ou lots de services sociaux et autres services spécifiques réservés à l’ESS",
        "L2113-15",
        _reserved(Reservation.L2113_15),
    ),
    Measure(
        "consideration-sociale",
        "Marchés avec une considération sociale",
        "marchés avec une clause sociale, un critère social ou une réservation (DECP)",
        _PNAD,
        lambda purchase: purchase.has_social_consideration,
        target=30,
    ),
    Measure(
        "consideration-environnementale",
        "Marchés avec une considération environnementale",
        "marchés avec une considération environnementale",
        _PNAD,
        lambda purchase: purchase.has_environmental_consideration,
        target=100,
    ),
    Measure(
        "ess",
        "Achats aux entreprises de l’ESS",
        "marchés dont le titulaire est une entreprise de l’ESS",
        "pour information : la loi ne le demande pas",
        lambda purchase: purchase.flags is not None and bool(purchase.flags.is_ess),
    ),
)


def rates(purchases: Iterable[Purchase]) -> list[Rate]:
    """Every measure over these contracts, those awarded in a year.

    In value, contracts whose amount is not known are left out, above and below the line.
    """
    kept = list(purchases)
    of_amount = sum((item.amount for item in kept if item.amount is not None), Decimal(0))
    return [_rate(measure, kept, of_amount) for measure in MEASURES]


def _rate(measure: Measure, purchases: list[Purchase], of_amount: Decimal) -> Rate:
    counted = [item for item in purchases if measure.holds(item)]
    amount = sum((item.amount for item in counted if item.amount is not None), Decimal(0))
    return Rate(measure, len(counted), len(purchases), amount, of_amount)
