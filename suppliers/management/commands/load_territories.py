"""Complete the reference with every commune of France, then give structures their commune."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import CommandError
from django.db import transaction
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from suppliers import search
from suppliers.management.console import console_on
from suppliers.management.prepared import PreparedCommand
from suppliers.models import Territory
from suppliers.territories.attaching import attach_structures
from suppliers.territories.communes_file import (
    NOT_UTF_8,
    ListedCommune,
    RefusedLine,
    UnreadableFileError,
    read_communes,
)
from suppliers.territories.loading import load_communes, rebuild_ancestors
from suppliers.territories.unreadable import check_regular, why_unreadable
from suppliers.territories.upsert import Counts

BATCH = 2_000
MOST_SHOWN = 50  # refused lines on the screen


class Command(PreparedCommand):
    help = "Charge la liste nationale des communes (CSV de geo.api.gouv.fr) et y rattache les structures."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER", help="liste des communes, CSV en UTF-8")

    def handle(self, *args: Any, **options: Any) -> None:
        if not Territory.objects.of_kind(Territory.Kind.COUNTRY).exists():
            raise CommandError("Chargez d’abord la référence : manage.py load_reference.")
        self.console = console_on(self.stdout, width=100)
        self.quiet = options["verbosity"] == 0
        try:
            check_regular(options["file"])
            with options["file"].open(encoding="utf-8-sig", newline="") as file:
                counts, refused, attached = self._load(file)
        except OSError as error:
            raise CommandError(f"{why_unreadable(options['file'], error)} Rien n’a changé.") from error
        except UnreadableFileError as error:
            raise CommandError(f"{error} Rien n’a changé.") from error
        if not self.quiet:
            self._show(counts, refused, attached)

    @transaction.atomic
    def _load(self, file: TextIO) -> tuple[Counts, list[RefusedLine], int]:
        """All or nothing: an interruption leaves the previous reference."""
        counts, refused, attached = Counts(), [], 0
        with self._progress() as progress:
            task = progress.add_task("Communes", total=_lines(file))
            items = read_communes(file, _departements())
            while batch := list(islice(items, BATCH)):
                refused += [item for item in batch if isinstance(item, RefusedLine)]
                counts += load_communes([item for item in batch if isinstance(item, ListedCommune)])
                progress.advance(task, len(batch))
            rebuild_ancestors()
            task = progress.add_task("Structures rattachées", total=None)
            for ids in attach_structures():
                search.refresh(ids)
                attached += len(ids)
                progress.update(task, completed=attached)
            if counts.created or counts.updated:
                search.forget_reference()
        return counts, refused, attached

    @contextmanager
    def _progress(self) -> Iterator[Progress]:
        columns = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()]
        hidden = self.quiet or not self.console.is_terminal
        with Progress(*columns, console=self.console, disable=hidden, transient=True) as progress:
            yield progress

    def _show(self, counts: Counts, refused: list[RefusedLine], attached: int) -> None:
        self.console.print(
            f"Communes : {counts.created} créées, {counts.updated} modifiées, {counts.unchanged} inchangées, "
            f"{len(refused)} lignes refusées. Structures rattachées : {attached}.",
            soft_wrap=True,
        )
        if refused:
            table = Table("Ligne", "Colonne", "Valeur", "Raison", title="Lignes refusées")
            for item in refused[:MOST_SHOWN]:
                table.add_row(str(item.line), item.column, item.value[:40], item.reason)
            self.console.print(table)
        if len(refused) > MOST_SHOWN:
            self.console.print(f"… et {len(refused) - MOST_SHOWN} autres.")


def _departements() -> set[str]:
    known = Territory.objects.of_kind(Territory.Kind.DEPARTEMENT)
    return set(known.values_list("code", flat=True))


def _lines(file: TextIO) -> int:
    """How many places to expect. Raises UnreadableFileError when the file is no text."""
    try:
        lines = sum(1 for _line in file) - 1
    except UnicodeDecodeError as error:
        raise UnreadableFileError(NOT_UTF_8) from error
    file.seek(0)
    return lines
