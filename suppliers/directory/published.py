"""A published structure, and all its page shows of the tables, read in one query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from suppliers.models import Structure
from suppliers.models.certification import REACHING
from suppliers.models.plain_sql import objects_of
from suppliers.search.reference import Reference

# One query, since each takes as long to be sent, waited for and read as PostgreSQL takes to answer it.
_WHOLE = f"""
SELECT {{columns}},
       (SELECT json_agg(a ORDER BY a.position)::text
          FROM (SELECT a.*,
                       ARRAY(SELECT x.sector_id FROM suppliers_activity_sectors x
                              WHERE x.activity_id = a.id) AS sector_keys,
                       ARRAY(SELECT DISTINCT t.name FROM suppliers_activity_territories z
                               JOIN suppliers_territory t ON t.id = z.territory_id
                              WHERE z.activity_id = a.id) AS zone_names
                  FROM suppliers_activity a WHERE a.structure_id = s.id) AS a) AS activity_rows,
       (SELECT json_agg(r ORDER BY r.year DESC, r.client)::text
          FROM suppliers_clientreference r WHERE r.structure_id = s.id) AS reference_rows,
       (SELECT json_agg(c)::text FROM ({REACHING}) AS c) AS certification_rows,
       (SELECT json_agg(p ORDER BY p.id)::text
          FROM suppliers_photo p WHERE p.structure_id = s.id) AS photo_rows,
       (SELECT json_agg(n)::text
          FROM suppliers_contactperson n WHERE n.structure_id = s.id) AS person_rows
  FROM suppliers_structure s
 WHERE """  # noqa: S608  our own SQL
BY_SIRET, BY_NUMBER = f"{_WHOLE}s.status = %s AND s.siret = %s", f"{_WHOLE}s.status = %s AND s.id = %s"
IN_ANY_STATE = f"{_WHOLE}s.id = %s"
AROUND = ("activity_rows", "reference_rows", "certification_rows", "photo_rows", "person_rows")


@dataclass(frozen=True)
class Published:
    """A structure, and the rows around it as JSON (None for none): a page that is kept does not read them.

    Certifications are its own and its legal unit's; an activity has `sector_keys` and `zone_names` too.
    """

    structure: Structure
    activity_rows: str | None
    reference_rows: str | None
    certification_rows: str | None
    photo_rows: str | None
    person_rows: str | None


class Column(NamedTuple):
    """The column by which a key names a structure: "siret" or "id"."""

    name: Literal["siret", "id"]
    value: str


def column_of(key: str) -> Column | None:
    """Fourteen digits, or "a-" and a number; None for what is no key."""
    number = key.removeprefix("a-")
    if len(key) == 14 and key.isascii() and key.isdigit():
        return Column("siret", key)
    if key != number and number.isascii() and number.isdigit() and len(number) < 19:
        return Column("id", number)
    return None


def published(key: str, known: Reference) -> Published | None:
    """The published structure of a key."""
    column = column_of(key)
    if column is None:
        return None
    query = BY_SIRET if column.name == "siret" else BY_NUMBER
    return _read(query, [Structure.Status.PUBLISHED, column.value], known)


def in_any_state(pk: int, known: Reference) -> Published | None:
    """The structure of a number, as its page would show it: the caller says who may see it."""
    return _read(IN_ANY_STATE, [pk], known)


def _read(query: str, values: list[Any], known: Reference) -> Published | None:
    found = next(iter(objects_of(Structure, query, values)), None)
    if found is None:
        return None
    found.legal_form = known.legal_forms.get(found.legal_form_id or "")
    found.territory = known.place(found.territory_id)
    return Published(found, **{name: vars(found).pop(name) for name in AROUND})
