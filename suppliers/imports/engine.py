"""Import an official list: read, check, stage, compare, write, refresh the directory. All or nothing."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO

from django.db import transaction
from django.utils import timezone

from suppliers import search
from suppliers.models import CertificationKind, ImportRun, User

from . import matching, report, staging, writing
from .certifying import certify
from .completeness import incomplete_reason
from .differences import queue_differences
from .guards import alone, failure_recorded
from .issues import Issue
from .legal_forms import LegalForms
from .places import Places
from .reading import RawRow, Table
from .refusal import RefusedFileError
from .registry import SOURCES, source_named
from .rows import RowChecker
from .settling import contradict
from .sources import Source

BATCH = 2_000
REFRESH_BATCH = 10_000
_UNDATED = "Le fichier ne dit pas de quand il date : donnez la date de la liste (--listed-on AAAA-MM-JJ)."

# Step (French), done, total.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Options:
    """How to import. `listed_on` is the day of the list; without it, each row's own date counts.

    `complete` says that the list is whole, even if most structures leave it.
    """

    within: str = ""
    listed_on: dt.date | None = None
    dry_run: bool = False
    complete: bool = False


def run_import(
    source: str,
    path: Path,
    options: Options | None = None,
    *,
    file_name: str = "",
    by: User | None = None,
    progress: Progress = lambda step, done, total: None,
) -> ImportRun:
    """Import a list and return the run, with its counts and its issues; a dry run only reports.

    Raises RefusedFileError (a French sentence) when the source, the file or an option is wrong, or another
    import is under way: then nothing has changed.
    """
    options = options or Options()
    wanted = source_named(source)
    table = Table(path, wanted.columns)
    places = Places(options.within)
    _check(wanted, table, options)
    with alone(SOURCES):
        run = ImportRun.objects.create(
            source=wanted.code,
            file_name=(file_name or path.name)[:200],
            file_sha256=table.scan.sha256,
            listed_on=options.listed_on,
            within=options.within.upper(),
            dry_run=options.dry_run,
            by=by,
        )
        with failure_recorded(run):
            _Import(run, wanted, table, places, options, progress).execute()
    return run


def _check(source: Source, table: Table, options: Options) -> None:
    if options.listed_on is None and "updated_at" not in table.titles:
        raise RefusedFileError(_UNDATED)
    if options.listed_on is not None and options.listed_on > timezone.localdate():
        raise RefusedFileError("La date de la liste est à venir : vérifiez --listed-on.")
    wanted = set(source.kinds.values())
    if wanted - set(CertificationKind.objects.filter(code__in=wanted).values_list("code", flat=True)):
        raise RefusedFileError(
            "Les données de référence manquent : lancez d’abord « manage.py load_reference »."
        )


class _Import:
    """One import under way."""

    def __init__(
        self,
        run: ImportRun,
        source: Source,
        table: Table,
        places: Places,
        options: Options,
        progress: Progress,
    ) -> None:
        self._run = run
        self._source = source
        self._table = table
        self._places = places
        self._options = options
        self._progress = progress
        self._is_whole = True  # every row could be read: who is not in the list has left it

    def execute(self) -> None:
        """Do everything in one transaction; a dry run carries its findings past the rollback in a file."""
        with tempfile.TemporaryFile("w+", encoding="utf-8") as findings:
            with transaction.atomic():
                staging.create_tables()
                self._read()
                self._write()
                if self._options.dry_run:
                    findings.writelines(f"{json.dumps(issue)}\n" for issue in staging.each_issue())
                    transaction.set_rollback(True)
                else:
                    report.keep_staged(self._run)
                    self._refresh()
                    staging.drop_tables()
                    self._finish()
            if self._options.dry_run:
                findings.seek(0)
                with transaction.atomic():
                    report.keep(self._run, _issues_of(findings))
                    self._finish()

    def _read(self) -> None:
        forms, titles, listed_on = LegalForms.load(), self._table.titles, self._options.listed_on
        checker = RowChecker(self._source, titles, self._places, forms, listed_on)
        last = max(1, self._table.scan.lines)
        for batch in _batches(iter(self._table)):
            self._run.rows += len(batch)
            staging.stage(filter(None, map(checker.check, batch)), checker.take_issues())
            self._progress("Lecture", batch[-1].line, last)
        self._run.skipped = checker.skipped
        self._is_whole = not checker.swallowed
        if not self._run.rows:
            raise RefusedFileError("Le fichier ne contient aucune ligne sous celle des titres.")
        self._progress("Lecture", last, last)

    def _write(self) -> None:
        """Compare what was staged with what we have, and write the difference."""
        run, titles = self._run, self._table.titles
        day, has_rows = staging.list_date(self._options.listed_on, titles.get("updated_at", ""))
        run.listed_on = day
        if day is None and has_rows:
            raise RefusedFileError(_UNDATED)
        self._progress("Comparaison", 0, 1)
        staging.fold(titles["siret"], titles["name"])
        matching.refuse_demonstration(titles["siret"])
        if day is not None:
            matching.match(self._source.labels, day, titles)
            queue_differences()
            self._progress("Comparaison", 1, 1)
            self._write_changes(day)
        run.created, run.updated, run.unchanged = writing.count_structures()
        if not (self._options.complete or self._options.dry_run) and (reason := incomplete_reason(run)):
            raise RefusedFileError(f"{reason} Rien n’a changé.")
        run.refused, run.doubtful = staging.count_lines()

    def _write_changes(self, day: dt.date) -> None:
        steps: list[Callable[[], object]] = [
            writing.create_structures,
            writing.update_structures,
            partial(certify, day, self._table.titles),
            partial(self._flag_left, day),
        ]
        for done, write in enumerate(steps):
            self._progress("Écriture", done, len(steps))
            write()
        self._progress("Écriture", len(steps), len(steps))

    def _flag_left(self, day: dt.date) -> None:
        if self._is_whole:
            within = self._places.within.pk if self._places.within else None
            self._run.left = writing.flag_left(day, within)
            contradict(day, within)

    def _refresh(self) -> None:
        """Bring the directory up to date; nothing changed, nothing refreshed: its version stays."""
        done, total = 0, self._run.created + self._run.updated + self._run.left
        for batch in writing.each_changed_batch(REFRESH_BATCH):
            self._progress("Annuaire", done, total)
            search.refresh(batch)
            done += len(batch)
            self._progress("Annuaire", done, total)

    def _finish(self) -> None:
        self._run.status = ImportRun.Status.DONE
        self._run.finished_at = timezone.now()
        self._run.save()


def _batches(rows: Iterator[RawRow]) -> Iterator[list[RawRow]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _issues_of(findings: IO[str]) -> Iterator[Issue]:
    return (Issue(*json.loads(line)) for line in findings)
