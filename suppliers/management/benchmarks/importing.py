"""Import a long official list in a process of its own; note how fast, and how much memory it took."""

import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

from django.conf import settings

from suppliers.management.benchmarks import databases
from suppliers.management.benchmarks.machine import witness
from suppliers.management.seeding.identifiers import siren_number, siret_number
from suppliers.management.seeding.words import COMPLEMENTS, STREETS

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
]
COLUMNS += ["lat", "lon", "website", "description", "source", "created_at", "updated_at"]
RSS_PER_MB = 1024**2 if sys.platform == "darwin" else 1024
KINDS = ("EI", "ETTI", "AI", "ACI", "GEIQ", "EA")


@dataclass(frozen=True)
class ImportMeasure:
    """One import, from the start of the command to its end. Memory in MB."""

    rows: int
    seconds: float
    peak_mb: float
    witness_ms: float  # `machine.witness`, the mean of before and after

    @property
    def rows_per_second(self) -> float:
        return self.rows / self.seconds


def measure_imports(sizes: tuple[int, ...], seed: int) -> list[ImportMeasure]:
    """Import files of these lengths, each into an empty directory."""
    name = f"{databases.PREFIX}import"
    measures = []
    for rows in sizes:
        databases.drop(name)
        databases.create(name)
        address = databases.url_of(name)
        databases.manage(address, "migrate", "--verbosity=0")
        databases.manage(address, "load_reference", "--verbosity=0")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "siae.csv"
            write_list(path, rows, seed)
            measures.append(_import(address, path, rows))
    databases.drop(name)
    return measures


def write_list(path: Path, rows: int, seed: int) -> None:
    """A list of SIAE in the shape of the real one: upper-case names, sound numbers, points."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(islice(_rows(seed), rows))


def _rows(seed: int) -> Iterator[dict[str, object]]:
    rng = Random(seed)  # noqa: S311
    communes = _communes()
    for number in range(10**7):
        siren = siren_number(number // 4)
        if siren is None:
            return
        commune = rng.choice(communes)
        yield {
            "siret": siret_number(siren, number % 4 + 1),
            "kind": KINDS[number // 4 % len(KINDS)],
            "name": f"ATELIER {rng.choice(COMPLEMENTS).upper()} {number}",
            "naf": "8899B",
            "legal_form": "Association",
            "address": f"{rng.randint(1, 99)} {rng.choice(STREETS)}",
            "post_code": rng.choice(commune["postal_codes"].split("|")),
            "city": commune["name"],
            "department": commune["code"][:2],
            "lat": round(float(commune["latitude"]) + rng.uniform(-0.008, 0.008), 6),
            "lon": round(float(commune["longitude"]) + rng.uniform(-0.01, 0.01), 6),
            "description": "Chantiers d'insertion : propreté, espaces verts, second œuvre.",
            "source": "ASP",
            "updated_at": "2026-10-01T08:00:00.000Z",
        }


def _communes() -> list[dict[str, str]]:
    """The communes of the reference data, but Paris, which files name by arrondissement or not at all."""
    with (settings.FIXTURES / "territories.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        row for row in rows if row["kind"] == "commune" and not row["merged_into"] and row["name"] != "Paris"
    ]


def _import(address: str, path: Path, rows: int) -> ImportMeasure:
    before = witness()
    started = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603  our own command
        databases.command("import_structures", "siae", str(path)),
        env=databases.environment(address),
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    peak = round(usage.ru_maxrss / RSS_PER_MB, 1)
    return ImportMeasure(rows, round(seconds, 2), peak, round((before + witness()) / 2, 1))
