"""The question's form: what, where, how far; as typed, with what is wrong at each field."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import QueryDict

from suppliers.models.activity import RADII_KM
from suppliers.search.filters import DEFAULT_RADIUS_KM
from suppliers.search.reference import Reference

from .address import Choice, Place
from .shown_place import SHOWN, shown_place

LONGEST_RADIUS = 20  # characters


@dataclass(frozen=True)
class Radius:
    """One radius to choose."""

    value: str
    label: str
    selected: bool


@dataclass(frozen=True)
class Ask:
    """Values and errors of the form.

    `shown` is what « Où ? » stands for ("lat,lon" or "intervient=T8"), `point` the first of these; or empty.
    `typed` is what a place of ours was called, before its name takes the place of it.
    """

    q: str = ""
    adresse: str = ""
    shown: str = ""
    point: str = ""
    typed: str = ""
    radii: list[Radius] = field(default_factory=lambda: radius_choices(""))
    q_error: str = ""
    adresse_error: str = ""
    rayon_error: str = ""
    choices: list[Choice] = field(default_factory=list)
    shown_name: str = SHOWN

    @property
    def has_circle(self) -> bool:
        """Whether a radius says anything: not of a territory, where structures are or say they work."""
        return "=" not in self.shown or bool(self.rayon_error)


def ask_of(params: QueryDict, errors: dict[str, str], known: Reference, place: Place, typed: str) -> Ask:
    """The form for a search, for the place that was asked with it and for what was typed to ask for it."""
    shown = shown_place(params, known)
    is_kept = "adresse" in errors or place.notice
    is_point = "pres_de" not in errors
    return Ask(
        q=params.get("q", ""),
        adresse=typed if is_kept else shown.name,
        shown=shown.value if is_point else "",
        point=params.get("pres_de", "") if is_point else "",
        typed=typed if place.is_named else "",
        radii=radius_choices(params.get("rayon", "")),
        q_error=errors.get("q", ""),
        adresse_error=errors.get("adresse", "") or errors.get("pres_de", ""),
        rayon_error=errors.get("rayon", ""),
        choices=place.choices,
    )


def radius_choices(asked: str) -> list[Radius]:
    """The radii offered; an unusual one joins them, and what is no radius stands first, as typed."""
    wanted = asked.strip()[:LONGEST_RADIUS] or str(DEFAULT_RADIUS_KM)
    offered = [2, *RADII_KM]
    is_number = wanted.isascii() and wanted.isdigit()
    if is_number and int(wanted) not in offered:
        offered = sorted([*offered, int(wanted)])
    radii = [Radius(str(km), f"{km} km", is_number and km == int(wanted)) for km in offered]
    return radii if is_number else [Radius(wanted, f"« {wanted} »", True), *radii]
