"""Find probable duplicates and put them in the queue. What is proposed must nearly always be one."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction

from suppliers.models import ImportRun, Structure
from suppliers.models.keys import array_of

from .likeness import (
    COMPARABLE,
    FACTS,
    mail_domain,
    own_domain,
    phone,
    plain_name,
    site_domain,
)
from .similar import CANDIDATES

_MANY = 200  # structures: beyond, `find_duplicates` looks at all of them in one go
_MOST_SHARING = 30  # structures: a number or a domain that more share is a federation's, or its landlord's
# Sister establishments are no duplicates: one legal unit has as many as it has places. Two legal units of one
# address are often a family (an association and its ETTI): their names must be nearly the same, and their
# certifications not tell them apart.
_PROBABLE = """
  (same_address OR COALESCE(km <= 0.03, false)) AND same_siren AND likeness >= 0.5
  OR (same_address OR COALESCE(km <= 0.15, false)) AND NOT same_siren
     AND likeness >= CASE WHEN both_have_siret THEN 0.9 ELSE 0.6 END
  OR same_rna AND NOT both_have_siret
  OR NOT same_siren AND same_territory AND same_phone AND likeness >= 0.6
  OR NOT same_siren AND same_territory AND same_domain
     AND likeness >= CASE WHEN both_have_siret THEN 0.9 ELSE 0.6 END
  OR NOT both_have_siret AND same_territory AND likeness >= 0.9
"""
_KINDS = "ARRAY(SELECT c.kind_id FROM suppliers_certification c WHERE c.structure_id = facts.{} ORDER BY 1)"
_TOLD_APART = f"""
  both_have_siret AND {_KINDS.format("a")} <> '{{}}' AND {_KINDS.format("b")} <> '{{}}'
  AND NOT {_KINDS.format("a")} && {_KINDS.format("b")}
"""
# An answer that was given once, whatever it was, is not asked for again.
_PROPOSED = f"""
INSERT INTO suppliers_reviewitem
       (kind, status, structure_id, other_id, key, data, message, created_at, updated_at, version, question,
        reason, answer)
SELECT 'duplicate', 'waiting', first, second, second::text,
       jsonb_build_object('score', round(likeness::numeric, 2)), '', now(), now(), 0, '', '', ''
  FROM (SELECT DISTINCT ON (1, 2) LEAST(a, b) AS first, GREATEST(a, b) AS second, likeness
          FROM ({FACTS}) AS facts
         WHERE ({_PROBABLE}) AND NOT ({_TOLD_APART})) AS probable
 WHERE NOT EXISTS (SELECT 1 FROM suppliers_notduplicate n WHERE n.first_id = first AND n.second_id = second)
   AND NOT EXISTS (SELECT 1 FROM suppliers_reviewitem i WHERE i.kind = 'duplicate' AND i.structure_id = first
                      AND i.other_id = second AND i.status IN ('waiting', 'asked', 'refused'))
 ORDER BY probable.first, probable.second
    ON CONFLICT DO NOTHING
"""  # noqa: S608  our own SQL
_KEYS = f"""
CREATE TEMPORARY TABLE likeness_name ON COMMIT DROP AS
SELECT s.id, s.is_demo, s.territory_id, {plain_name("s")} AS plain, {plain_name("s", "brand")} AS brand,
       s.siren, s.rna, {phone("s")} AS phone, {own_domain(mail_domain("s"))} AS mail,
       {own_domain(site_domain("s"))} AS site,
       CASE WHEN s.geo_precision NOT IN ('', 'commune') THEN floor(s.latitude * 500)::int END AS row,
       CASE WHEN s.geo_precision NOT IN ('', 'commune') THEN floor(s.longitude * 350)::int END AS col
  FROM suppliers_structure s WHERE {COMPARABLE.format("s")};
CREATE TEMPORARY TABLE likeness_key ON COMMIT DROP AS
SELECT DISTINCT n.id, n.is_demo, said.key
  FROM likeness_name n
 CROSS JOIN LATERAL (VALUES ('s' || n.siren), ('r' || NULLIF(n.rna, '')),
       (CASE WHEN length(n.phone) = 9 THEN 'p' || n.phone END), ('d' || n.mail), ('d' || n.site),
       ('n' || n.territory_id || ' ' || NULLIF(n.plain, '')),
       ('n' || n.territory_id || ' ' || NULLIF(n.brand, ''))) AS said(key)
 WHERE said.key IS NOT NULL;
DELETE FROM likeness_key k USING (SELECT key FROM likeness_key GROUP BY key
                                  HAVING count(*) = 1 OR count(*) > {_MOST_SHARING}) AS idle
 WHERE k.key = idle.key;
ANALYZE likeness_name;
ANALYZE likeness_key;
CREATE TEMPORARY TABLE pair ON COMMIT DROP AS
SELECT x.id AS a, y.id AS b
  FROM likeness_key x JOIN likeness_key y ON y.key = x.key AND y.is_demo = x.is_demo AND x.id < y.id
 UNION
SELECT x.id, y.id
  FROM likeness_name x
 CROSS JOIN generate_series(-1, 1) AS down CROSS JOIN generate_series(-1, 1) AS aside
  JOIN likeness_name y
    ON y.row = x.row + down AND y.col = x.col + aside AND y.is_demo = x.is_demo AND x.id < y.id
 WHERE GREATEST(similarity(x.plain, y.plain), similarity(x.brand, y.plain),
                similarity(x.plain, y.brand)) >= 0.6;
ANALYZE pair;
"""  # noqa: S608


@transaction.atomic
def find_duplicates() -> int:
    """Look at the whole directory; returns how many new pairs are in the queue."""
    with connection.cursor() as cursor:
        for statement in filter(str.strip, _KEYS.split(";\n")):
            cursor.execute(statement)
        cursor.execute(_PROPOSED)
        found = int(cursor.rowcount)
        cursor.execute("DROP TABLE likeness_name, likeness_key, pair")
    return found


def find_duplicates_after(run: ImportRun) -> int | None:
    """Look around what an import has just created; None when it brought too many, for an import is quick."""
    created = Structure.objects.filter(created_at__gte=run.started_at).values_list("pk", flat=True)
    ids = list(created[: _MANY + 1]) if run.created else []
    if len(ids) > _MANY:
        return None
    return find_duplicates_of(ids) if ids else 0


@transaction.atomic
def find_duplicates_of(structure_ids: Iterable[int]) -> int:
    """Look around these structures alone, by indexes: for one that is handed in, or a small import."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH pair AS MATERIALIZED ({CANDIDATES}) {_PROPOSED}", {"ids": array_of(structure_ids)}
        )
        return int(cursor.rowcount)
