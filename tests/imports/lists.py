"""Small lists in the shape of the real one, written to a file and imported for real."""

import csv
from collections.abc import Iterable
from pathlib import Path

from suppliers.imports import Options, run_import
from suppliers.models import ImportRun, Structure
from tests.factories import siret_number

REAL_LIST = Path(__file__).resolve().parents[3] / "shared" / "data" / "siae_2020.csv"
ASP = "liste des SIAE (ASP)"
COLUMNS = [
    "siret",
    "kind",
    "name",
    "brand",
    "naf",
    "legal_form",
    "address",
    "post_code",
    "city",
    "department",
    "lat",
    "lon",
    "website",
    "description",
    "source",
    "created_at",
    "updated_at",
]


def a_row(n: int = 1, **cells: str) -> dict[str, str]:
    """The n-th row of a plausible list; cells given replace its own."""
    return {
        "siret": siret_number(n),
        "kind": "EI",
        "name": f"ENTREPRISE D'INSERTION {n}",
        "address": f"{n} rue de Paris",
        "post_code": "93100",
        "city": "Montreuil",
        "department": "93",
        "lat": "48.8621",
        "lon": "2.4412",
        "source": "ASP",
        "updated_at": "2025-03-10T10:00:00.000Z",
        **cells,
    }


def write_list(
    path: Path,
    rows: Iterable[dict[str, str]],
    *,
    columns: list[str] = COLUMNS,
    delimiter: str = ",",
    encoding: str = "utf-8",
) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", extrasaction="ignore", delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def import_rows(folder: Path, *rows: dict[str, str], **options: object) -> ImportRun:
    """Write these rows to a file and import it."""
    return run_import("siae", write_list(folder / "siae.csv", rows), Options(**options))


def structure_of(row: dict[str, str]) -> Structure:
    return Structure.objects.get(siret=row["siret"])


def found(run: ImportRun) -> list[tuple[int, str, str]]:
    """Line, column and code of every finding."""
    return list(run.issues.order_by("line", "id").values_list("line", "column", "code"))


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    """Created, updated, unchanged, left."""
    return run.created, run.updated, run.unchanged, run.left
