"""What a list verifies need not wait for an admin: its item in the queue closes, and the log says why.

What it contradicts waits, and the item says so: a list may be late, and a convention may be new.
"""

from __future__ import annotations

import datetime as dt

from django.db import connection

from suppliers.models.certification import SIREN_KINDS

# A row that is verified now, whoever declared it; or a proposal without dates, which says no more than the
# list does. Dates that a structure declared are not what a list verifies: somebody looks at their proof.
_SETTLE = """
WITH settled AS (
  UPDATE suppliers_reviewitem i
     SET status = 'approved', decided_at = now(), updated_at = now(), version = i.version + 1
    FROM import_certification l JOIN suppliers_structure s ON s.id = l.structure_id
   WHERE i.structure_id = l.structure_id AND i.kind = 'certification' AND i.status IN ('waiting', 'asked')
     AND l.official
     AND (EXISTS (SELECT 1 FROM suppliers_certification c
                   WHERE c.id = i.certification_id AND c.kind_id = l.kind AND c.verification = 'verified')
          OR i.certification_id IS NULL
             AND i.data -> 'certification' ->> 'kind' = l.kind
             AND COALESCE(i.data -> 'certification' ->> 'valid_from', '') = ''
             AND COALESCE(i.data -> 'certification' ->> 'valid_until', '') = ''
             AND EXISTS (SELECT 1 FROM suppliers_certification c
                          WHERE c.structure_id = l.structure_id AND c.kind_id = l.kind
                            AND c.verification = 'verified' AND c.listed_on = %(day)s))
  RETURNING i.id, i.structure_id, COALESCE(NULLIF(s.brand, ''), s.name) AS name, l.label
)
INSERT INTO suppliers_event (at, action, structure_id, structure_name, item_id, before, after, note, by_site)
SELECT clock_timestamp(), 'validation.listed', structure_id, name, id, '{}', '{}', label, true FROM settled
"""

# Of a file that holds rows of this kind, from an authority, and none for this establishment.
_KIND = """
COALESCE((SELECT c.kind_id FROM suppliers_certification c WHERE c.id = i.certification_id),
         i.data -> 'certification' ->> 'kind')"""
_WAITING = """
   FROM suppliers_structure s
  WHERE s.id = i.structure_id AND i.kind = 'certification' AND i.status IN ('waiting', 'asked')"""
# Its own number, that of a page merged into it, or any of its legal unit where that is what is certified.
_IN_THE_LIST = f"""
EXISTS (SELECT 1 FROM import_row r
         WHERE r.kind = {_KIND}
           AND (r.siret = s.siret
                OR r.kind = ANY(%(siren_kinds)s) AND left(r.siret, 9) = s.siren
                OR EXISTS (SELECT 1 FROM suppliers_structure m
                            WHERE m.merged_into_id = s.id AND m.siren = s.siren AND m.siret = r.siret)))"""  # noqa: S608
# Somebody who is deciding just now is told: the version follows. An older list does not take a newer's place.
_CONTRADICT = f"""
UPDATE suppliers_reviewitem i
   SET data = i.data || jsonb_build_object('missing_from_list_of', %(day)s::date), updated_at = now(),
       version = i.version + 1
{_WAITING} AND s.siret IS NOT NULL AND NOT s.is_demo
    AND COALESCE(i.data ->> 'missing_from_list_of', '') < %(day)s::date::text
    AND EXISTS (SELECT 1 FROM import_row r WHERE r.official AND r.kind = {_KIND})
    AND NOT {_IN_THE_LIST}
    AND (%(within)s::bigint IS NULL OR s.territory_id IN (
         SELECT id FROM suppliers_territory WHERE %(within)s::bigint = ANY(ancestor_ids)))
"""  # noqa: S608
_FOUND_AGAIN = f"""
UPDATE suppliers_reviewitem i
   SET data = i.data - 'missing_from_list_of', updated_at = now(), version = i.version + 1
{_WAITING} AND i.data ->> 'missing_from_list_of' <= %(day)s::date::text AND {_IN_THE_LIST}
"""  # noqa: S608


def settle(day: dt.date) -> None:
    """Close the items that the list of this day decides, in the transaction of the import."""
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, {"day": day})


def contradict(day: dt.date, within_id: int | None) -> None:
    """Say on the items that wait which certifications a whole list, of this day, does not hold."""
    said = {"day": day, "within": within_id, "siren_kinds": list(SIREN_KINDS)}
    with connection.cursor() as cursor:
        cursor.execute(_CONTRADICT, said)
        cursor.execute(_FOUND_AGAIN, said)
