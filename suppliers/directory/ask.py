"""The question's form: what, where, how far; as typed, with what is wrong at each field."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import QueryDict

from suppliers.models.activity import RADII_KM
from suppliers.search.filters import DEFAULT_RADIUS_KM

from .address import SHOWN, Place, place_name


@dataclass(frozen=True)
class Ask:
    """Values and errors of the form. `point` is what « Où ? » stands for ("lat,lon"), or empty."""

    q: str = ""
    adresse: str = ""
    point: str = ""
    radii: list[tuple[str, bool]] = field(default_factory=lambda: radius_choices(""))
    q_error: str = ""
    adresse_error: str = ""
    rayon_error: str = ""
    shown_name: str = SHOWN


def ask_of(params: QueryDict, errors: dict[str, str], place: Place, typed: str) -> Ask:
    """The form for a search, for the place that was asked with it and for what was typed to ask for it."""
    point = params.get("pres_de", "")
    is_kept = "adresse" in errors or place.notice
    return Ask(
        q=params.get("q", ""),
        adresse=typed if is_kept else place_name(point),
        point="" if "pres_de" in errors else point,
        radii=radius_choices(params.get("rayon", "")),
        q_error=errors.get("q", ""),
        adresse_error=errors.get("adresse", "") or errors.get("pres_de", ""),
        rayon_error=errors.get("rayon", ""),
    )


def radius_choices(asked: str) -> list[tuple[str, bool]]:
    """The radii offered, in km, and whether each is the one asked; an unusual one joins them."""
    wanted = asked.strip() or str(DEFAULT_RADIUS_KM)
    offered = [str(km) for km in (2, *RADII_KM)]
    if wanted not in offered and wanted.isascii() and wanted.isdigit() and len(wanted) < 4:
        offered = sorted([*offered, wanted], key=int)
    return [(km, km == wanted) for km in offered]
