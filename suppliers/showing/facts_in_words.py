"""Facts of a structure, said in French."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from suppliers.models import Activity, Certification, Sector, Structure, Territory
from suppliers.territories.names import name_key

from .days import day_in_words

BASES = {"etp": "en ETP", "tetes": "en nombre de personnes"}
NOMENCLATURES = {"NAFRev2": "NAF rév. 2", "NAF25": "NAF 2025", "NAF2025": "NAF 2025"}  # as SIRENE writes them
NAF_CODE = re.compile(r"(\d{2})\.?(\d{2}[A-Z])")
MOST_ZONES = 12
MOST_CODES = 8


@dataclass(frozen=True)
class PlaceShown:
    """WGS 84 degrees; approximate when it is the centre of a commune, by hand when somebody placed it."""

    latitude: float
    longitude: float
    approximate: bool
    by_hand: bool = False


def place_of(structure: Structure) -> PlaceShown | None:
    """Its point, or failing that the centre of its commune."""
    if structure.latitude is not None and structure.longitude is not None:
        approximate = structure.geo_precision == Structure.Precision.COMMUNE
        by_hand = structure.geo_precision == Structure.Precision.MANUAL
        return PlaceShown(structure.latitude, structure.longitude, approximate, by_hand)
    commune = structure.territory
    if commune is None or commune.latitude is None or commune.longitude is None:
        return None
    return PlaceShown(commune.latitude, commune.longitude, True)


def city_of(structure: Structure) -> str:
    """Its commune, or its arrondissement when it is known: « Paris 11e »."""
    place = structure.territory
    if place is not None and place.kind == Territory.Kind.ARRONDISSEMENT:
        return place.short_name
    return structure.city


def title_of(structure: Structure) -> str:
    """Its name and where it is, unless the name says where."""
    name, city = str(structure), city_of(structure)
    told = f" {name_key(city)} " in f" {name_key(name)} "
    return name if told or not city else f"{name}, {city}"


def naf_in_words(structure: Structure) -> str:
    """« 81.21Z (NAF rév. 2) »."""
    code = NAF_CODE.sub(r"\1.\2", structure.naf_code)
    named = NOMENCLATURES.get(structure.naf_nomenclature, structure.naf_nomenclature)
    return f"{code} ({named})" if code and named else code


def dates_of(structure: Structure) -> dict[str, Any]:
    """What its freshness is told from, as a card of the directory holds it."""

    def iso(day: dt.date | None) -> str | None:
        return day.isoformat() if day else None

    return {
        "closed": structure.admin_state == "F",
        "left_list_on": iso(structure.left_list_on),
        "confirmed_on": iso(structure.confirmed_on),
        "claimed": structure.claimed_at is not None,
        "source": structure.source,
        "source_date": iso(structure.source_date),
    }


def zone_in_words(activity: Activity, territories: Iterable[str]) -> str:
    """Where an activity is offered; the names of its territories, if its zone is made of them."""
    if activity.zone_kind == "radius":
        return f"À {activity.radius_km} km autour de la structure"
    if activity.zone_kind == "france":
        return "Toute la France"
    names = sorted(territories)
    more = len(names) - MOST_ZONES
    said = ", ".join(names[:MOST_ZONES])
    return f"{said} et {more} autres" if more > 0 else said or "Zone non précisée"


def period_in_words(start: dt.date | None, end: dt.date | None) -> str:
    """« du 1er janv. 2025 au 31 déc. 2027 »."""
    if start and end:
        return f"du {day_in_words(start)} au {day_in_words(end)}"
    if end:
        return f"jusqu’au {day_in_words(end)}"
    return f"depuis le {day_in_words(start)}" if start else ""


def share_in_words(row: Certification) -> str:
    """« 82 % en ETP (2025) »."""
    if row.target_share is None:
        return ""
    basis = f" {BASES[row.target_share_basis]}" if row.target_share_basis else ""
    year = f" ({row.target_share_year})" if row.target_share_year else ""
    return f"{row.target_share.normalize():f} %{basis}{year}".replace(".", ",", 1)


def source_in_words(source: str, day: dt.date | None) -> str:
    """« Liste des SIAE, 3 mars 2026 »."""
    return ", ".join(part for part in (source, day_in_words(day)) if part)


def web_address(url: str) -> str:
    """The address when it is one of the web; empty for anything else a file may have brought."""
    return url if url.startswith(("https://", "http://")) else ""


def cpv_in_words(sectors: Iterable[Sector], labels: Mapping[str, str]) -> str:
    """« 85100000 (Services de santé), 90910000 »: the CPV prefixes of the sectors, filled to eight digits."""
    codes = sorted({prefix.ljust(8, "0") for sector in sectors for prefix in sector.cpv_prefixes})
    more = len(codes) - MOST_CODES
    said = [f"{code} ({labels[code]})" if code in labels else code for code in codes[:MOST_CODES]]
    return ", ".join(said) + (f" et {more} autres" if more > 0 else "")


def sentence_case(text: str) -> str:
    """With a capital, and the rest as it stands."""
    return text[:1].upper() + text[1:]


def capacity_in_words(structure: Structure) -> list[tuple[str, str]]:
    """Usual lead time, largest order, sites at once, co-contracting; only what it has said."""
    facts = []
    if days := structure.lead_time_days:
        facts.append(("Délai habituel", f"{days} jour{'s' if days > 1 else ''}"))
    if structure.largest_order_excl_tax is not None:
        amount = f"{structure.largest_order_excl_tax:,}".replace(",", "\u202f")
        facts.append(("Plus grosse commande possible", f"{amount}\u00a0€ HT"))
    if sites := structure.simultaneous_sites:
        facts.append(("Chantiers simultanés", f"jusqu’à {sites}" if sites > 1 else "un seul"))
    if structure.open_to_cocontracting is not None:
        facts.append(
            ("Cotraitance", "oui, ouverte à un groupement" if structure.open_to_cocontracting else "non")
        )
    return facts
