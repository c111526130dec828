"""Temporary tables of one import: rows and findings stand there, compared and written set by set.

So memory does not grow with the file, and a row may meet its twin a million lines later.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db import connection
from django.db.backends.utils import CursorWrapper

from .issues import DOUBTFUL, REFUSED, Issue
from .rows import Row

_TABLES = [
    "import_row",
    "import_issue",
    "import_structure",
    "import_match",
    "import_change",
    "import_difference",
]
_CREATE = """
CREATE TEMPORARY TABLE import_row (
  line bigint, siret text, kept boolean, kind text, label text, official boolean, stated_on date,
  name text, brand text, naf_code text, naf_nomenclature text, legal_form_id text, is_public_body boolean,
  website text, description text, address text, postal_code text, city text, territory_id bigint,
  latitude double precision, longitude double precision, geo_precision text
) ON COMMIT DROP;
CREATE TEMPORARY TABLE import_issue (
  line bigint, title text, value text, severity text, code text, reason text
) ON COMMIT DROP;
CREATE TEMPORARY TABLE import_change (structure_id bigint, how text) ON COMMIT DROP;
"""
# How close ANALYZE looks, in this transaction: the planner only has to know how many rows there are, and how
# many differ. Autovacuum takes its own look at the structures afterwards.
_STATISTICS = 10
# New rows since it last looked. A plan made for an empty table took eight times as long for a thousand.
PLANNER_NEEDS_TELLING = 100
ISSUE_COLUMNS = "line, title, value, severity, code, reason"
# Of the rows of one SIRET, the first says who and where it is; the others fill what it leaves empty.
_FOLD = """
CREATE TEMPORARY TABLE import_structure ON COMMIT DROP AS
SELECT DISTINCT ON (siret) * FROM import_row WHERE kept ORDER BY siret, line;
CREATE UNIQUE INDEX ON import_structure (siret);
UPDATE import_structure f
   SET stated_on = o.stated_on,
       brand = COALESCE(NULLIF(f.brand, ''), o.brand, ''),
       website = COALESCE(NULLIF(f.website, ''), o.website, ''),
       description = COALESCE(NULLIF(f.description, ''), o.description, ''),
       naf_code = COALESCE(NULLIF(f.naf_code, ''), o.naf_code, ''),
       naf_nomenclature = COALESCE(NULLIF(f.naf_nomenclature, ''), o.naf_nomenclature, ''),
       legal_form_id = COALESCE(f.legal_form_id, o.legal_form_id),
       is_public_body = CASE WHEN f.legal_form_id IS NULL THEN o.is_public_body ELSE f.is_public_body END
  FROM (SELECT siret,
               max(stated_on) AS stated_on,
               (array_agg(brand ORDER BY line) FILTER (WHERE brand <> ''))[1] AS brand,
               (array_agg(website ORDER BY line) FILTER (WHERE website <> ''))[1] AS website,
               (array_agg(description ORDER BY line) FILTER (WHERE description <> ''))[1] AS description,
               (array_agg(naf_code ORDER BY line) FILTER (WHERE naf_code <> ''))[1] AS naf_code,
               max(naf_nomenclature) AS naf_nomenclature,
               (array_agg(legal_form_id ORDER BY line) FILTER (WHERE legal_form_id IS NOT NULL))[1]
                 AS legal_form_id,
               COALESCE((array_agg(is_public_body ORDER BY line) FILTER (WHERE legal_form_id IS NOT NULL))[1],
                        false) AS is_public_body
          FROM import_row WHERE kept GROUP BY siret HAVING count(*) > 1) AS o
 WHERE o.siret = f.siret;
"""
_TWINS = """
INSERT INTO import_issue (line, title, value, severity, code, reason)
SELECT r.line, %(siret)s, r.siret, 'doubtful', 'doublon',
       'Même SIRET et même type qu’à la ligne ' || t.line || ', dont les informations sont retenues.'
  FROM import_row r
  JOIN (SELECT siret, kind, min(line) AS line FROM import_row WHERE kept GROUP BY siret, kind
        HAVING count(*) > 1) AS t ON t.siret = r.siret AND t.kind = r.kind AND r.line > t.line
 WHERE r.kept
 UNION ALL
SELECT r.line, %(name)s, left(r.name, 200), 'doubtful', 'nom-different',
       left('À la ligne ' || f.line || ', le même SIRET porte un autre nom, qui est retenu : ' || f.name, 300)
  FROM import_row r
  JOIN import_structure f ON f.siret = r.siret AND r.line > f.line
 WHERE r.kept AND lower(unaccent(r.name)) <> lower(unaccent(f.name))
