"""Which facts a structure changes by itself, and which an admin looks at first once it is published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from suppliers.models import Structure

POSITION = ("latitude", "longitude", "geo_precision", "geo_score")
IDENTITY = ("siret", "rna", "name", "brand", "legal_form_id")
ADDRESS = ("address", "address_extra", "postal_code", "city", "territory_id", *POSITION)
GUARDED = frozenset((*IDENTITY, *ADDRESS))
SMALL = frozenset(
    (
        "description",
        "website",
        "email",
        "phone",
        "opening_hours",
        "headcount",
        "inclusion_posts",
        "employee_band_id",
        "lead_time_days",
        "largest_order_excl_tax",
        "simultaneous_sites",
        "open_to_cocontracting",
    )
)
CHANGEABLE = GUARDED | SMALL


def facts_of(structure: Structure, names: Iterable[str]) -> dict[str, Any]:
    """These facts as JSON keeps them: a day as text, an amount as a number."""
    return {name: as_json(getattr(structure, name)) for name in names}


def as_json(value: Any) -> Any:
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value
