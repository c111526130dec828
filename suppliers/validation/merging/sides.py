"""What two structures say of the same thing, and which of them is to be believed until somebody chooses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from suppliers.models import Structure
from suppliers.showing.amounts import number_in_words
from suppliers.showing.days import long_day_in_words


@dataclass(frozen=True)
class Said:
    """Columns that are chosen together, under one label."""

    key: str
    label: str
    columns: tuple[str, ...]
    show: Callable[[Structure], str]

    def values_of(self, structure: Structure) -> dict[str, Any]:
        return {name: getattr(structure, name) for name in self.columns}

    def is_said_by(self, structure: Structure) -> bool:
        return bool(self.show(structure))

    def differs(self, one: Structure, other: Structure) -> bool:
        return self.values_of(one) != self.values_of(other)


def _plain(name: str) -> Callable[[Structure], str]:
    return lambda structure: str(getattr(structure, name) or "")


def _number(name: str, unit: str = "") -> Callable[[Structure], str]:
    def show(structure: Structure) -> str:
        value = getattr(structure, name)
        return "" if value is None else f"{number_in_words(value)}{unit}"

    return show


def _yes_or_no(name: str) -> Callable[[Structure], str]:
    return lambda structure: {True: "Oui", False: "Non"}.get(getattr(structure, name), "")


def _named(structure: Structure) -> str:
    return f"{structure.name}, enseigne « {structure.brand} »" if structure.brand else structure.name


def _address(structure: Structure) -> str:
    place = f"{structure.postal_code} {structure.city}".strip()
    precision = structure.get_geo_precision_display().lower()
    point = f"point : {precision}" if precision else "sans point"
    lines = [structure.address, structure.address_extra, place, point]
    return ", ".join(filter(None, lines)) if structure.address or structure.city else ""


def _people(structure: Structure) -> str:
    if structure.headcount is None:
        return _number("inclusion_posts", " en insertion ou en situation de handicap")(structure)
    inside = _number("inclusion_posts", " en insertion ou en situation de handicap")(structure)
    return ", dont ".join(filter(None, [number_in_words(structure.headcount), inside]))


ADDRESS = ("address", "address_extra", "postal_code", "city", "territory_id")
POINT = ("latitude", "longitude", "geo_precision", "geo_score")
SAID = [
    Said("name", "Nom et enseigne", ("name", "brand"), _named),  # a name is shown under its own brand
    Said("rna", "Numéro RNA", ("rna",), _plain("rna")),
    Said("legal_form", "Forme juridique", ("legal_form_id", "is_public_body"), _plain("legal_form")),
    Said("naf_code", "Code NAF", ("naf_code", "naf_nomenclature"), _plain("naf_code")),
    Said("address", "Adresse et point sur la carte", (*ADDRESS, *POINT), _address),
    Said("description", "Présentation", ("description",), _plain("description")),
    Said("website", "Site web", ("website",), _plain("website")),
    Said("email", "Adresse électronique publique", ("email",), _plain("email")),
    Said("phone", "Téléphone public", ("phone",), _plain("phone")),
    Said("opening_hours", "Horaires", ("opening_hours",), _plain("opening_hours")),
    Said("headcount", "Personnes", ("headcount", "inclusion_posts"), _people),
    Said("employee_band", "Tranche d’effectif", ("employee_band_id",), _plain("employee_band")),
    Said("lead_time_days", "Délai habituel", ("lead_time_days",), _number("lead_time_days", " jours")),
    Said(
        "largest_order_excl_tax",
        "Plus grosse commande possible",
        ("largest_order_excl_tax",),
        _number("largest_order_excl_tax", " € HT"),
    ),
    Said(
        "simultaneous_sites", "Chantiers simultanés", ("simultaneous_sites",), _number("simultaneous_sites")
    ),
    Said(
        "open_to_cocontracting",
        "Ouverte à la cotraitance",
        ("open_to_cocontracting",),
        _yes_or_no("open_to_cocontracting"),
    ),
]
BY_KEY: Mapping[str, Said] = {said.key: said for said in SAID}


def kept_unless_chosen(one: Structure, other: Structure) -> Structure:
    """The page that stays: the published one, that with a SIRET, the claimed one, the fresher one."""
    return max(one, other, key=lambda side: (_rank(side), -side.pk))


def _rank(side: Structure) -> tuple[bool, bool, bool, dt.date]:
    dates = [day for day in (side.confirmed_on, side.source_date) if day]
    return (
        side.status == Structure.Status.PUBLISHED,
        bool(side.siret),
        side.claimed_at is not None,
        max(dates, default=dt.date.min),
    )


def differing(one: Structure, other: Structure) -> list[Said]:
    """What is to be chosen: all that both do not say alike."""
    return [
        said for said in SAID if said.differs(one, other) and (said.is_said_by(one) or said.is_said_by(other))
    ]


def side_unless_chosen(said: Said, kept: Structure, merged: Structure) -> Structure:
    """The kept page's word; the other's where it says nothing."""
    return kept if said.is_said_by(kept) or not said.is_said_by(merged) else merged


def freshness(side: Structure) -> str:
    """« confirmée le 3 mars 2026 » or « liste des SIAE (ASP), 10 mars 2025 »."""
    if side.confirmed_on:
        return f"confirmée le {long_day_in_words(side.confirmed_on)}"
    day = long_day_in_words(side.source_date) if side.source_date else ""
    return ", ".join(filter(None, [side.source, day]))
