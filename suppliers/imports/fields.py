"""Which fields of a structure an import may fill, as SQL: `f` is the row of the list, `s` our structure.

A field belongs to who filled it. A list replaces only what the same list wrote, at the same date or before,
and fills what is empty; what a structure has edited itself is never replaced. An empty cell says nothing and
erases nothing, and a text with an unreadable letter replaces nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

ADDRESS = ("address", "postal_code", "city", "territory")
PRECISIONS = ["", "commune", "street", "source", "housenumber", "manual"]  # from the vaguest to the finest
POSITION = ("latitude", "longitude", "geo_precision", "geo_score")
_RANK = f"array_position(ARRAY{PRECISIONS}, {{}}.geo_precision::text)"
_STAYS = "(f.city = '' OR (lower(f.city), f.postal_code) = (lower(s.city), s.postal_code))"
_MOVES = f"(NOT {_STAYS} OR f.address <> '' AND lower(f.address) <> lower(s.address))"


@dataclass(frozen=True)
class Group:
    """Fields that go together, under one key of `field_sources`. All but the first two are SQL."""

    key: str
    fields: tuple[str, ...]  # any of them edited by the structure protects the group
    stated: str  # the list says something
    known: str  # we already have something
    differs: str
    shown: str  # what the list says, as a text
    column: str  # of the file


def _text(name: str, *more: str, column: str = "") -> Group:
    return Group(
        key=name,
        fields=(name, *more),
        stated=f"f.{name} <> ''",
        known=f"s.{name} <> ''",
        differs=f"f.{name} <> s.{name}",
        shown=f"f.{name}",
        column=column or name,
    )


GROUPS = [
    _text("name"),
    _text("brand"),
    _text("naf_code", "naf_nomenclature", column="naf"),
    Group(
        key="legal_form",
        fields=("legal_form", "is_public_body"),
        stated="f.legal_form_id IS NOT NULL",
        known="s.legal_form_id IS NOT NULL",
        differs="f.legal_form_id IS DISTINCT FROM s.legal_form_id",
        shown="f.legal_form_id",
        column="legal_form",
    ),
    _text("website"),
    _text("description"),
    Group(
        key="address",
        fields=ADDRESS,
        stated="(f.address <> '' OR f.city <> '')",
        known="(s.address <> '' OR s.city <> '')",
        differs=_MOVES,
        shown="concat_ws(' ', NULLIF(f.address, ''), NULLIF(f.postal_code, ''), NULLIF(f.city, ''))",
        column="address",
    ),
    Group(  # a point never gives way to a vaguer one, unless the structure has moved
        key="latitude",
        fields=POSITION,
        stated=f"({_RANK.format('f')} >= {_RANK.format('s')} OR {_MOVES})",
        known="s.geo_precision NOT IN ('', 'commune')",
        differs="(f.latitude, f.longitude) IS DISTINCT FROM (s.latitude, s.longitude)",
        shown="concat_ws(' ; ', f.latitude, f.longitude)",
        column="lat",
    ),
]
IMPORTED_FIELDS = frozenset(name for group in GROUPS for name in group.fields)


# What the list makes of each column of a group, once it may fill it.
FILLED: dict[str, dict[str, str]] = {
    **{name: {name: f"f.{name}"} for name in ("name", "brand", "website", "description")},
    "naf_code": {name: f"f.{name}" for name in ("naf_code", "naf_nomenclature")},
    "legal_form": {name: f"f.{name}" for name in ("legal_form_id", "is_public_body")},
    "address": {
        "address": f"CASE WHEN f.address <> '' THEN f.address WHEN {_STAYS} THEN s.address ELSE '' END",
        "postal_code": "CASE WHEN f.city = '' THEN s.postal_code ELSE f.postal_code END",
        "city": "CASE WHEN f.city = '' THEN s.city ELSE f.city END",
        # The commune we know is better than its département, as long as the structure has not moved.
        "territory_id": f"""
            CASE WHEN {_STAYS} AND (f.territory_id IS NULL OR f.territory_id = ANY(place.ancestor_ids))
                 THEN s.territory_id ELSE f.territory_id END""",
    },
    "latitude": {name: f"f.{name}" for name in ("latitude", "longitude", "geo_precision")},
}
# The value of each column once the list has spoken.
VALUES = {
    name: f"CASE WHEN take_{key} THEN {sql} ELSE s.{name} END"
    for key, columns in FILLED.items()
    for name, sql in columns.items()
} | {"geo_score": "CASE WHEN take_latitude AND differs_latitude THEN NULL ELSE s.geo_score END"}


# What is said of each field that a list fills; worked out once for a row, not for each of its fields.
SAID = """
 CROSS JOIN LATERAL (
       SELECT jsonb_build_object('source', f.label, 'date', f.stated_on) AS here OFFSET 0) AS said"""


def provenance(said_when: dict[str, str]) -> str:
    """A JSON object: source and date of each key whose condition holds, of the point if the list gives it.

    Asks for `SAID` among the tables of the query.
    """
    conditions = {**said_when, "latitude": f"{said_when['latitude']} AND f.geo_precision = 'source'"}
    pairs = ", ".join(
        f"'{key}', CASE WHEN {condition} THEN said.here END" for key, condition in conditions.items()
    )
    return f"jsonb_strip_nulls(jsonb_build_object({pairs}))"
