"""Give structures their commune, and its centre for want of a point, once the reference knows it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from suppliers.models import Structure, Territory

from .gazetteer import Gazetteer

BATCH = 2_000
_POINT = ("latitude", "longitude", "geo_precision", "geo_score")
_VAGUE = ("", Structure.Precision.COMMUNE)


def attach_structures() -> Iterator[list[int]]:
    """Attach those that have no place, or only a département, to their commune by name and postal code.

    Yields the ids of each batch of attached structures, for the read model to follow.
    """
    gazetteer = Gazetteer.load()
    loose = (
        Structure.objects.filter(Q(territory=None) | Q(territory__kind=Territory.Kind.DEPARTEMENT))
        .exclude(city="")
        .only("pk", "city", "postal_code", "territory_id", *_POINT, "edited_fields")
        .order_by("pk")
    )
    last = 0
    while batch := list(loose.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        attached = [structure for structure in batch if _attach(structure, gazetteer)]
        Structure.objects.bulk_update(attached, ["territory", *_POINT])
        yield [structure.pk for structure in attached]


def _attach(structure: Structure, gazetteer: Gazetteer) -> bool:
    commune = gazetteer.commune_at(structure.city, structure.postal_code)
    if commune is None:
        return False
    structure.territory = commune
    _place(structure, commune)
    return True


def _place(structure: Structure, commune: Territory) -> None:
    """At the centre of its commune, as an import would; a finer point stays, and so does what was edited."""
    if structure.geo_precision not in _VAGUE or not set(_POINT).isdisjoint(structure.edited_fields):
        return
    centre = commune.latitude, commune.longitude
    if None not in centre and centre != (structure.latitude, structure.longitude):
        structure.latitude, structure.longitude = centre
        structure.geo_precision, structure.geo_score = Structure.Precision.COMMUNE, None
