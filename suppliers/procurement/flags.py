"""What a purchase from a structure counts for. Flags overlap: totals per flag must not be added together."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from suppliers.procurement.certificates import (
    SIAE_KINDS,
    Certificate,
    Kind,
    State,
    state_at,
)
from suppliers.procurement.ess import EssStatus, ess_finding
from suppliers.procurement.facts import StructureFacts

# CCP, art. L2111-3 and D2111-3: « entreprises employant des personnes défavorisées ou appartenant à des
# groupes vulnérables ». An adapted enterprise does not cease to be one inside a prison.
DISADVANTAGED_KINDS = SIAE_KINDS | {Kind.EA, Kind.EATT, Kind.ESAT, Kind.EA_PENIT}
INSERTION_CLAUSE_KINDS = frozenset(
    {Kind.EI, Kind.ETTI, Kind.AI, Kind.ACI, Kind.EA, Kind.EATT, Kind.ESAT, Kind.GEIQ}
)


@dataclass(frozen=True)
class Flags:
    """None means unknown: not yes, and not no either."""

    oeth_deductible: bool | None
    spaser_esus: bool
    spaser_disadvantaged: bool
    counts_for_insertion_clause: bool
    is_ess: bool | None


def flags_at(
    structure: StructureFacts,
    certificates: Sequence[Certificate],
    on: dt.date,
    *,
    buyer_accepts_eiti: bool = False,
    listing_window_months: int,
) -> Flags:
    """The flags on the day of the spending.

    `buyer_accepts_eiti` is the buyer's own reading of insertion clauses.
    """
    states = {
        (item.kind, state_at(item, on, listing_window_months=listing_window_months)) for item in certificates
    }
    valid = {kind for kind, state in states if state is State.VALID}
    unverified = {kind for kind, state in states if state is State.UNVERIFIED}
    insertion = INSERTION_CLAUSE_KINDS | ({Kind.EITI} if buyer_accepts_eiti else set())
    ess = ess_finding(structure, certificates, on, listing_window_months=listing_window_months).status
    return Flags(
        oeth_deductible=_oeth_deductible(valid, unverified),
        spaser_esus=Kind.ESUS in valid,
        spaser_disadvantaged=bool(valid & DISADVANTAGED_KINDS),
        counts_for_insertion_clause=bool(valid & insertion),
        is_ess=None if ess is EssStatus.UNKNOWN else ess is EssStatus.YES,
    )


def _oeth_deductible(valid: set[str], unverified: set[str]) -> bool | None:
    """Code du travail, art. L5212-10-1: EA, ESAT, and disabled self-employed workers.

    The proof of a TIH is health data that is never stored, so a declaration is all there is. EATT and prison
    EA are not settled, and a certificate nobody has verified settles nothing.
    """
    if valid & {Kind.EA, Kind.ESAT} or Kind.TIH in valid | unverified:
        return True
    if unverified & {Kind.EA, Kind.ESAT} or (valid | unverified) & {Kind.EATT, Kind.EA_PENIT}:
        return None
    return False
