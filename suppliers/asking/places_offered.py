"""Territories in which a structure may say it works: found by their name, their code or a postal code."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from suppliers.models import Territory
from suppliers.territories.find import places_matching, territories_with_codes
from suppliers.territories.hulls import Degrees, rough_outlines
from suppliers.territories.outlines import outlines
from suppliers.territories.typed import places_like, places_meant

MOST = 8


def places_like_typed(typed: str) -> list[Territory]:
    """Those whose name or postal code begins so; else those a slip of the finger away. The likest first."""
    typed = " ".join(typed.replace("\x00", " ").split())[:80]
    if len(typed) < 2:
        return []
    found = places_matching(typed, MOST) or places_meant(typed) or places_like(typed).likest
    return [place for place in found if _is_offered(place)][:MOST]


def places_with_codes(codes: Iterable[str]) -> dict[str, Territory]:
    """By the code that was asked; unknown ones and the country are left out."""
    return {code: place for code, place in territories_with_codes(codes).items() if _is_offered(place)}


def _is_offered(place: Territory) -> bool:
    """« Toute la France » is a zone of its own."""
    return place.kind != Territory.Kind.COUNTRY


def drawings(places: Iterable[Territory]) -> dict[str, str]:
    """What the map draws each place with, as JSON by code; nothing where it holds the exact outline."""
    kept = list(places)
    hulls = rough_outlines(kept)
    return {place.code: json.dumps(_drawing(place, hulls.get(place.code))) for place in kept}


def _drawing(place: Territory, hull: list[Degrees] | None) -> dict[str, Any]:
    if place.code in outlines():
        return {}
    if hull:
        return {"hull": hull}
    return {"at": [place.latitude, place.longitude]} if place.latitude is not None else {}


def kind_in_words(place: Territory) -> str:
    """What tells a place from another of its name: its postal code, or what it is."""
    if len(place.postal_codes) == 1:
        return place.postal_codes[0]
    if place.kind == Territory.Kind.COMMUNE:
        return f"commune, {place.code}"
    return str(place.get_kind_display()).lower()
