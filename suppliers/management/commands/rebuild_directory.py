"""Recompute the public directory from the tables, or prove that nothing differs."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from suppliers import search
from suppliers.management.prepared import PreparedCommand

SHOWN = 20


class Command(PreparedCommand):
    help = "Recalcule l’annuaire public ; avec --check, vérifie qu’il est juste sans rien changer."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="ne rien changer ; code 1 si une fiche diffère"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            changed = search.refresh()
            if options["verbosity"]:
                self.stdout.write(f"Annuaire recalculé : {changed} fiches modifiées.")
            return
        wrong = search.differences()
        if wrong:
            ids = ", ".join(map(str, wrong[:SHOWN])) + (" …" if len(wrong) > SHOWN else "")
            raise CommandError(f"{len(wrong)} fiches diffèrent, structures : {ids}.", returncode=1)
        self.stdout.write("L’annuaire est juste.")
