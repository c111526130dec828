"""Fill an empty directory with fictional structures."""

import time
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from suppliers.management.console import console_on
from suppliers.management.french import whole_number
from suppliers.management.prepared import PreparedCommand
from suppliers.management.seeding import EVERYWHERE_FROM, Plan, SeedRefusedError, seed_directory

# SIREN numbers repeat after that many legal units, of which there is at most one per structure.
MOST_STRUCTURES = 5_000_000


class Command(PreparedCommand):
    help = "Remplit l’annuaire de structures fictives et plausibles, toujours les mêmes pour une même graine."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--structures", type=whole_number, metavar="N", default=1_200, help="combien en tout (1 200)"
        )
        parser.add_argument(
            "--seed", type=whole_number, metavar="N", default=2026, help="graine du tirage (2026)"
        )
        parser.add_argument(
            "--everywhere",
            action="store_true",
            help=f"dans toute la France (de toute façon à partir de {EVERYWHERE_FROM:_} structures)".replace(
                "_", " "
            ),
        )
        parser.add_argument(
            "--force", action="store_true", help="même si l’annuaire contient de vraies structures"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan(options["structures"], options["seed"], options["everywhere"], options["force"])
        if not 1 <= plan.structures <= MOST_STRUCTURES:
            raise CommandError(f"Le nombre de structures va de 1 à {MOST_STRUCTURES}.")
        started = time.monotonic()
        try:
            written = self._seed_with_progress(plan, quiet=options["verbosity"] == 0)
        except SeedRefusedError as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["verbosity"]:
            self.stdout.write(_report(written, time.monotonic() - started))

    def _seed_with_progress(self, plan: Plan, *, quiet: bool) -> int:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        console = console_on(self.stderr, quiet=quiet)
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
            task = progress.add_task("Structures fictives", total=plan.structures)

            def advance(written: int) -> None:
                progress.advance(task, written)
                if progress.finished:
                    progress.update(task, description="Calcul de l’annuaire")

            return seed_directory(plan, today=timezone.localdate(), advance=advance)


def _report(written: int, seconds: float) -> str:
    if not written:
        return "Déjà fait : ces structures fictives sont dans l’annuaire."
    noun = "structure fictive ajoutée" if written == 1 else "structures fictives ajoutées"
    return f"{written} {noun} en {seconds:.1f} s.".replace(".", ",", 1)
