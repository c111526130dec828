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

from suppliers.management.benchmarks import databases
from suppliers.management.seeding.identifiers import siren_number, siret_number
from suppliers.management.seeding.places import Places, load_places
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

    @property
    def rows_per_second(self) -> float:
        return self.rows / self.seconds


def measure_imports(sizes: tuple[int, ...], seed: int) -> list[ImportMeasure]:
    """Import files of these lengths, each into an empty directory."""
    name = f"{databases.PREFIX}import"
    places = load_places(everywhere=False)
    measures = []
    for rows in sizes:
        databases.drop(name)
        databases.create(name)
        address = databases.url_of(name)
        databases.manage(address, "migrate", "--verbosity=0")
        databases.manage(address, "load_reference", "--verbosity=0")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "siae.csv"
            write_list(path, rows, places, seed)
            measures.append(_import(address, path, rows))
    databases.drop(name)
    return measures


def write_list(path: Path, rows: int, places: Places, seed: int) -> None:
    """A list of SIAE in the shape of the real one: upper-case names, sound numbers, points."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(islice(_rows(places, seed), rows))


def _rows(places: Places, seed: int) -> Iterator[dict[str, object]]:
    rng = Random(seed)  # noqa: S311
    for number in range(10**7):
        siren = siren_number(number // 4)
        if siren is None:
            return
        place = places.draw(rng)
        latitude, longitude = place.spot(rng)
        yield {
            "siret": siret_number(siren, number % 4 + 1),
            "kind": KINDS[number // 4 % len(KINDS)],
            "name": f"ATELIER {rng.choice(COMPLEMENTS).upper()} {number}",
            "naf": "8899B",
            "legal_form": "Association",
            "address": f"{rng.randint(1, 99)} {rng.choice(STREETS)}",
            "post_code": rng.choice(place.postal_codes),
            "city": place.city,
            "department": place.departement.code,
            "lat": latitude,
            "lon": longitude,
            "description": "Chantiers d'insertion : propreté, espaces verts, second œuvre.",
            "source": "ASP",
            "updated_at": "2026-10-01T08:00:00.000Z",
        }


def _import(address: str, path: Path, rows: int) -> ImportMeasure:
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
    return ImportMeasure(rows, round(seconds, 2), round(usage.ru_maxrss / RSS_PER_MB, 1))
