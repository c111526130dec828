"""What a list verifies need not wait for an admin: its item in the queue closes, and the log says why."""

from __future__ import annotations

import datetime as dt

from django.db import connection

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
INSERT INTO suppliers_event (at, action, structure_id, structure_name, item_id, before, after, note)
SELECT now(), 'validation.listed', structure_id, name, id, '{}', '{}', label FROM settled
"""


def settle(day: dt.date) -> None:
    """Close the items that the list of this day decides, in the transaction of the import."""
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, {"day": day})
