"""The address of a structure that was merged into another leads to it."""

from __future__ import annotations

from suppliers.models import Structure
from suppliers.showing.merged import heirs_by

from .published import column_of


def heir_of_key(key: str) -> Structure | None:
    """The published structure to which the address of a merged one leads."""
    column = column_of(key)
    if column is None:
        return None
    return Structure.objects.filter(pk__in=heirs_by(column.name, column.value).values()).first()
