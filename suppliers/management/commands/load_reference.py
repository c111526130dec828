"""Bring the reference tables in line with `fixtures/`: created, updated, or already right."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.management.base import CommandError
from django.db import models, transaction
from django.utils.text import capfirst
from rich.table import Table

from suppliers import search
from suppliers.management.console import console_on
from suppliers.management.prepared import PreparedCommand
from suppliers.models import (
    CertificationKind,
    EmployeeBand,
    LegalForm,
    Sector,
    SectorSynonym,
    SocialServiceCpv,
    Territory,
)
from suppliers.territories.loading import rebuild_ancestors, set_parents
from suppliers.territories.names import name_key
from suppliers.territories.upsert import Counts, upsert

# Tables whose columns are the model's own fields.
PLAIN_TABLES: list[tuple[type[models.Model], str]] = [
    (EmployeeBand, "employee_bands.csv"),
    (LegalForm, "legal_forms.csv"),
    (SocialServiceCpv, "social_service_cpv.csv"),
    (CertificationKind, "certification_kinds.csv"),
]


class Command(PreparedCommand):
    help = "Charge les données de référence du dossier fixtures/ (sans effet si elles sont à jour)."

    def handle(self, *args: Any, **options: Any) -> None:
        counts = load_reference()
        if options["verbosity"]:
            self._show(counts)

    def _show(self, counts: dict[str, Counts]) -> None:
        table = Table("Référence", "Créées", "Modifiées", "Inchangées")
        for name, count in counts.items():
            table.add_row(name, str(count.created), str(count.updated), str(count.unchanged))
        console_on(self.stdout, width=72).print(table)


@transaction.atomic
def load_reference(folder: Path | None = None) -> dict[str, Counts]:
    """Write every reference table and say what changed, by French name. The directory follows."""
    folder = folder or settings.FIXTURES
    counts = {}
    for model, name in PLAIN_TABLES:
        title = capfirst(str(model._meta.verbose_name_plural))
        counts[title] = upsert(model, "code", _typed_rows(model, folder / name))
    counts["Secteurs"] = _load_sectors(folder / "sectors.csv")
    counts["Synonymes"] = _load_synonyms(folder / "sector_synonyms.csv")
    counts["Territoires"] = _load_territories(folder / "territories.csv")
    if any(count.changed for count in counts.values()):
        search.refresh()
    return counts


def _load_sectors(path: Path) -> Counts:
    rows = list(_typed_rows(Sector, path))
    parents = {row["code"]: row.pop("parent") for row in rows}
    groups = [{**row, "parent_id": None} for row in rows if not parents[row["code"]]]
    counts = upsert(Sector, "code", groups)
    ids = dict(Sector.objects.values_list("code", "pk"))
    sold = [{**row, "parent_id": ids[parents[row["code"]]]} for row in rows if parents[row["code"]]]
    return counts + upsert(Sector, "code", sold)


def _load_synonyms(path: Path) -> Counts:
    """Add the words that are missing; those added by hand in the admin stay."""
    ids = dict(Sector.objects.values_list("code", "pk"))
    wanted = {(ids[row["sector"]], row["term"]) for row in _rows(path)}
    missing = sorted(wanted - set(SectorSynonym.objects.values_list("sector_id", "term")))
    SectorSynonym.objects.bulk_create(SectorSynonym(sector_id=sector, term=term) for sector, term in missing)
    return Counts(created=len(missing), unchanged=len(wanted) - len(missing))


def _load_territories(path: Path) -> Counts:
    rows = [{**row, "name_key": name_key(row["name"])} for row in _typed_rows(Territory, path)]
    parents = {row["code"]: [code for code in row.pop("parents").split("|") if code] for row in rows}
    heirs = {row["code"]: row.pop("merged_into") for row in rows}
    counts = upsert(Territory, "code", [_with_heir(row, None) for row in rows if not heirs[row["code"]]])
    ids = dict(Territory.objects.filter(code__in=heirs.values()).values_list("code", "pk"))
    merged = [_with_heir(row, ids[heirs[row["code"]]]) for row in rows if heirs[row["code"]]]
    counts += upsert(Territory, "code", merged)
    moved = set_parents(parents)
    if moved or counts.changed:
        rebuild_ancestors()
    return counts if counts.changed else Counts(0, min(moved, counts.unchanged), counts.unchanged - moved)


def _with_heir(row: dict[str, Any], heir_id: int | None) -> dict[str, Any]:
    return {**row, "merged_into_id": heir_id}


def _typed_rows(model: type[models.Model], path: Path) -> Iterator[dict[str, Any]]:
    fields = {field.name: field for field in model._meta.concrete_fields}
    for row in _rows(path):
        yield {name: _value(fields.get(name), text) for name, text in row.items()}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
    except FileNotFoundError as missing:
        where = f"{path.parent.name}/{path.name}"
        raise CommandError(f"Il manque le fichier de référence {where}.") from missing


def _value(field: models.Field[Any, Any] | None, text: str) -> Any:
    """The text of a cell as its field wants it; links to other rows stay codes."""
    if isinstance(field, ArrayField):
        return text.split("|") if text else []
    if isinstance(field, models.IntegerField | models.FloatField | models.DateField):
        if not text:
            return None
        if isinstance(field, models.DateField):
            return dt.date.fromisoformat(text)
        return float(text) if isinstance(field, models.FloatField) else int(text)
    return text
