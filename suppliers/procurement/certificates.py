"""Certificates: their kinds, and what each is worth on a given day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from suppliers.procurement.calendar_months import (
    day_after,
    first_day_out_of_reach,
    first_january,
    shift_months,
    shift_years,
)

Scope = Literal["siret", "siren"]


class Kind(StrEnum):
    """The kinds the rules name. Any other kind (a label, a standard) is allowed and opens nothing."""

    EI = "EI"
    ETTI = "ETTI"
    AI = "AI"
    ACI = "ACI"
    EITI = "EITI"
    GEIQ = "GEIQ"
    EBE = "EBE"
    EA = "EA"
    EATT = "EATT"
    ESAT = "ESAT"
    TIH = "TIH"
    EA_PENIT = "EA_PENIT"
    SIAE_PENIT = "SIAE_PENIT"
    PENIT = "PENIT"
    ESUS = "ESUS"
    ESS_STATUT = "ESS_STATUT"
    ESS_COMMERCIALE = "ESS_COMMERCIALE"
    SOCIETE_MISSION = "SOCIETE_MISSION"


# Code du travail, art. L5132-4 names four kinds, and no EITI; a SIAE inside a prison is one of them.
SIAE_KINDS = frozenset({Kind.EI, Kind.ETTI, Kind.AI, Kind.ACI, Kind.SIAE_PENIT})
KINDS_WITHOUT_TERM = frozenset({Kind.ESS_STATUT, Kind.ESS_COMMERCIALE})
LABOUR_SUPPLY_KINDS = frozenset({Kind.ETTI, Kind.AI, Kind.EATT})
SIREN_KINDS = frozenset(
    {Kind.ESUS, Kind.ESS_STATUT, Kind.ESS_COMMERCIALE, Kind.SOCIETE_MISSION, Kind.GEIQ, Kind.EBE}
)

# Code du travail, art. R5132-3 s. (SIAE), R5213-65 (EA, EATT), R3332-21-3 (ESUS), D1253-45 s. (GEIQ);
# CASF, art. L313-1 (ESAT). ESUS is 2 years for an enterprise under 3 years old: its age is not known here.
_LEGAL_MAXIMUM_YEARS: dict[str, int] = {
    **dict.fromkeys(SIAE_KINDS, 3),
    Kind.EA: 5,
    Kind.EATT: 5,
    Kind.EA_PENIT: 5,
    Kind.ESUS: 5,
    Kind.GEIQ: 1,
    Kind.ESAT: 15,
}


class Verification(StrEnum):
    """How far the proof of a certificate has been examined."""

    DECLARED = "declared"
    PROOF_RECEIVED = "proof_received"
    VERIFIED = "verified"
    REJECTED = "rejected"


class State(StrEnum):
    """What a certificate is worth at a date."""

    INVALID = "INVALID"
    NOT_YET = "NOT_YET"
    EXPIRED = "EXPIRED"
    VALID = "VALID"
    UNVERIFIED = "UNVERIFIED"


@dataclass(frozen=True)
class Certificate:
    """One certificate as known to the directory. `target_share` is a percentage (0 to 100)."""

    kind: str
    scope: Scope
    valid_from: dt.date | None
    valid_until: dt.date | None
    verification: str
    verified_on: dt.date | None = None
    revoked_on: dt.date | None = None
    target_share: Decimal | float | None = None
    annex_year: int | None = None
    listed_on: dt.date | None = None
    renewal_declared: bool = False

    @property
    def proof_date(self) -> dt.date | None:
        """When the proof was last examined; failing that, when the official list last showed it."""
        return self.verified_on or self.listed_on


def state_at(certificate: Certificate, on: dt.date, *, listing_window_months: int) -> State:
    """The state of a certificate on a day. Both `valid_from` and `valid_until` are days of validity.

    A renewal under way prolongs nothing. `listing_window_months` is how long a sighting in the official list
    vouches for a certificate without an end date: a choice of the site, not of the law.
    """
    revoked = certificate.revoked_on is not None and certificate.revoked_on <= on
    if revoked or certificate.verification == Verification.REJECTED:
        return State.INVALID
    if certificate.valid_from is not None and certificate.valid_from > on:
        return State.NOT_YET
    if certificate.valid_until is not None and certificate.valid_until < on:
        return State.EXPIRED
    if certificate.verification == Verification.VERIFIED and (
        certificate.valid_until is not None
        or certificate.kind in KINDS_WITHOUT_TERM
        or _recently_listed(certificate, on, listing_window_months)
    ):
        return State.VALID
    return State.UNVERIFIED


def _recently_listed(certificate: Certificate, on: dt.date, months: int) -> bool:
    seen_on = certificate.listed_on
    return seen_on is not None and shift_months(on, -months) <= seen_on <= on


def annex_is_missing(certificate: Certificate, on: dt.date) -> bool:
    """Whether the yearly financial annex of a SIAE convention is known to be older than the year of `on`.

    The convention stands without it (code du travail, art. R5132-3 s.), hence a check and not a refusal. An
    annex nobody has noted is unknown, not missing. The yearly rider of an EA does not condition its agrément.
    """
    year = certificate.annex_year
    return certificate.kind in SIAE_KINDS and year is not None and year < on.year


def next_change(certificate: Certificate, on: dt.date, *, listing_window_months: int) -> dt.date | None:
    """The first day after `on` when a certificate's state, or the answer drawn from it, differs.

    None when time alone will change nothing.
    """

    def standing(day: dt.date) -> tuple[State, bool]:
        state = state_at(certificate, day, listing_window_months=listing_window_months)
        return state, state is State.VALID and annex_is_missing(certificate, day)

    today = standing(on)
    turning_points = sorted(
        day for day in _turning_points(certificate, listing_window_months) if day is not None and day > on
    )
    return next((day for day in turning_points if standing(day) != today), None)


def _turning_points(certificate: Certificate, listing_window_months: int) -> set[dt.date | None]:
    points = {certificate.valid_from, certificate.revoked_on, certificate.listed_on}
    if certificate.valid_until is not None:
        points.add(day_after(certificate.valid_until))
    if certificate.listed_on is not None:
        points.add(first_day_out_of_reach(certificate.listed_on, listing_window_months))
    if certificate.kind in SIAE_KINDS and certificate.annex_year is not None:
        points.add(first_january(certificate.annex_year + 1))
    return points


def last_day_before(
    certificates: Iterable[Certificate], kind: str | None, on: dt.date, due: dt.date
) -> dt.date | None:
    """The last day of those of a kind that have not ended on `on` and will have by `due`."""
    days = [
        one.valid_until
        for one in certificates
        if one.kind == kind and one.valid_until is not None and on <= one.valid_until < due
    ]
    return max(days, default=None)


def legal_maximum_years(kind: str) -> int | None:
    """The longest period the law allows for a kind, in years; None when it sets none."""
    return _LEGAL_MAXIMUM_YEARS.get(kind)


def exceeds_legal_maximum(kind: str, valid_from: dt.date | None, valid_until: dt.date | None) -> bool:
    """Whether a period is longer than the law allows, to be refused at entry.

    Three years from 1 January 2024 may be written as ending on 31 December 2026 or on 1 January 2027.
    """
    years = legal_maximum_years(kind)
    if years is None or valid_from is None or valid_until is None:
        return False
    return valid_until > shift_years(valid_from, years)
