"""Measure the site against its goals; see `suppliers/management/benchmarks/`."""

import json
import subprocess
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser

from suppliers.management.benchmarks import databases, report
from suppliers.management.benchmarks.grouping import measure_groups
from suppliers.management.benchmarks.importing import measure_imports
from suppliers.management.benchmarks.machine import describe_machine
from suppliers.management.benchmarks.one_size import line_count, measure_directory
from suppliers.management.console import console_on
from suppliers.management.french import whole_number
from suppliers.management.prepared import PreparedCommand

IMPORTED_ROWS = (22_600, 50_000)  # the size the goal is set for, and more, to see whether memory grows
IMPORT_LINE, GROUPS_LINE = "import", "groupements"


class Command(PreparedCommand):
    help = "Mesure l’annuaire, la carte, les fiches et l’import, sur des bases à part ; écrit var/bench/."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--structures", metavar="N,N", default="22600,220000", help="tailles, séparées par des virgules"
        )
        parser.add_argument(
            "--only",
            metavar="TEXTE",
            default="",
            help="les mesures dont le nom contient ce texte (« carte », « import »)",
        )
        parser.add_argument(
            "--requests", type=whole_number, metavar="N", default=200, help="requêtes par mesure (200)"
        )
        parser.add_argument(
            "--seed", type=whole_number, metavar="N", default=1, help="graine du tirage des requêtes (1)"
        )
        parser.add_argument(
            "--communes",
            metavar="FICHIER",
            type=Path,
            help="fichier des communes de France, chargé dans les nouvelles bases",
        )
        parser.add_argument("--fresh", action="store_true", help="refait les bases de mesure")
        # For the processes this command starts, one for each size.
        parser.add_argument(
            "--into", metavar="FICHIER", type=Path, help="mesure cette base-ci et écrit les chiffres ici"
        )
        parser.add_argument(
            "--plans", metavar="FICHIER", type=Path, help="avec --into : écrit aussi les plans des requêtes"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["requests"] < 1:
            raise CommandError("Il faut au moins une requête par mesure.")
        if options["into"]:
            self._measure_here(options)
            return
        sizes = _sizes(options["structures"])
        call_command("collectstatic", interactive=False, verbosity=0)
        machine = describe_machine()
        folder = settings.ROOT / "var" / "bench"
        folder.mkdir(parents=True, exist_ok=True)
        try:
            measured = [self._measure_size(size, folder, size == max(sizes), options) for size in sizes]
            wanted = options["only"] in IMPORT_LINE
            imports = measure_imports(IMPORTED_ROWS, options["seed"]) if wanted else []
            groups = measure_groups(options["seed"]) if options["only"] in GROUPS_LINE else []
        except subprocess.CalledProcessError as failed:
            raise CommandError(f"Une mesure s’est arrêtée : {' '.join(failed.cmd[2:])}") from failed
        gathered = {
            "machine": machine,
            "sizes": [size for size in measured if size["measures"] or size.get("ledger")],
            "groups": [asdict(item) for item in groups],
            "imports": [asdict(item) for item in imports],
        }
        report.write(folder, gathered)
        console = console_on(self.stdout)
        report.show(
            console if console.is_terminal else console_on(self.stdout, width=report.NARROWEST), gathered
        )
        self.stdout.write(f"Écrit dans {folder.relative_to(settings.ROOT)}/.")

    def _measure_size(
        self, size: int, folder: Path, is_largest: bool, options: dict[str, Any]
    ) -> dict[str, Any]:
        """In a process of its own: a server holds one directory, and its memory is part of the figures."""
        if not line_count(options["only"]):
            return {"measures": []}
        self.stderr.write(f"{size} structures…")
        address = databases.prepare(size, communes=options["communes"], fresh=options["fresh"])
        with tempfile.TemporaryDirectory() as place:
            into = Path(place) / "figures.json"
            arguments = [f"--{name}={options[name]}" for name in ("only", "requests", "seed")]
            if is_largest:
                arguments.append(f"--plans={folder / 'explain.txt'}")
            databases.manage(address, "bench", f"--into={into}", *arguments)
            figures: dict[str, Any] = json.loads(into.read_text(encoding="utf-8"))
            return figures

    def _measure_here(self, options: dict[str, Any]) -> None:
        left = iter(range(line_count(options["only"]), 0, -1))
        figures = measure_directory(
            requests=options["requests"],
            seed=options["seed"],
            only=options["only"],
            plans=options["plans"],
            advance=lambda name: self.stderr.write(f"  {next(left)} · {name}"),
        )
        options["into"].write_text(json.dumps(figures), encoding="utf-8")


def _sizes(typed: str) -> list[int]:
    sizes = [int(size) for size in typed.split(",") if size.strip().isdigit()]
    if not sizes or any(not 1 <= size <= 2_000_000 for size in sizes):
        raise CommandError("--structures attend des nombres séparés par des virgules, comme 22600,220000.")
    return sorted(set(sizes))