"""
# Taken at its word, a day mistyped in one row of an old list would say that all the others were seen then,
# and keep their certifications valid. The list of 2020 has a row two months later than the rest, hence six.
_ISOLATED_SINCE = """
SELECT min(day)
  FROM (SELECT day,
               lag(day) OVER (ORDER BY day) AS day_before,
               sum(rows) OVER (ORDER BY day DESC) AS rows_since,
               sum(rows) OVER () AS every_row
          FROM (SELECT stated_on AS day, count(*) AS rows
                  FROM import_row WHERE kept AND stated_on IS NOT NULL GROUP BY stated_on) AS days) AS gaps
 WHERE day > day_before + interval '6 months'
   AND (rows_since = 1 AND every_row > 2 OR rows_since <= every_row / 100)
"""
_DOUBT_ISOLATED = """
INSERT INTO import_issue (line, title, value, severity, code, reason)
SELECT line, %s, stated_on::text, 'doubtful', 'date-isolee', %s
  FROM import_row WHERE kept AND stated_on >= %s ORDER BY line
"""
_ISOLATED = (
    "Cette date suit de plus de six mois celles de presque toutes les lignes ; celle de la liste est "
    "retenue. Si elle est juste, donnez --listed-on AAAA-MM-JJ."
)


def create_tables() -> None:
    """Empty temporary tables, gone at the end of the transaction."""
    drop_tables()
    with connection.cursor() as cursor:
        cursor.execute(_CREATE)
        cursor.execute(f"SET LOCAL default_statistics_target = {_STATISTICS}")


def drop_tables() -> None:
    """Drop them now: the next import of the same transaction starts afresh."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS " + ", ".join(f"pg_temp.{name}" for name in _TABLES))


def stage(rows: Iterable[Row], issues: Iterable[Issue]) -> None:
    """Add rows and findings to the temporary tables."""
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY import_row ({', '.join(Row._fields)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        with cursor.copy(f"COPY import_issue ({ISSUE_COLUMNS}) FROM STDIN") as copy:
            for issue in issues:
                copy.write_row(issue)


def list_date(given: dt.date | None, date_title: str) -> tuple[dt.date | None, bool]:
    """The day of the list: as given, else the most recent day of its rows; rows without a day take it.

    A day that few rows carry, long after all the others, is reported and counts for none. Also returns
    whether any row is kept.
    """
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX ON import_row (siret)")
        cursor.execute("ANALYZE import_row")
        if given is None:
            _set_aside_isolated(cursor, date_title)
        cursor.execute("SELECT max(stated_on), count(*) FROM import_row WHERE kept")
        latest, kept = cursor.fetchone()
        day: dt.date | None = given or latest
        cursor.execute("UPDATE import_row SET stated_on = %s WHERE kept AND stated_on IS NULL", [day])
    return day, kept > 0


def _set_aside_isolated(cursor: CursorWrapper, date_title: str) -> None:
    cursor.execute(_ISOLATED_SINCE)
    (since,) = cursor.fetchone()
    if since is not None:
        cursor.execute(_DOUBT_ISOLATED, [date_title, _ISOLATED, since])
        cursor.execute("UPDATE import_row SET stated_on = NULL WHERE kept AND stated_on >= %s", [since])


def fold(siret_title: str, name_title: str) -> None:
    """One row per SIRET; what the other rows of a SIRET say otherwise is reported."""
    with connection.cursor() as cursor:
        cursor.execute(_FOLD)
        cursor.execute("ANALYZE import_structure")
        cursor.execute(_TWINS, {"siret": siret_title, "name": name_title})


def count_lines() -> tuple[int, int]:
    """How many lines were refused, and how many others are doubtful."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*) FILTER (WHERE is_refused), count(*) FILTER (WHERE NOT is_refused)
              FROM (SELECT line, bool_or(severity = %s) AS is_refused FROM import_issue
                     WHERE severity IN (%s, %s) GROUP BY line) AS lines
            """,
            [REFUSED, REFUSED, DOUBTFUL],
        )
        refused, doubtful = cursor.fetchone()
    return int(refused), int(doubtful)


def each_issue() -> Iterator[Issue]:
    """The findings in the order of the file, without holding them all."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {ISSUE_COLUMNS} FROM import_issue ORDER BY line, ctid")  # noqa: S608
        while batch := cursor.fetchmany(2_000):
            yield from (Issue(*values) for values in batch)
