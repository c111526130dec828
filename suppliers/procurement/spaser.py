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
class Holder:
    """Who holds a contract, or a member of the groupement that does.

    `flags`: on the day of the award; None when the directory does not know them. `amount`: its part of the
    contract, in euros HT; None when it is not known.
    """

    flags: Flags | None = None
    amount: Decimal | None = None


@dataclass(frozen=True)
class Purchase:
    """A contract that was awarded, to one holder or to several. Amount in euros HT, None when not known."""

    amount: Decimal | None
    reserved_to: str = NOT_RESERVED
    has_social_clause: bool = False
    has_social_criterion: bool = False
    has_environmental_consideration: bool = False
    holders: tuple[Holder, ...] = (Holder(),)

    @property
    def is_reserved(self) -> bool:
        return self.reserved_to != NOT_RESERVED

    @property
    def has_social_consideration(self) -> bool:
        """DECP, `considerationSociale`: clause sociale, critère social or marché réservé."""
        return self.has_social_clause or self.has_social_criterion or self.is_reserved

    @property
    def is_split(self) -> bool:
        """Whether the part of each of its holders is known."""
        return all(holder.amount is not None for holder in self.holders)


def _never(_: object) -> bool:
    return False


@dataclass(frozen=True)
class Measure:
    """A rate, what it counts in words, the text that asks for it, and a target in percent if it sets one.

    A contract counts for what it is itself (`of_contract`), whoever holds it; else for what its holders are
    (`of_holder`). Of a groupement, one member is enough in number, and only the parts of those members count
    in value: no euro is counted twice, nor for somebody else.
    """

    slug: str
    label: str
    counts: str
    source: str
    of_contract: Callable[[Purchase], bool] = _never
    of_holder: Callable[[Flags], bool] = _never
    target: int | None = None

    def holds(self, purchase: Purchase) -> bool:
        return self.of_contract(purchase) or any(map(self._is_one, purchase.holders))

    def amount_of(self, purchase: Purchase) -> Decimal:
        """What counts of its amount, in euros HT; 0 where it is not known.

        Of a groupement whose parts are not known: all of it when every member counts, else nothing.
        """
        if purchase.amount is None or not self.holds(purchase):
            return Decimal(0)
        counted = [holder for holder in purchase.holders if self._is_one(holder)]
        if self.of_contract(purchase) or len(counted) == len(purchase.holders):
            return purchase.amount
        if not purchase.is_split:
            return Decimal(0)
        return sum((holder.amount for holder in counted if holder.amount is not None), Decimal(0))

    def _is_one(self, holder: Holder) -> bool:
        return holder.flags is not None and self.of_holder(holder.flags)


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
        lambda purchase: purchase.has_social_consideration,
        lambda flags: flags.spaser_esus or flags.spaser_disadvantaged,
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
        of_holder=lambda flags: flags.spaser_esus,
    ),
    Measure(
        "vulnerables",
        "Achats aux entreprises employant des personnes défavorisées ou vulnérables",
        "marchés dont le titulaire est une SIAE, une EA, une EATT ou un ESAT le jour de l’attribution",
        _D2111_3,
        of_holder=lambda flags: flags.spaser_disadvantaged,
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
        of_holder=lambda flags: bool(flags.is_ess),
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
    amount = sum((measure.amount_of(item) for item in purchases), Decimal(0))
    return Rate(measure, len(counted), len(purchases), amount, of_amount)
