"""Import an official list of structures, with a progress bar and a report."""

from __future__ import annotations

import datetime as dt
import os
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import Count
from django.utils import timezone
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from suppliers.imports import SOURCES, Options, RefusedFileError, run_import
from suppliers.imports.completeness import incomplete_reason
from suppliers.imports.report import is_report, write_csv
from suppliers.management.console import console_on
from suppliers.management.prepared import PreparedCommand
from suppliers.models import ImportIssue, ImportRun, Structure, Territory
from suppliers.procurement.calendar_months import shift_months
from suppliers.validation.duplicates import find_duplicates_after
from suppliers.validation.letters import tell_listed

# Rows of one reason on screen; the report has them all.
_REFUSED_SHOWN, _DOUBTFUL_SHOWN = 20, 3
_ALL_COMMUNES = 30_000  # fewer: the national list was never loaded
_ROWS = 10  # of fewer, no speed is worth reading


class Command(PreparedCommand):
    help = "Importe une liste officielle de structures ; chaque ligne refusée ou douteuse est expliquée."
    requires_system_checks = ()  # they look at the pages, and take a fifth of a second

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="SOURCE", help=f"liste officielle : {', '.join(SOURCES)}")
        parser.add_argument("file", metavar="FICHIER", type=Path, help="fichier CSV")
        parser.add_argument("--dry-run", action="store_true", help="même rapport, sans rien changer")
        parser.add_argument(
            "--within",
            metavar="CODE",
            default="",
            help="ne garder qu’un territoire (93048, T8, 93, MGP, R11…)",
        )
        parser.add_argument(
            "--listed-on",
            metavar="DATE",
            type=_day,
            help="date de la liste, AAAA-MM-JJ (sinon celle des lignes)",
        )
        parser.add_argument(
            "--complete",
            action="store_true",
            help="la liste est complète, même si la plupart des structures en sortent",
        )
        parser.add_argument(
            "--report", metavar="RAPPORT.csv", type=Path, help="écrire le rapport dans ce fichier"
        )
        parser.add_argument(
            "--geocode",
            action="store_true",
            help="chercher ensuite les positions manquantes (commande geocode)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        console = console_on(self.stdout, highlight=False)
        if options["report"]:
            _check_report(options["report"])
        chosen = Options(options["within"], options["listed_on"], options["dry_run"], options["complete"])
        try:
            with _Bars(console) as bars:
                run = run_import(options["source"], options["file"], chosen, progress=bars.show)
        except RefusedFileError as refusal:
            raise CommandError(str(refusal)) from refusal
        except KeyboardInterrupt as interruption:
            raise CommandError("Import interrompu : rien n’a changé.", returncode=130) from interruption
        report = options["report"]
        # Before the screen, which nobody may be left to read.
        is_written = bool(report) and _write_report(run, report)
        _show(run, console)
        if is_written:
            console.print(f"Rapport : {report}", soft_wrap=True)
        if not run.dry_run:
            _say_duplicates(find_duplicates_after(run), console)
            _say_letters(tell_listed(run), console)
        if options["geocode"] and not run.dry_run:
            call_command("geocode", stdout=self.stdout, verbosity=options["verbosity"])
        if report and not is_written:
            done = "L’essai à blanc" if run.dry_run else "L’import"
            raise CommandError(f"{done} est fait, mais le rapport n’a pas pu être écrit dans « {report} ».")


def _say_duplicates(found: int | None, console: Console) -> None:
    if found is None:
        console.print("Beaucoup de structures nouvelles : cherchez leurs doublons avec find_duplicates.")
    elif found:
        said = "doublon probable" if found == 1 else "doublons probables"
        console.print(f"{found} {said} de plus dans la file de validation.")


def _say_letters(written: int, console: Console) -> None:
    if written:
        said = "Un courriel annonce" if written == 1 else f"{written} courriels annoncent"
        console.print(f"{said} une certification que la liste vérifie : send_emails les envoie.")


class _Bars:
    """A progress bar per step, with its rate and the remaining time; silent when nobody watches."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            TextColumn("{task.description:<12}"),
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(),
            TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> _Bars:
        self._progress.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._progress.stop()

    def show(self, step: str, done: int, total: int) -> None:
        if step not in self._tasks:
            self._tasks[step] = self._progress.add_task(step, total=total)
        self._progress.update(self._tasks[step], completed=done, total=total)


class _Rate(ProgressColumn):
    """So many a second, of a step that is counted in rows."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        is_counted = (task.total or 0) >= _ROWS
        return Text(f"{speed:,.0f}/s".replace(",", " ") if speed and is_counted else "")


def _show(run: ImportRun, console: Console) -> None:
    """Counts, then why rows were refused or doubtful, then the rows themselves as far as they fit."""
    day = f"{run.listed_on:%d/%m/%Y}" if run.listed_on else "sans date"
    kind = "Essai à blanc, rien n’a changé" if run.dry_run else "Import terminé"
    console.print(f"{kind} : {run.file_name}, liste du {day}.", soft_wrap=True)
    counts = Table(show_header=False)
    for name in ("rows", "created", "updated", "unchanged", "left", "skipped", "refused", "doubtful"):
        label = str(ImportRun._meta.get_field(name).verbose_name).capitalize()  # type: ignore[union-attr]
        counts.add_row(label, str(getattr(run, name)))
    console.print(counts)
    for advice in _advice(run):
        console.print(advice, soft_wrap=True)
    _show_findings(run, console)


def _advice(run: ImportRun) -> Iterator[str]:
    """What the counts do not say: what to look at, what to do next."""
    if reason := incomplete_reason(run):  # else refused: a dry run, or somebody who knows (--complete)
        if run.dry_run:
            yield reason
    elif run.left > run.created + run.updated + run.unchanged:
        yield "Plus de structures sont sorties de la liste qu’il n’en reste : ce fichier est-il complet ?"
    if not run.dry_run and Structure.objects.filter(is_demo=True).exists():
        yield "Cette base tient aussi des structures fictives : un vrai annuaire part d’une base vide."
    months = settings.LISTING_WINDOW_MONTHS
    if run.listed_on and run.listed_on < shift_months(timezone.localdate(), -months):
        yield (
            f"Cette liste a plus de {months} mois : les certifications qu’elle est seule à attester "
            "s’affichent « à vérifier »."
        )
    known = Territory.objects.current().of_kind(Territory.Kind.COMMUNE).count()
    if known < _ALL_COMMUNES and run.issues.filter(code="commune-hors-referentiel").exists():
        yield (
            f"Le référentiel ne tient que {known} communes : « manage.py load_territories communes.csv » "
            "ajoute les autres et y rattache les structures, sans nouvel import."
        )


def _show_findings(run: ImportRun, console: Console) -> None:
    """Why rows were refused or doubtful, with the first rows of each reason; the report has them all."""
    counts = run.issues.order_by().values("severity", "code").annotate(lines=Count("line", distinct=True))
    for reason in counts.order_by("-severity", "-lines", "code"):
        severity, code, lines = reason["severity"], reason["code"], reason["lines"]
        of_reason = run.issues.filter(severity=severity, code=code).order_by("line", "id")
        gravity = ImportIssue.Severity(severity).label
        title = f"{gravity} · {code} · {lines} ligne{'s' if lines > 1 else ''}"
        table = Table(
            "Ligne", "Colonne", "Valeur", "Explication", title=title, title_justify="left", expand=True
        )
        shown = of_reason[: _REFUSED_SHOWN if severity == ImportIssue.Severity.REFUSED else _DOUBTFUL_SHOWN]
        for issue in shown:
            table.add_row(*map(Text, (str(issue.line), issue.column, issue.value, issue.reason)))
        if lines > len(shown):
            table.add_row("…", "", "", f"et {lines - len(shown)} de plus (--report RAPPORT.csv)")
        console.print(table)


def _check_report(path: Path) -> None:
    """Before anything is imported: a report can be written, replaces a former one, and nothing else."""
    try:
        problem = _problem_with(path)
    except OSError:
        problem = f"Le rapport ne peut pas être écrit dans « {path} » : donnez un autre nom à --report."
    if problem:
        raise CommandError(problem)


def _problem_with(path: Path) -> str:
    """Why a report may not be written there, "" when it may. Raises OSError when it cannot."""
    if not path.parent.is_dir():
        return f"Le dossier du rapport n’existe pas : « {path.parent} »."
    if path.is_dir():
        return (
            f"« {path} » est un dossier : donnez aussi un nom de fichier, comme « {path / 'rapport.csv'} »."
        )
    if path.exists() and path.stat().st_size and not is_report(path):
        return f"« {path} » existe déjà et n’est pas un rapport d’import : donnez un autre nom à --report."
    _try_writing(path)
    return ""


def _try_writing(path: Path) -> None:
    """Open it as the report will be, without changing it; a refused import leaves no empty file behind."""
    is_new = not os.path.lexists(path)
    if is_new or path.is_file():  # opening a pipe would wait for its reader
        path.open("ab").close()
    if is_new:
        path.unlink()


def _write_report(run: ImportRun, path: Path) -> bool:
    """Whether it could be written: a disk may be full."""
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            write_csv(run, file)
    except OSError:
        return False
    return True


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"« {text} » n’est pas une date : écrivez AAAA-MM-JJ") from error
