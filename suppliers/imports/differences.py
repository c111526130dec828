"""What a list says otherwise than the structure itself goes to the queue: one item for each group of fields.

It stays the structure's word until somebody decides. What was refused is not asked again for the same value,
and an item whose difference has gone closes by itself.
"""

from __future__ import annotations

from django.db import connection

from .fields import FILLED, GROUPS
from .text import UNREADABLE

# A point goes with its address: never decided on apart from it.
_OWN = {
    **{key: dict(columns) for key, columns in FILLED.items()},
    "latitude": {**FILLED["latitude"], "geo_score": "NULL::double precision"},
}
_MOVED = {
    **FILLED["address"],
    **{
        name: f"CASE WHEN f.latitude IS NULL THEN s.{name} ELSE {sql} END"
        for name, sql in _OWN["latitude"].items()
    },
}
_ASKED = {**_OWN, "address": _MOVED}
_EDITED = {
    group.key: f"m.kept_{group.key} = 'edited' AND strpos({group.shown}, '{UNREADABLE}') = 0"
    for group in GROUPS
}
_EDITED["latitude"] += " AND m.kept_address IS DISTINCT FROM 'edited'"
_AFTERS = "(SELECT jsonb_object_agg(key, value -> 'after') FROM jsonb_each({}))"
_OPEN = "i.kind = 'import' AND i.status IN ('waiting', 'asked')"


def queue_differences() -> None:
    """Bring the queue in step with `import_match`, in the transaction of the import."""
    with connection.cursor() as cursor:
        cursor.execute(_find())
        cursor.execute(_CLOSE)
        cursor.execute(_CHANGE)
        cursor.execute(_OPEN_NEW)


def _find() -> str:
    """A line of `import_difference` for each group that the structure wrote: the columns that differ."""
    said = ", ".join(f"('{key}', {_EDITED[key]}, {_object_of(columns)})" for key, columns in _ASKED.items())
    return f"""
        CREATE TEMPORARY TABLE import_difference ON COMMIT DROP AS
        SELECT m.structure_id, d.key, d.fields, {_AFTERS.format("d.fields")} AS afters,
               f.label, f.stated_on
          FROM import_match m
          JOIN import_structure f ON f.siret = m.siret
          JOIN suppliers_structure s ON s.id = m.structure_id AND s.status IN ('published', 'pending')
          LEFT JOIN suppliers_territory place ON place.id = s.territory_id
         CROSS JOIN LATERAL (VALUES {said}) AS d(key, is_edited, fields)
         WHERE ({" OR ".join(_EDITED.values())}) AND d.is_edited AND d.fields IS NOT NULL"""  # noqa: S608


def _object_of(columns: dict[str, str]) -> str:
    """{column: {before, after}} of those that differ; NULL for none."""
    values = ", ".join(f"('{name}', to_jsonb(s.{name}), to_jsonb({sql}))" for name, sql in columns.items())
    return f"""
        (SELECT jsonb_object_agg(c.name, jsonb_build_object('before', c.had, 'after', c.said))
           FROM (VALUES {values}) AS c(name, had, said) WHERE c.had IS DISTINCT FROM c.said)"""  # noqa: S608


# Only this list takes back what it had said.
_CLOSE = f"""
WITH gone AS (
  UPDATE suppliers_reviewitem i
     SET status = 'withdrawn', decided_at = now(), updated_at = now(), version = i.version + 1
    FROM suppliers_structure s JOIN import_structure f ON f.siret = s.siret
   WHERE {_OPEN} AND s.id = i.structure_id AND i.data ->> 'source' = f.label
     AND NOT EXISTS (SELECT 1 FROM import_difference d
                      WHERE d.structure_id = i.structure_id AND d.key = i.key)
  RETURNING i.id, s.id AS structure_id, COALESCE(NULLIF(s.brand, ''), s.name) AS name
)
INSERT INTO suppliers_event (at, action, structure_id, structure_name, item_id, before, after, note, by_site)
SELECT now(), 'imports.agree', structure_id, name, id, '{{}}', '{{}}', '', true FROM gone
"""  # noqa: S608
_DATA = "jsonb_build_object('fields', d.fields, 'source', d.label, 'date', d.stated_on)"
# One that says the same is left untouched, whoever is deciding on it just now.
_CHANGE = f"""
UPDATE suppliers_reviewitem i
   SET data = {_DATA}, status = 'waiting', updated_at = now(), version = i.version + 1
  FROM import_difference d
 WHERE {_OPEN} AND i.structure_id = d.structure_id AND i.key = d.key AND i.data -> 'fields' <> d.fields
"""  # noqa: S608
_OPEN_NEW = f"""
INSERT INTO suppliers_reviewitem
       (kind, status, structure_id, key, data, message, created_at, updated_at, version, question,
        reason, answer)
SELECT 'import', 'waiting', d.structure_id, d.key, {_DATA}, '', now(), now(), 0, '', '', ''
  FROM import_difference d
 WHERE NOT EXISTS (SELECT 1 FROM suppliers_reviewitem i
                    WHERE {_OPEN} AND i.structure_id = d.structure_id AND i.key = d.key)
   AND NOT EXISTS (SELECT 1 FROM suppliers_reviewitem i
                    WHERE i.kind = 'import' AND i.status = 'refused' AND i.structure_id = d.structure_id
                      AND i.key = d.key AND {_AFTERS.format("i.data -> 'fields'")} = d.afters)
 ORDER BY d.structure_id, d.key
    ON CONFLICT DO NOTHING
"""  # noqa: S608
