"""Points in files: in France or not, latitude and longitude in their order or swapped, near or far."""

from __future__ import annotations

import math
from dataclasses import dataclass

from suppliers.models import Territory

from .extent import in_france

KM_PER_DEGREE = 111.2
# Further than that from the centre, the point or the address is wrong. Overseas communes are vast.
_FAR_FROM_COMMUNE_KM = 30
_FAR_FROM_DEPARTEMENT_KM = 150
_FAR_OVERSEAS_KM = 400
_COMMUNES = (Territory.Kind.COMMUNE, Territory.Kind.ARRONDISSEMENT)
_SWAPPED = "Ce point n’est pas en France. Latitude et longitude ne sont-elles pas interverties ?"
_ABROAD = "La position est hors de France ; elle est ignorée."


@dataclass(frozen=True, slots=True)
class PointReading:
    """A point in France, or none; `code` and `reason` (French) say what was wrong or put right."""

    latitude: float | None = None
    longitude: float | None = None
    code: str = ""
    reason: str = ""


def read_point(latitude_text: str, longitude_text: str) -> PointReading:
    """The point of two cells. Both empty: none, and nothing wrong."""
    if not latitude_text and not longitude_text:
        return PointReading()
    latitude, longitude = _degrees(latitude_text), _degrees(longitude_text)
    if latitude is None or longitude is None:
        return PointReading(
            code="position-illisible", reason="La position est incomplète ou illisible ; elle est ignorée."
        )
    if in_france(latitude, longitude):
        return PointReading(latitude, longitude)
    if in_france(longitude, latitude):
        return PointReading(
            longitude,
            latitude,
            "position-inversee",
            "Latitude et longitude étaient inversées ; elles ont été remises dans l’ordre.",
        )
    return PointReading(code="position-hors-france", reason=_ABROAD)


def kilometres(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Distance between two points in WGS 84 degrees, good to a per cent at the scale of a département."""
    north = (first[0] - second[0]) * KM_PER_DEGREE
    east = (first[1] - second[1]) * KM_PER_DEGREE * math.cos(math.radians((first[0] + second[0]) / 2))
    return math.hypot(north, east)


def mistakes_in_point(latitude: float | None, longitude: float | None) -> list[tuple[str, str]]:
    """What is wrong with a point that somebody typed: which half of it, and a French sentence.

    A half of a point, or a point that is nowhere near: said at the half that is to be put right. None at all
    is no mistake.
    """
    wide = [("latitude", latitude, 90), ("longitude", longitude, 180)]
    outside = [(name, most) for name, degrees, most in wide if degrees is not None and abs(degrees) > most]
    if outside:
        return [(name, f"La {name} va de −{most} à {most} degrés.") for name, most in outside]
    if latitude is None or longitude is None:
        if latitude is longitude:
            return []
        missing, given = ("latitude", "longitude") if latitude is None else ("longitude", "latitude")
        return [(missing, f"Latitude et longitude vont ensemble : la {given} est donnée seule.")]
    if not in_france(latitude, longitude):
        return [("latitude", _SWAPPED)]
    return []


def far_from_km(place: Territory) -> int:
    """How far from the centre of a commune or département a point can no longer be of an address there."""
    if place.code.startswith(("97", "98")):
        return _FAR_OVERSEAS_KM
    return _FAR_FROM_COMMUNE_KM if place.kind in _COMMUNES else _FAR_FROM_DEPARTEMENT_KM


def _degrees(text: str) -> float | None:
    try:
        value = float(text.replace(",", ".", 1))
    except ValueError:
        return None
    return value if math.isfinite(value) else None
