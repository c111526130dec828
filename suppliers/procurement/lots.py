"""The lot: what it reserves, and whether it may be reserved that way at all."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from suppliers.procurement.answers import Reason
from suppliers.procurement.calendar_months import shift_years
from suppliers.procurement.cpv import is_social_service_cpv
from suppliers.procurement.decision_table import IN_A_CONCESSION, Article

LONGEST_SOCIAL_SERVICE_MONTHS = 36
YEARS_BETWEEN_SOCIAL_SERVICE_CONTRACTS = 3


class Reservation(StrEnum):
    """What the notice of a lot may reserve it to."""

    NONE = "NONE"
    L2113_12 = "L2113_12"
    L2113_13 = "L2113_13"
    L2113_12_13 = "L2113_12_13"
    L2113_13_1 = "L2113_13_1"
    L2113_15 = "L2113_15"


class ContractType(StrEnum):
    MARCHE = "MARCHE"
    CONCESSION = "CONCESSION"


_RESERVED_TO: dict[str, frozenset[Article]] = {
    Reservation.NONE: frozenset(),
    Reservation.L2113_12: frozenset({Article.L2113_12}),
    Reservation.L2113_13: frozenset({Article.L2113_13}),
    Reservation.L2113_12_13: frozenset({Article.L2113_12, Article.L2113_13}),
    Reservation.L2113_13_1: frozenset({Article.L2113_13_1}),
    Reservation.L2113_15: frozenset({Article.L2113_15}),
}
# Art. L2113-14, since loi n° 2020-1525 (ASAP).
_LAWFUL_COMBINATION = _RESERVED_TO[Reservation.L2113_12_13]


@dataclass(frozen=True, kw_only=True)
class Lot:
    """One lot of a consultation.

    `reference_date` is the deadline for applications. `also_reserved` holds any further reservation written
    on the same lot, so that an unlawful combination can be told. `exclusive_scope`: nothing but listed
    services. `executed_in_prison` and `duration_months` are None while the buyer has not settled them. The
    years of art. L2113-16 are counted back from `award_date`, or from the reference date until it is known.
    """

    reservation: Reservation
    reference_date: dt.date
    also_reserved: tuple[Reservation, ...] = ()
    contract_type: ContractType = ContractType.MARCHE
    main_cpv: str = ""
    exclusive_scope: bool = False
    duration_months: int | None = None
    buyer_is_contracting_authority: bool = True
    buyer_siren: str = ""
    award_date: dt.date | None = None
    executed_in_prison: bool | None = False


@dataclass(frozen=True)
class PreviousContract:
    """A contract held earlier, as told by the buyer or by the essential data (DECP)."""

    holder_siren: str
    buyer_siren: str
    main_cpv: str
    held_from: dt.date
    held_until: dt.date | None


def articles_at_stake(lot: Lot) -> tuple[Article, ...]:
    """The articles a lot is reserved under, in order; those on concessions when it is one."""
    wanted = _wanted(lot)
    if lot.contract_type == ContractType.CONCESSION:
        wanted = frozenset(IN_A_CONCESSION.get(article, article) for article in wanted)
    return tuple(sorted(wanted))


def _wanted(lot: Lot) -> frozenset[Article]:
    return frozenset().union(*(_RESERVED_TO[item] for item in (lot.reservation, *lot.also_reserved)))


def lot_refusals(lot: Lot, listed_cpv: Collection[str]) -> tuple[Reason, ...]:
    """Every reason why a lot cannot be reserved as it is, the first being the one to show; empty when it can.

    Only 12 and 13 may be combined on one lot (art. L2113-14); 13-1 never, and the code knows no combination
    with 15. 12 and 13 ask for no CPV, duration or value.
    """
    wanted = _wanted(lot)
    if len(wanted) > 1 and wanted != _LAWFUL_COMBINATION:
        return (Reason.INVALID_COMBINATION,)
    if Article.L2113_15 not in wanted:
        return ()
    return tuple(reason for refused, reason in _social_service_tests(lot, listed_cpv) if refused)


def _social_service_tests(lot: Lot, listed_cpv: Collection[str]) -> Iterable[tuple[bool, Reason]]:
    """Art. L2113-15 (no concession, pouvoir adjudicateur, listed services only) and L2113-16 (3 years)."""
    too_long = lot.duration_months is not None and lot.duration_months > LONGEST_SOCIAL_SERVICE_MONTHS
    return (
        (lot.contract_type == ContractType.CONCESSION, Reason.CONCESSION),
        (not lot.buyer_is_contracting_authority, Reason.BUYER),
        (not lot.exclusive_scope, Reason.SCOPE),
        (not is_social_service_cpv(lot.main_cpv, listed_cpv), Reason.CPV),
        (too_long, Reason.DURATION),
    )


def held_before(
    siren: str, contracts: Iterable[PreviousContract], lot: Lot, listed_cpv: Collection[str]
) -> bool:
    """Whether the legal unit held a listed contract with this buyer in the three years before award.

    Art. L2113-16, read with caution: held on any day of those years rather than awarded, and counted for the
    legal unit rather than the establishment.
    """
    award = lot.award_date or lot.reference_date
    since = shift_years(award, -YEARS_BETWEEN_SOCIAL_SERVICE_CONTRACTS)
    return any(
        bool(siren and lot.buyer_siren)
        and (contract.holder_siren, contract.buyer_siren) == (siren, lot.buyer_siren)
        and is_social_service_cpv(contract.main_cpv, listed_cpv)
        and contract.held_from < award
        and (contract.held_until is None or contract.held_until >= since)
        for contract in contracts
    )
