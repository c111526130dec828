"""Write drafts by COPY, a batch at a time: memory stays flat and a million structures stay possible."""

import datetime as dt
from collections.abc import Sequence

from django.db import connection, models
from psycopg.types.json import Jsonb

from suppliers.management.seeding.drafts import CertificationDraft, StructureDraft
from suppliers.models import Activity, Certification, ClientReference, Sector, Structure
from suppliers.models.certification import SIREN_KINDS
from suppliers.models.copying import copy_rows

CERTIFICATION_COLUMNS = tuple(field for field in CertificationDraft.__dataclass_fields__ if field != "kind")
ANALYSED = (Structure, Activity, Activity.sectors.through, Activity.territories.through, Certification)


class Writer:
    """Turns drafts into rows. To be used inside a transaction."""

    def __init__(self, now: dt.datetime, source: str) -> None:
        self._now = now
        self._source = source
        self._sector_ids = dict(Sector.objects.values_list("code", "pk"))

    def write(self, drafts: Sequence[StructureDraft]) -> None:
        """One COPY per table."""
        ids = _reserve_ids(Structure, len(drafts))
        self._write_structures(drafts, ids)
        self._write_certifications(drafts, ids)
        self._write_activities(drafts, ids)
        copy_rows(
            ClientReference,
            ("structure_id", "client", "subject", "year", "amount_excl_tax"),
            (
                (pk, item.client, item.subject, item.year, item.amount)
                for pk, draft in zip(ids, drafts, strict=True)
                for item in draft.references
            ),
        )

    def _write_structures(self, drafts: Sequence[StructureDraft], ids: list[int]) -> None:
        names = tuple(drafts[0].columns)
        columns = ("id", *names, "field_sources", "created_at", "updated_at")
        copy_rows(
            Structure,
            columns,
            (
                (pk, *(draft.columns[name] for name in names), Jsonb({}), self._now, self._now)
                for pk, draft in zip(ids, drafts, strict=True)
            ),
        )

    def _write_certifications(self, drafts: Sequence[StructureDraft], ids: list[int]) -> None:
        own = ("structure_id", "kind_id", "scope", "siren", "source", "source_date")
        copy_rows(
            Certification,
            (*own, *CERTIFICATION_COLUMNS),
            (
                (
                    pk,
                    item.kind,
                    *_scope(item.kind, draft),
                    self._source,
                    draft.columns["source_date"],
                    *(getattr(item, name) for name in CERTIFICATION_COLUMNS),
                )
                for pk, draft in zip(ids, drafts, strict=True)
                for item in draft.certifications
            ),
        )

    def _write_activities(self, drafts: Sequence[StructureDraft], structure_ids: list[int]) -> None:
        ranked = [
            (structure_id, rank, item)
            for structure_id, draft in zip(structure_ids, drafts, strict=True)
            for rank, item in enumerate(draft.activities)
        ]
        ids = _reserve_ids(Activity, len(ranked))
        names = ("service_type", "zone_kind", "radius_km", "keywords", "description")
        copy_rows(
            Activity,
            ("id", "structure_id", "position", *names),
            (
                (pk, structure_id, rank, *(getattr(item, name) for name in names))
                for pk, (structure_id, rank, item) in zip(ids, ranked, strict=True)
            ),
        )
        copy_rows(
            Activity.sectors.through,
            ("activity_id", "sector_id"),
            (
                (pk, self._sector_ids[code])
                for pk, (_, _, item) in zip(ids, ranked, strict=True)
                for code in item.sectors
            ),
        )
        copy_rows(
            Activity.territories.through,
            ("activity_id", "territory_id"),
            (
                (pk, territory)
                for pk, (_, _, item) in zip(ids, ranked, strict=True)
                for territory in item.territory_ids
            ),
        )


def check_at_once() -> None:
    """Check foreign keys after each statement: those of a million rows, left to the end, fill the memory."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def analyse() -> None:
    """Let PostgreSQL count what has just arrived, before anything is asked about it."""
    with connection.cursor() as cursor:
        for model in ANALYSED:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def _scope(kind: str, draft: StructureDraft) -> tuple[str, str]:
    """The scope of a kind, and the SIREN it covers."""
    if kind in SIREN_KINDS:
        return "siren", str(draft.columns["siret"] or "")[:9]
    return "siret", ""


def _reserve_ids(model: type[models.Model], how_many: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, how_many],
        )
        return [row[0] for row in cursor.fetchall()]
