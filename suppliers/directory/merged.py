"""Structures that were merged into another: their addresses and their places in shortlists lead to it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from suppliers.models import Structure
from suppliers.models.keys import array_of

from .published import column_of

# A chain is followed to its end; UNION alone, so that a ring would end too.
_HEIRS = """
WITH RECURSIVE heir AS (
  SELECT s.id AS merged, s.merged_into_id AS id FROM suppliers_structure s
   WHERE {} AND s.merged_into_id IS NOT NULL
   UNION
  SELECT heir.merged, m.merged_into_id FROM heir JOIN suppliers_structure m ON m.id = heir.id
   WHERE m.merged_into_id IS NOT NULL
)
SELECT heir.merged, s.id FROM heir JOIN suppliers_structure s ON s.id = heir.id
 WHERE s.merged_into_id IS NULL AND s.status = 'published'
"""
_OF_IDS = _HEIRS.format("s.id = ANY(%s::bigint[])")


def heirs_of(structure_ids: Sequence[int]) -> dict[int, int]:
    """Of those of these that were merged, the published structure that stays."""
    return _heirs(_OF_IDS, array_of(structure_ids)) if structure_ids else {}


def heir_of_key(key: str) -> Structure | None:
    """The published structure to which the address of a merged one leads."""
    column = column_of(key)
    if column is None:
        return None
    found = _heirs(_HEIRS.format(f"s.{column.name} = %s"), column.value)
    return Structure.objects.filter(pk__in=found.values()).first() if found else None


def _heirs(sql: str, value: str) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [value])
        return dict(cursor.fetchall())
