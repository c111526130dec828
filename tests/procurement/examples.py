"""Structures, certificates and lots to start a test from."""

import datetime as dt
from functools import partial
from typing import Any

from suppliers.procurement import certificates, directory, eligibility, ess, establishments, flags
from suppliers.procurement.certificates import SIREN_KINDS, Certificate
from suppliers.procurement.facts import StructureFacts
from suppliers.procurement.lots import Lot, PreviousContract, Reservation

DEADLINE = dt.date(2026, 11, 23)
BUYER, OTHER_BUYER = "200054781", "200057966"
LISTED_CPV = frozenset({"85000000", "85312110", "92500000", "75121000", "80511000"})
CHILD_CARE, CLEANING, MUSEUMS = "85312110", "90910000", "92521000"

# The rules, under the default of LISTING_WINDOW_MONTHS.
WINDOW = {"listing_window_months": 6}
state_at = partial(certificates.state_at, **WINDOW)
next_change = partial(certificates.next_change, **WINDOW)
standing_answers = partial(directory.standing_answers, **WINDOW)
ess_finding = partial(ess.ess_finding, **WINDOW)
flags_at = partial(flags.flags_at, **WINDOW)
assess = partial(eligibility.assess, **WINDOW)
better_placed_sisters = partial(establishments.better_placed_sisters, **WINDOW)


def days(number: int) -> dt.timedelta:
    return dt.timedelta(days=number)


def certificate(kind: str, **changes: Any) -> Certificate:
    """A verified certificate of this year with its current annex, valid for a year around the deadline."""
    facts: dict[str, Any] = {
        "scope": "siren" if kind in SIREN_KINDS else "siret",
        "valid_from": dt.date(2026, 1, 1),
        "valid_until": dt.date(2026, 12, 31),
        "verification": "verified",
        "verified_on": dt.date(2026, 3, 2),
        "annex_year": 2026,
    }
    return Certificate(kind=kind, **facts | changes)


def structure(legal_category: str = "9220", **changes: Any) -> StructureFacts:
    """An open establishment of the given legal form, private unless the form is public."""
    rules = {"9220": "de_droit", "5710": "a_verifier", "5499": "a_verifier"}
    facts: dict[str, Any] = {
        "siret": "77567227200011",
        "siren": "775672272",
        "ess_rule": rules.get(legal_category, "exclu"),
        "is_public_body": legal_category.startswith("7"),
    }
    return StructureFacts(legal_category=legal_category, **facts | changes)


def lot(reservation: str, **changes: Any) -> Lot:
    """A lot that passes its own tests: child care for two years, bought by a contracting authority."""
    facts: dict[str, Any] = {
        "reference_date": DEADLINE,
        "main_cpv": CHILD_CARE,
        "exclusive_scope": True,
        "duration_months": 24,
        "buyer_siren": BUYER,
    }
    return Lot(reservation=Reservation(reservation), **facts | changes)


def contract(**changes: Any) -> PreviousContract:
    """A child care contract of the same structure with the same buyer, which ended two years ago."""
    facts: dict[str, Any] = {
        "holder_siren": "775672272",
        "buyer_siren": BUYER,
        "main_cpv": CHILD_CARE,
        "held_from": dt.date(2022, 1, 1),
        "held_until": dt.date(2024, 11, 30),
    }
    return PreviousContract(**facts | changes)
