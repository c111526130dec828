"""The certifications that reach a structure: its own, and those of its legal unit."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from suppliers.models import Certification, Structure
from suppliers.models.structure import StructureStatus

NOT_YET_VALIDATED = (StructureStatus.DRAFT, StructureStatus.PENDING)


def held_by(structures: Iterable[Structure]) -> dict[int, list[Certification]]:
    """By the key of each structure, in one query; the rule is that of `models.certification.REACHING`."""
    every = list(structures)
    keys = [one.pk for one in every]
    sirens = [one.siren for one in every if one.siren]
    of_a_unit = Q(scope="siren", siren__in=sirens) & ~Q(structure__status__in=NOT_YET_VALIDATED)
    rows = Certification.objects.filter(Q(structure__in=keys) | of_a_unit).order_by(
        "kind__number", "-valid_until", "id"
    )
    found = list(rows)
    return {one.pk: [row for row in found if _reaches(row, one)] for one in every}


def _reaches(row: Certification, structure: Structure) -> bool:
    if row.scope == "siren" and row.siren:
        return bool(row.siren == structure.siren)
    return bool(row.structure_id == structure.pk)
