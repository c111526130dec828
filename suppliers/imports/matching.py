"""Find the structures of a list among ours: what the list changes in each, and what it must leave alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from django.db import connection

from .fields import GROUPS, SAID, VALUES, Group, provenance
from .text import UNREADABLE

_OWNER = "COALESCE(s.field_sources -> '{key}' ->> 'source', s.source)"
_DATE = "COALESCE(s.field_sources -> '{key}' ->> 'date', '')"
_DEMO = "Ce SIRET est celui d’une structure de démonstration : retirez d’abord les données de démonstration."
# Why a field was left alone: by the structure or by the administration, no one knows which. What another list
# wrote is left alone without a word.
_LEFT_ALONE = {
    "edited": ("modifie-sur-le-site", "Champ modifié sur le site, non remplacé."),
    "told": ("renseigne-sur-le-site", "Champ renseigné sur le site, non remplacé."),
    "newer": ("plus-ancien", "Notre information est plus récente que celle de la liste ; elle reste."),
}


def refuse_demonstration(siret_title: str) -> None:
    """Refuse rows whose SIRET was given to a fictional structure: the real one must not inherit its story."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH fictional AS (
              DELETE FROM import_structure f USING suppliers_structure s
               WHERE s.siret = f.siret AND s.is_demo RETURNING f.siret
            ),
            refused AS (
              UPDATE import_row r SET kept = false FROM fictional
               WHERE r.siret = fictional.siret AND r.kept RETURNING r.line, r.siret
            )
            INSERT INTO import_issue (line, title, value, severity, code, reason)
            SELECT line, %s, siret, 'refused', 'demonstration', %s FROM refused
            """,
            [siret_title, _DEMO],
        )


def match(labels: Iterable[str], listed_on: dt.date, titles: Mapping[str, str]) -> None:
    """Fill `import_match` with what changes in structures we have, and report what was left alone.

    `labels` are the names of this list: what they wrote, it may replace.
    """
    with connection.cursor() as cursor:
        cursor.execute(_match_query(), {"labels": list(labels), "listed_on": listed_on})
        cursor.execute(*_left_alone_query(titles))


def changed_values() -> dict[str, str]:
    """The columns of a structure an import may change, and the SQL of what each becomes."""
    return {
        **VALUES,
        "field_sources": "(s.field_sources - CASE WHEN take_latitude THEN 'latitude' ELSE '' END) || "
        + provenance({group.key: f"take_{group.key}" for group in GROUPS}),
        "source_date": "CASE WHEN is_ours THEN GREATEST(s.source_date, f.stated_on) ELSE s.source_date END",
        "left_list_on": "CASE WHEN is_ours AND s.left_list_on <= %(listed_on)s THEN NULL"
        " ELSE s.left_list_on END",
    }


def _match_query() -> str:
    values = changed_values()
    columns = ", ".join(f"becomes.{name}" for name in values)
    present = ", ".join(f"s.{name}" for name in values)
    becoming = ", ".join(f"{sql} AS {name}" for name, sql in values.items())
    return f"""
        CREATE TEMPORARY TABLE import_match ON COMMIT DROP AS
        SELECT s.id AS structure_id, s.xmin AS seen, f.siret, f.line, {columns},
               {", ".join(f"kept_{group.key}" for group in GROUPS)},
               ({columns}) IS DISTINCT FROM ({present}) AS is_changed
          FROM import_structure f
          JOIN suppliers_structure s ON s.siret = f.siret
          LEFT JOIN suppliers_territory place ON place.id = s.territory_id
         {SAID}
         CROSS JOIN LATERAL (SELECT s.source = ANY(%(labels)s) AS is_ours, {_each(_flags)}) AS flags
         CROSS JOIN LATERAL (SELECT {_each(_takes)}) AS takes
         CROSS JOIN LATERAL (SELECT {_each(_kept)}) AS kept
         CROSS JOIN LATERAL (SELECT {becoming}) AS becomes
         WHERE ({columns}) IS DISTINCT FROM ({present})
            OR num_nonnulls({", ".join(f"kept_{group.key}" for group in GROUPS)}) > 0"""  # noqa: S608


def _each(write: Callable[[Group], str]) -> str:
    return ", ".join(write(group) for group in GROUPS)


def _flags(group: Group) -> str:
    """Who holds the fields of a group, whether the list says something else, and says it undamaged."""
    key, fields = group.key, ", ".join(f"'{name}'" for name in group.fields)
    is_ours = f"{_OWNER.format(key=key)} = ANY(%(labels)s)"
    return f"""
        s.edited_fields && ARRAY[{fields}]::varchar[] AS edited_{key},
        {group.known} AND NOT {is_ours} AS foreign_{key},
        {is_ours} AND {_DATE.format(key=key)} > f.stated_on::text AS newer_{key},
        {group.known} AND strpos({group.shown}, '{UNREADABLE}') > 0 AS damaged_{key},
        {group.stated} AS stated_{key},
        {group.differs} AS differs_{key}"""


def _takes(group: Group) -> str:
    """Whether the list fills a group. A point goes with its address: never one without the other."""
    key = group.key
    condition = _may_fill(key)
    if key == "latitude":
        condition = f"{condition} AND (NOT differs_address OR {_may_fill('address')})"
    return f"{condition} AS take_{key}"


def _may_fill(key: str) -> str:
    return f"(stated_{key} AND NOT (edited_{key} OR foreign_{key} OR newer_{key} OR damaged_{key}))"


def _kept(group: Group) -> str:
    key = group.key
    return f"""
        CASE WHEN NOT (stated_{key} AND differs_{key}) THEN NULL
             WHEN edited_{key} THEN 'edited'
             WHEN foreign_{key} THEN CASE WHEN s.source = '' THEN 'told' END
             WHEN newer_{key} THEN 'newer' END AS kept_{key}"""


def _left_alone_query(titles: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    parameters = {f"title_{group.key}": titles.get(group.column, group.column) for group in GROUPS}
    for why, (code, reason) in _LEFT_ALONE.items():
        parameters |= {f"code_{why}": code, f"reason_{why}": reason}
    said = ", ".join(f"(kept_{group.key}, %(title_{group.key})s::text, {group.shown})" for group in GROUPS)
    reasons = ", ".join(f"('{why}', %(code_{why})s::text, %(reason_{why})s::text)" for why in _LEFT_ALONE)
    sql = f"""
        INSERT INTO import_issue (line, title, value, severity, code, reason)
        SELECT m.line, said.title, left(said.shown, 200), 'doubtful', reasons.code, reasons.reason
          FROM import_match m
          JOIN import_structure f ON f.siret = m.siret
         CROSS JOIN LATERAL (VALUES {said}) AS said(why, title, shown)
          JOIN (VALUES {reasons}) AS reasons(why, code, reason) ON reasons.why = said.why
         ORDER BY m.line"""  # noqa: S608
    return sql, parameters
