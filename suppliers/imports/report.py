"""The findings of an import, kept for the admins and as a file for a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from django.db import connection

from suppliers.models import ImportIssue, ImportRun

from .issues import Issue
from .staging import ISSUE_COLUMNS

TITLES = ["Ligne", "Colonne", "Valeur", "Gravité", "Motif", "Explication"]
BOM = "\ufeff"  # without it, spreadsheets read the accents wrong
_LABELS = dict(ImportIssue.Severity.choices)


def keep_staged(run: ImportRun) -> None:
    """Keep the staged findings with the run, in the order of the file."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO suppliers_importissue (run_id, line, "column", value, severity, code, reason)
            SELECT %s, {ISSUE_COLUMNS} FROM import_issue ORDER BY line, ctid""",  # noqa: S608
            [run.pk],
        )


def keep(run: ImportRun, issues: Iterable[Issue]) -> None:
    """Keep findings with the run."""
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for issue in issues:
            copy.write_row((run.pk, *issue))


_COPY = 'COPY suppliers_importissue (run_id, line, "column", value, severity, code, reason) FROM STDIN'


def csv_lines(run: ImportRun) -> Iterator[str]:
    """The report as a CSV file that spreadsheets open at a double click: semicolons, UTF-8 with its mark."""
    writer = csv.writer(_Echo(), delimiter=";")
    yield BOM + writer.writerow(TITLES)
    for issue in run.issues.order_by("line", "id").iterator(chunk_size=2_000):
        where = issue.line or ""
        cells = [where, issue.column, issue.value, _LABELS[issue.severity], issue.code, issue.reason]
        yield writer.writerow([neutral(str(cell)) for cell in cells])


def is_report(path: Path) -> bool:
    """Whether a file is a former report, which a new one may replace."""
    start = f"{BOM}{TITLES[0]};{TITLES[1]};".encode()
    with path.open("rb") as file:
        return file.read(len(start)) == start


def neutral(cell: str) -> str:
    """A cell no spreadsheet takes for a formula (OWASP, CSV injection)."""
    is_formula = cell.lstrip().startswith(("=", "+", "-", "@")) or cell.startswith(("\t", "\r", "\n"))
    return f"'{cell}" if is_formula else cell


class _Echo:
    """A file that hands back each line instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def write_csv(run: ImportRun, file: IO[str]) -> None:
    """Write the report to an open file (newline="", UTF-8)."""
    file.writelines(csv_lines(run))
