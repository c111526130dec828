"""Who, in the directory, bears the numbers of those a buyer has paid: by SIRET, else by SIREN."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from suppliers.showing.merged import heirs_among

# Of `payee (siret, siren)`, those that the directory knows. A structure that was merged leads to its heir.
# By SIREN, one establishment stands for the legal unit; when the accounts have no SIRET and the unit has one
# establishment here, it is that one. LATERAL and OFFSET 0: one number after the other, by the index; else the
# whole directory is read for the ten thousand that a ledger holds, which takes ten times as long.
_GONE = """
SELECT s.id FROM payee p JOIN suppliers_structure s ON s.siret = p.siret
 WHERE p.siret <> '' AND s.merged_into_id IS NOT NULL"""
FOUND = f"""
heir AS MATERIALIZED ({heirs_among(_GONE)}),
by_siret AS MATERIALIZED (
  SELECT p.siret, p.siren, COALESCE(h.id, s.id) AS structure_id
    FROM payee p
   CROSS JOIN LATERAL (
     SELECT id, merged_into_id, status FROM suppliers_structure WHERE siret = p.siret OFFSET 0
   ) s
    LEFT JOIN heir h ON h.merged = s.id
   WHERE p.siret <> '' AND (h.id IS NOT NULL OR s.merged_into_id IS NULL AND s.status = 'published')
),
found AS MATERIALIZED (
  SELECT siret, siren, structure_id, FALSE AS by_siren, FALSE AS unit_only FROM by_siret
   UNION ALL
  SELECT p.siret, p.siren, min(s.id), TRUE, count(*) > 1 OR p.siret <> ''
    FROM payee p
    JOIN suppliers_structure s ON s.siren = p.siren AND s.status = 'published'
   WHERE p.siret NOT IN (SELECT siret FROM by_siret)
   GROUP BY p.siret, p.siren
)"""  # noqa: S608  our own SQL
_OF_NUMBERS = f"""
WITH payee AS (SELECT DISTINCT siret, left(siret, 9) AS siren FROM unnest(%s::text[]) AS n (siret)),
{FOUND}
SELECT siret, structure_id, by_siren, unit_only FROM found
"""  # noqa: S608  our own SQL


@dataclass(frozen=True)
class Match:
    """A structure of the directory. `unit_only`: no more than the legal unit is known to be the same."""

    structure_id: int
    by_siren: bool
    unit_only: bool


def matches(sirets: Collection[str]) -> dict[str, Match]:
    """By SIRET, those that the directory knows."""
    if not sirets:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_OF_NUMBERS, [list(sirets)])
        return {siret: Match(*rest) for siret, *rest in cursor.fetchall()}
