"""Give structures their commune, once the reference knows it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from suppliers.models import Structure, Territory

from .gazetteer import Gazetteer

BATCH = 2_000


def attach_structures() -> Iterator[list[int]]:
    """Attach those that have no place, or only a département, to their commune by name and postal code.

    Yields the ids of each batch of attached structures, for the read model to follow.
    """
    gazetteer = Gazetteer.load()
    loose = (
        Structure.objects.filter(Q(territory=None) | Q(territory__kind=Territory.Kind.DEPARTEMENT))
        .exclude(city="")
        .only("pk", "city", "postal_code", "territory_id")
        .order_by("pk")
    )
    last = 0
    while batch := list(loose.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        attached = [structure for structure in batch if _attach(structure, gazetteer)]
        Structure.objects.bulk_update(attached, ["territory"])
        yield [structure.pk for structure in attached]


def _attach(structure: Structure, gazetteer: Gazetteer) -> bool:
    commune = gazetteer.commune_at(structure.city, structure.postal_code)
    if commune is None:
        return False
    structure.territory = commune
    return True
