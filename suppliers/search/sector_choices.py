"""Sectors that a structure may name, as it types them: those that are sold, never a whole group."""

from __future__ import annotations

from collections.abc import Iterable

from suppliers.models import Sector

from .reference import Reference, reference
from .state import state
from .suggestions import SHORTEST, sectors_of_cpv_typed

MOST = 8
MOST_CPV = 3
_CPV_DIGITS = 8


def sectors_like(typed: str) -> list[Sector]:
    """By their label, a buyer's word for them, or a CPV code; a group gives its sectors. The likest first."""
    typed = " ".join(typed.replace("\x00", " ").split())[:80]
    if len(typed) < SHORTEST:
        return []
    known = reference(state().version)
    calls = known.calls.begun_by(typed) or known.calls.nearly_begun_by(typed)
    found = list(sectors_of_cpv_typed(typed, known)) or [call.sector for call in calls]
    return _sold(found, known)[:MOST]


def sectors_with_codes(codes: Iterable[str]) -> dict[str, Sector]:
    """Those that are sold, by code; unknown codes and groups are left out."""
    known = reference(state().version).sectors
    found = {code: known[code] for code in codes if code in known}
    return {code: sector for code, sector in found.items() if sector.parent_id is not None}


def cpv_in_words(sector: Sector) -> str:
    """« CPV 90910000, 90911000 » ; empty for a sector that has none."""
    codes = [prefix.ljust(_CPV_DIGITS, "0") for prefix in sector.cpv_prefixes]
    if not codes:
        return ""
    more = "…" if len(codes) > MOST_CPV else ""
    return f"CPV {', '.join(codes[:MOST_CPV])}{more}"


def _sold(found: Iterable[Sector], known: Reference) -> list[Sector]:
    sold: dict[str, Sector] = {}
    for sector in found:
        if sector.parent_id is not None:
            sold.setdefault(sector.code, sector)
            continue
        for one in known.sectors.values():
            if one.parent_id == sector.pk:
                sold.setdefault(one.code, one)
    return list(sold.values())
