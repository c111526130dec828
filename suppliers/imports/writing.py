"""Write what a list changes: new structures, changed fields, what left it. `import_change` says which."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import connection

from suppliers.models import Structure

from .fields import GROUPS, SAID, VALUES, provenance
from .matching import changed_values
from .rows import Row
from .staging import PLANNER_NEEDS_TELLING

# A new structure has no point to compare with.
_STATED_OF_NEW = {**{group.key: group.stated for group in GROUPS}, "latitude": "true"}


def create_structures() -> int:
    """Insert the structures we do not have, published under the name of the list; returns how many."""
    values, defaults = _new_row()
    sql = f"""
        WITH created AS (
          INSERT INTO suppliers_structure ({", ".join(values)})
          SELECT {", ".join(values.values())} FROM import_structure f {SAID}
           WHERE NOT EXISTS (SELECT 1 FROM suppliers_structure s WHERE s.siret = f.siret)
           ORDER BY f.line
              ON CONFLICT (siret) DO NOTHING
          RETURNING id
        )
        INSERT INTO import_change (structure_id, how) SELECT id, 'created' FROM created"""  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, defaults)
        created = cursor.rowcount
        if created > PLANNER_NEEDS_TELLING:
            cursor.execute("ANALYZE suppliers_structure")
    return int(created)


def update_structures() -> int:
    """Apply the changes of `import_match`; returns how many structures changed.

    A structure saved by somebody since it was compared (`xmin` tells) is left to the next import.
    """
    assignments = ", ".join(f"{name} = m.{name}" for name in changed_values())
    sql = f"""
        WITH updated AS (
          UPDATE suppliers_structure s SET {assignments}, updated_at = now()
            FROM import_match m
           WHERE m.structure_id = s.id AND m.is_changed AND s.xmin = m.seen
          RETURNING s.id
        )
        INSERT INTO import_change (structure_id, how) SELECT id, 'updated' FROM updated"""  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.rowcount)


def flag_left(listed_on: dt.date, within_id: int | None) -> int:
    """Flag structures of this list that the file no longer holds, within the territory; returns how many.

    Only lists the file speaks of, and only what no more recent list has confirmed.
    """
    sql = """
        WITH gone AS (
          UPDATE suppliers_structure s SET left_list_on = %(day)s, updated_at = now()
           WHERE s.source IN (SELECT DISTINCT label FROM import_row)
             AND s.left_list_on IS NULL AND s.siret IS NOT NULL AND NOT s.is_demo
             AND s.source_date <= %(day)s
             AND NOT EXISTS (SELECT 1 FROM import_row r WHERE r.siret = s.siret)
             AND NOT EXISTS (SELECT 1 FROM suppliers_structure m JOIN import_row r ON r.siret = m.siret
                              WHERE m.merged_into_id = s.id AND m.siren = s.siren)
             AND NOT EXISTS (SELECT 1 FROM suppliers_certification c
                              WHERE c.structure_id = s.id AND c.listed_on > %(day)s)
             AND (%(within)s::bigint IS NULL OR s.territory_id IN (
                  SELECT id FROM suppliers_territory WHERE %(within)s::bigint = ANY(ancestor_ids)))
          RETURNING s.id
        )
        INSERT INTO import_change (structure_id, how) SELECT id, 'left' FROM gone"""
    with connection.cursor() as cursor:
        cursor.execute(sql, {"day": listed_on, "within": within_id})
        return int(cursor.rowcount)


def count_structures() -> tuple[int, int, int]:
    """How many structures of the file were created, updated (themselves or a certification), unchanged."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*) FILTER (WHERE how = 'created'),
                   count(*) FILTER (WHERE how = 'updated'),
                   (SELECT count(*) FROM import_structure)
              FROM (SELECT structure_id, min(how) AS how FROM import_change
                     WHERE how NOT IN ('left', 'followed') GROUP BY structure_id) AS once
            """
        )
        created, updated, every = cursor.fetchone()
    return int(created), int(updated), int(every - created - updated)


def each_changed_batch(size: int) -> Iterator[list[int]]:
    """Ids of the structures that changed in any way, in batches."""
    with connection.chunked_cursor() as cursor:
        cursor.execute("SELECT DISTINCT structure_id FROM import_change ORDER BY 1")
        while batch := cursor.fetchmany(size):
            yield [structure_id for (structure_id,) in batch]


def _new_row() -> tuple[dict[str, str], dict[str, Any]]:
    """The SQL of each column of a new structure; the model's defaults for what the list does not tell."""
    stated = {
        "siret": "f.siret",
        "status": f"'{Structure.Status.PUBLISHED.value}'",
        "source": "f.label",
        "source_date": "f.stated_on",
        "field_sources": provenance(_STATED_OF_NEW),
        "created_at": "now()",
        "updated_at": "now()",
        **{name: f"f.{name}" for name in Row._fields if name in VALUES},
    }
    values: dict[str, str] = {}
    defaults: dict[str, Any] = {}
    for field in Structure._meta.concrete_fields:
        if not field.primary_key and not field.generated:
            column = str(field.column)
            values[column] = stated.get(column, f"%({column})s")
            if column not in stated:
                defaults[column] = field.get_db_prep_save(field.get_default(), connection)
    return values, defaults
