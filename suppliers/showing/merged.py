"""Structures that were merged into another: their addresses and their places in shortlists lead to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from django.db import connection

from suppliers.models.keys import array_of

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


def heirs_by(column: Literal["siret", "id"], value: str) -> dict[int, int]:
    """The same, of the structure with this SIRET or number."""
    return _heirs(_HEIRS.format(f"s.{column} = %s"), value)


def heirs_among(structures: str) -> str:
    """SQL of pairs (merged, id): of the structures that another SQL of ours selects, the same."""
    return _HEIRS.format(f"s.id IN ({structures})")


def _heirs(sql: str, value: str) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [value])
        return dict(cursor.fetchall())
