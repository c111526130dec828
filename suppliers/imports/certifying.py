"""What a list says of certifications: it verifies them at its date, without telling from when to when.

So the end stays unknown, and a certification is valid for the months during which a list is fresh. Dates that
a structure declared itself are not what the list verifies: they stay declared, beside what it does verify.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import connection

from suppliers.models.certification import SIREN_KINDS

from .settling import settle
from .staging import PLANNER_NEEDS_TELLING

_COVERS = """
    (c.valid_from IS NULL OR c.valid_from <= %(day)s)
    AND (c.valid_until IS NULL OR c.valid_until >= %(day)s)"""
_UNDATED = "c.valid_from IS NULL AND c.valid_until IS NULL"
# A period that contains the day and was checked by somebody: the list adds that it was seen there.
_RUNNING = f"c.verification = 'verified' AND NOT ({_UNDATED}) AND {_COVERS}"
_SET_ASIDE = "(c.verification = 'rejected' OR COALESCE(c.revoked_on <= %(day)s, false))"
_BY_LIST = "c.verified_by_id IS NULL"
# Of a SIRET that was merged into another of its legal unit, the list speaks of the page that stays; into
# another unit's, it is left where it is, shown to nobody.
_SURVIVOR = """
COALESCE((WITH RECURSIVE heir AS (
            SELECT m.id, m.merged_into_id, m.siren FROM suppliers_structure m WHERE m.id = s.merged_into_id
             UNION
            SELECT m.id, m.merged_into_id, m.siren
              FROM heir JOIN suppliers_structure m ON m.id = heir.merged_into_id)
          SELECT id FROM heir WHERE merged_into_id IS NULL AND siren = s.siren), s.id)
"""
_LISTED = f"""
CREATE TEMPORARY TABLE import_certification ON COMMIT DROP AS
SELECT DISTINCT ON (whose.id, r.kind) whose.id AS structure_id, r.siret, r.kind, r.line, r.label, r.official,
       whose.id <> s.id AS is_heir
  FROM import_row r JOIN suppliers_structure s ON s.siret = r.siret
 CROSS JOIN LATERAL (
       SELECT CASE WHEN s.merged_into_id IS NULL THEN s.id ELSE {_SURVIVOR} END AS id) AS whose
 WHERE r.kept
 ORDER BY whose.id, r.kind, r.official DESC, r.line;
ANALYZE import_certification;
"""  # noqa: S608
# Unless the list has its own word on record beside what was set aside.
_REPORT_SET_ASIDE = f"""
INSERT INTO import_issue (line, title, value, severity, code, reason)
SELECT DISTINCT l.line, %(title)s, l.kind, 'doubtful', 'certification-ecartee',
       CASE WHEN c.verification = 'rejected'
              THEN 'Cette certification a été rejetée ici ; la liste ne la rétablit pas.'
            ELSE 'Cette certification a été retirée ici le ' || to_char(c.revoked_on, 'DD/MM/YYYY')
                 || ' ; la liste ne la rétablit pas.' END
  FROM import_certification l
  JOIN suppliers_certification c ON c.structure_id = l.structure_id AND c.kind_id = l.kind
 WHERE {_SET_ASIDE} AND {_COVERS} AND (c.valid_from IS NULL OR c.verification = 'verified')
   AND NOT EXISTS (SELECT 1 FROM suppliers_certification c
                    WHERE c.structure_id = l.structure_id AND c.kind_id = l.kind
                      AND {_UNDATED} AND NOT {_SET_ASIDE})
"""  # noqa: S608
_SEEN_AGAIN = f"""
UPDATE suppliers_certification c SET listed_on = %(day)s
  FROM import_certification l
 WHERE c.structure_id = l.structure_id AND c.kind_id = l.kind AND l.official
   AND {_RUNNING} AND NOT {_SET_ASIDE} AND (c.listed_on IS NULL OR c.listed_on < %(day)s)
RETURNING c.structure_id
"""  # noqa: S608
_VERIFIED = f"""
UPDATE suppliers_certification c
   SET listed_on = %(day)s,
       verification = CASE WHEN {_BY_LIST} THEN 'verified' ELSE c.verification END,
       verified_on = CASE WHEN {_BY_LIST} THEN GREATEST(c.verified_on, %(day)s) ELSE c.verified_on END,
       source = CASE WHEN {_BY_LIST} THEN l.label ELSE c.source END,
       source_date = CASE WHEN {_BY_LIST} THEN %(day)s ELSE c.source_date END
  FROM import_certification l
 WHERE c.structure_id = l.structure_id AND c.kind_id = l.kind AND l.official
   AND {_UNDATED} AND NOT {_SET_ASIDE} AND (c.listed_on IS NULL OR c.listed_on < %(day)s)
RETURNING c.structure_id
"""  # noqa: S608
# A page that stays for another is no structure of the file: it is refreshed, and not counted.
_FOLLOWED = """
UPDATE import_change c SET how = 'followed'
  FROM import_certification l
 WHERE l.is_heir AND l.structure_id = c.structure_id
   AND NOT EXISTS (SELECT 1 FROM suppliers_structure s JOIN import_structure f ON f.siret = s.siret
                    WHERE s.id = c.structure_id)
"""
# What a list of no authority says is no more than a declared end that is known already.
_CREATED = f"""
INSERT INTO suppliers_certification
       (structure_id, kind_id, scope, siren, number, authority, renewal_declared, target_share_basis,
        verification, verified_on, listed_on, proof, source, source_date)
SELECT l.structure_id, l.kind,
       CASE WHEN l.kind = ANY(%(siren_kinds)s) THEN 'siren' ELSE 'siret' END,
       CASE WHEN l.kind = ANY(%(siren_kinds)s) THEN left(l.siret, 9) ELSE '' END,
       '', '', false, '',
       CASE WHEN l.official THEN 'verified' ELSE 'declared' END,
       CASE WHEN l.official THEN %(day)s END,
       CASE WHEN l.official THEN %(day)s END,
       '', l.label, %(day)s
  FROM import_certification l
 WHERE NOT EXISTS (SELECT 1 FROM suppliers_certification c
                    WHERE c.structure_id = l.structure_id AND c.kind_id = l.kind AND {_COVERS}
                      AND (c.verification = 'verified'
                           OR (c.valid_from IS NULL
                               AND (c.valid_until IS NULL OR {_SET_ASIDE} OR NOT l.official))))
 ORDER BY l.line
RETURNING structure_id
"""  # noqa: S608


def certify(listed_on: dt.date, titles: Mapping[str, str]) -> None:
    """Record each certification of the list as verified that day; what was set aside here stays so."""
    day: dict[str, Any] = {"day": listed_on, "siren_kinds": list(SIREN_KINDS), "title": titles["kind"]}
    with connection.cursor() as cursor:
        cursor.execute(_LISTED)
        cursor.execute(_REPORT_SET_ASIDE, day)
        for statement in (_SEEN_AGAIN, _VERIFIED, _CREATED):
            _record(statement, day)
        cursor.execute(_FOLLOWED)
        settle(listed_on)
        cursor.execute("DROP TABLE import_certification")


def _record(statement: str, parameters: Mapping[str, Any]) -> None:
    """Run a statement and note the structures it touched; new ones are not "updated" as well."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH touched AS ({statement})
            INSERT INTO import_change (structure_id, how) SELECT DISTINCT structure_id, 'updated' FROM touched
            """,  # noqa: S608
            parameters,
        )
        if cursor.rowcount > PLANNER_NEEDS_TELLING:
            cursor.execute("ANALYZE suppliers_certification")
