"""Better points for structures: which may have one, what it is, and writing it over nobody's work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from suppliers.models import Structure, Territory
from suppliers.territories.gazetteer import heir

from .addresses import Address, geocode_many
from .point import Point

# From the vaguest to the finest: a point never gives way to a vaguer one.
_RANKS = {
    "": 0,
    Structure.Precision.COMMUNE: 1,
    Structure.Precision.STREET: 2,
    Structure.Precision.SOURCE: 3,
    Structure.Precision.HOUSE_NUMBER: 4,
}
_WRITTEN = ["latitude", "longitude", "geo_precision", "geo_score", "field_sources", "territory"]
_PLACED_BY_A_MEMBER = Q(geo_precision=Structure.Precision.MANUAL) | Q(
    edited_fields__overlap=["latitude", "longitude", "geo_precision"]
)


@dataclass(frozen=True)
class Proposal:
    """A point for a structure, and the address it was found by."""

    structure_id: int
    address: tuple[str, str, str]
    point: Point


def improvable(*, precise_too: bool = False) -> QuerySet[Structure]:
    """Structures whose point is approximate or missing, those never asked about first.

    `precise_too` adds those placed by a list or by an earlier answer; never those placed by a member.
    """
    structures = Structure.objects.all() if precise_too else Structure.objects.approximate()
    with_an_address = ~Q(address="") | Q(latitude=None)
    return (
        structures.filter(with_an_address)
        .exclude(_PLACED_BY_A_MEMBER)
        .order_by(F("geo_score").asc(nulls_first=True), "pk")
    )


def propose(structures: Sequence[Structure]) -> list[Proposal]:
    """Ask for the points of these structures. Takes the time the service takes: not inside a transaction."""
    addresses = [Address(*_address(structure), structure.territory) for structure in structures]
    found = zip(structures, geocode_many(addresses), strict=True)
    return [Proposal(structure.pk, _address(structure), point) for structure, point in found if point]


def write(proposals: Sequence[Proposal]) -> list[int]:
    """Move the structures that still stand where they did when we asked; returns the ids of those that moved.

    Belongs in a transaction: the rows are locked, and the read model must follow.
    """
    wanted = {proposal.structure_id: proposal for proposal in proposals}
    rows = Structure.objects.select_for_update().exclude(_PLACED_BY_A_MEMBER).filter(pk__in=wanted)
    unmoved = [structure for structure in rows if _address(structure) == wanted[structure.pk].address]
    communes = _communes({proposal.point.insee_code for proposal in proposals})
    loose = set(_without_commune(unmoved))
    moved = []
    for structure in unmoved:
        point = wanted[structure.pk].point
        commune = communes.get(point.insee_code) if structure.pk in loose else None
        if _place(structure, point, commune):
            moved.append(structure.pk)
    Structure.objects.bulk_update(unmoved, _WRITTEN)
    return moved


def _address(structure: Structure) -> tuple[str, str, str]:
    return structure.address, structure.postal_code, structure.city


def _place(structure: Structure, point: Point, commune: Territory | None) -> bool:
    """Whether the structure's position or commune changed; the score is noted in any case."""
    before = (structure.latitude, structure.longitude, structure.geo_precision, structure.territory_id)
    rank = _RANKS[point.precision]
    is_finer = rank > 1 and rank >= _RANKS[structure.geo_precision]
    if is_finer or structure.latitude is None:
        structure.latitude, structure.longitude = point.latitude, point.longitude
        structure.geo_precision, structure.geo_score = point.precision, point.score
        structure.field_sources.pop("latitude", None)  # no longer the list's point; the address still is
    elif structure.geo_precision == Structure.Precision.COMMUNE and point.score is not None:
        structure.geo_score = point.score  # asked, in vain: the others come first next time
    if commune is not None:
        structure.territory = commune
    return before != (
        structure.latitude,
        structure.longitude,
        structure.geo_precision,
        structure.territory_id,
    )


def _communes(insee_codes: set[str]) -> dict[str, Territory]:
    places = Territory.objects.filter(code__in=insee_codes).select_related("merged_into")
    return {place.code: heir(place) for place in places}


def _without_commune(structures: Sequence[Structure]) -> list[int]:
    """Ids of those whose territory is missing, or wider than a commune."""
    known = Territory.objects.of_kind(Territory.Kind.COMMUNE, Territory.Kind.ARRONDISSEMENT)
    communes = set(
        known.filter(pk__in={structure.territory_id for structure in structures}).values_list("pk", flat=True)
    )
    return [structure.pk for structure in structures if structure.territory_id not in communes]
