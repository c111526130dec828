"""Write facts that somebody has agreed to, on a structure that may be public."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from suppliers.models import Structure
from suppliers.profiles.changing import check_facts

from ..contract import CannotDecideError
from ..rows import Rows


def write_facts(structure: Structure, values: dict[str, Any], rows: Rows) -> None:
    """Set these columns and save. Certifications of the legal unit follow a SIRET that changes."""
    rows.watch(structure)
    sisters = _establishments(structure) if "siret" in values else set()
    for name, value in values.items():
        setattr(structure, name, value)
    try:
        check_facts(structure, values)
    except ValidationError as error:
        raise CannotDecideError(" ".join(error.messages)) from error
    structure.save(update_fields=[*values, "edited_fields", "field_sources", "updated_at"])
    if "siret" in values:
        _follow_siret(structure, rows)
        rows.stale |= sisters
    rows.stale.add(structure.pk)


def _establishments(structure: Structure) -> set[int]:
    if not structure.siret:
        return set()
    return set(Structure.objects.filter(siren=structure.siret[:9]).values_list("pk", flat=True))


def _follow_siret(structure: Structure, rows: Rows) -> None:
    siren = (structure.siret or "")[:9]
    for row in structure.certifications.filter(scope="siren").exclude(siren=siren):
        rows.watch(row)
        row.save(update_fields=["siren", "scope"])  # which follow from its structure
