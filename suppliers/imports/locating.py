"""The point and the territory of a row: the file's own point, else the centre of its commune."""

from __future__ import annotations

from dataclasses import dataclass, field

from suppliers.models import Structure, Territory
from suppliers.territories.positions import far_from_km, kilometres, read_point

from .places import Place
from .text import one_line


@dataclass(slots=True)
class Located:
    """Findings are (field, code, reason, value), all of them doubts."""

    territory_id: int | None
    latitude: float | None = None
    longitude: float | None = None
    precision: str = ""
    findings: list[tuple[str, str, str, str]] = field(default_factory=list)


def locate(point: tuple[str, str], postal_code: str, city: str, place: Place) -> Located:
    """Everything known of where a row is; the point as the file writes it, latitude first."""
    located = Located(place.territory.pk if place.territory else None)
    if not place.is_commune:
        located.findings.append(_unknown_commune(place, postal_code, city))
    latitude, longitude = map(one_line, point)
    written = f"{latitude} ; {longitude}"
    read = read_point(latitude, longitude)
    if read.code:
        located.findings.append(("lat", read.code, read.reason, written))
    if read.latitude is not None and read.longitude is not None:
        located.latitude, located.longitude = read.latitude, read.longitude
        located.precision = Structure.Precision.SOURCE.value
        _doubt_if_far(located, place, written)
    else:
        _centre_of_commune(located, place)
    return located


def _unknown_commune(place: Place, postal_code: str, city: str) -> tuple[str, str, str, str]:
    written = f"{postal_code} {city}".strip()
    if place.territory is None:
        return "city", "lieu-inconnu", _NOWHERE, written
    attached = f"la structure est rattachée à {place.territory.name} ({place.territory.code})."
    if place.may_be_misspelt:
        return (
            "city",
            "commune-inconnue",
            f"Aucune commune de ce nom à ce code postal ; {attached}",
            written,
        )
    return "city", "commune-hors-referentiel", f"Commune hors référentiel ; {attached}", written


def _doubt_if_far(located: Located, place: Place, written: str) -> None:
    """A point a long way from where the address is: one of the two is wrong, and both are kept."""
    territory = place.territory
    if territory is None or territory.latitude is None or territory.longitude is None:
        return
    assert located.latitude is not None and located.longitude is not None
    centre = (territory.latitude, territory.longitude)
    distance = kilometres((located.latitude, located.longitude), centre)
    if distance > far_from_km(territory):
        reason = (
            f"Le point est à {distance:.0f} km du centre que donne l’adresse ({territory.name}) : "
            "l’un des deux est faux."
        )
        located.findings.append(("lat", "position-eloignee", reason, written))


def _centre_of_commune(located: Located, place: Place) -> None:
    territory = place.territory
    if place.is_commune and territory is not None and territory.latitude is not None:
        located.latitude, located.longitude = territory.latitude, territory.longitude
        located.precision = Structure.Precision.COMMUNE.value
        said = f"Pas de position : le centre de {territory.name} est retenu, comme position approximative."
    elif territory is not None and territory.kind == Territory.Kind.DEPARTEMENT:
        said = f"Pas de position : la structure n’est située que dans son département, {territory.name}."
    else:
        said = "Pas de position : la structure n’apparaîtra pas sur la carte."
    located.findings.append(("lat", "sans-position", said, ""))


_NOWHERE = (
    "Ni la commune ni le code postal ne sont reconnus : la structure n’est rattachée à aucun territoire."
)
