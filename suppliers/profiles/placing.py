"""Where a structure says it is: which point goes with the address it typed, chose, or placed by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from suppliers.geocoding import Address, Candidate, Point
from suppliers.geocoding.moving import has_moved, is_elsewhere, territory_after
from suppliers.models import Territory
from suppliers.models.structure import PointPrecision
from suppliers.territories.find import territory_with_code, territory_with_key
from suppliers.territories.gazetteer import heir
from suppliers.territories.positions import far_from_km, kilometres

Degrees = tuple[float, float]  # latitude, longitude: WGS 84
Finder = Callable[[Address], tuple[Point | None, bool]]

# Farther from the middle of its commune, a point is worth a second look: ten times less than what is wrong
# for sure, since people place it with their own hands. The widest communes of the mainland are 15 km across.
DOUBTFUL_KM = 10
_OVERSEAS = ("97", "98")
_SAME = 6e-7  # degrees: a little more than half of what the page shows


@dataclass(frozen=True)
class TypedPlace:
    """What a form says. `point`: None when it was left empty."""

    address: str
    address_extra: str
    postal_code: str
    city: str
    point: Degrees | None = None


@dataclass(frozen=True)
class Placed:
    """The facts of an address, by column; `has_answer` is False where the service was asked and is away."""

    facts: dict[str, Any]
    has_answer: bool = True


def point_of(facts: Mapping[str, Any]) -> Degrees | None:
    latitude, longitude = facts["latitude"], facts["longitude"]
    return None if latitude is None or longitude is None else (latitude, longitude)


def is_same_point(one: Degrees | None, other: Degrees | None) -> bool:
    """To ten centimetres, as the page shows them."""
    if one is None or other is None:
        return one is other
    return all(abs(first - second) <= _SAME for first, second in zip(one, other, strict=True))


def placed(had: Mapping[str, Any], typed: TypedPlace, chosen: Candidate | None, *, find: Finder) -> Placed:
    """The address of `typed` with its territory and its point.

    A point that was moved by hand is the hand's. One that goes with the chosen address is the service's. An
    address that changed without either is looked up by `find`; one that did not keeps its point.
    """
    before = Address(had["address"], had["postal_code"], had["city"], _territory(had["territory_id"]))
    after = Address(typed.address, typed.postal_code, typed.city, None)
    territory = (_commune_of(chosen) if chosen else None) or territory_after(before, after)
    lines = {
        "address": typed.address,
        "address_extra": typed.address_extra,
        "postal_code": typed.postal_code,
        "city": typed.city,
        "territory_id": territory.pk if territory else None,
    }
    kept = _point_kept(had, typed, chosen, before, after)
    if kept is not None:
        return Placed(lines | kept)
    point, has_answer = find(Address(typed.address, typed.postal_code, typed.city, territory))
    return Placed(lines | _facts_of(point), has_answer)


def _point_kept(
    had: Mapping[str, Any], typed: TypedPlace, chosen: Candidate | None, before: Address, after: Address
) -> dict[str, Any] | None:
    """The point that needs no looking up; None where one is to be found."""
    stood = point_of(had)
    offered = (chosen.point.latitude, chosen.point.longitude) if chosen else None
    if chosen is not None and (typed.point is None or is_same_point(typed.point, offered)):
        return _facts_of(chosen.point)
    if typed.point is None:
        return None
    if not is_same_point(typed.point, stood):
        return _by_hand(typed.point)
    is_by_hand = had["geo_precision"] == PointPrecision.MANUAL
    if has_moved(before, after) and (not is_by_hand or is_elsewhere(before, after)):
        return None
    names = ("latitude", "longitude", "geo_precision", "geo_score")
    return {name: had[name] for name in names}


def _by_hand(point: Degrees) -> dict[str, Any]:
    return {
        "latitude": point[0],
        "longitude": point[1],
        "geo_precision": PointPrecision.MANUAL.value,
        "geo_score": None,
    }


def _facts_of(point: Point | None) -> dict[str, Any]:
    if point is None:
        return {"latitude": None, "longitude": None, "geo_precision": "", "geo_score": None}
    return {
        "latitude": point.latitude,
        "longitude": point.longitude,
        "geo_precision": str(point.precision),
        "geo_score": point.score,
    }


def far_from_commune_km(facts: Mapping[str, Any]) -> tuple[Territory, int] | None:
    """The commune of these facts and how far their point is from its middle, when that is far."""
    point, place = point_of(facts), _territory(facts["territory_id"])
    if point is None or place is None or place.latitude is None or place.longitude is None:
        return None
    is_small = place.kind in (Territory.Kind.COMMUNE, Territory.Kind.ARRONDISSEMENT)
    is_near_home = is_small and not place.code.startswith(_OVERSEAS)
    limit = DOUBTFUL_KM if is_near_home else far_from_km(place)
    away = kilometres(point, (place.latitude, place.longitude))
    return (place, round(away)) if away > limit else None


def _territory(key: int | None) -> Territory | None:
    return territory_with_key(key) if key else None


def _commune_of(chosen: Candidate) -> Territory | None:
    found = territory_with_code(chosen.point.insee_code) if chosen.point.insee_code else None
    return heir(found) if found else None
