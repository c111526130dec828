"""A ledger as a table of texts: a CSV file of any usual separator and encoding, or a workbook."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from suppliers.imports.encoding import Scan, scan
from suppliers.imports.text import one_line
from suppliers.territories.csv_rows import BrokenCsvError, read_rows

from .unreadable import UnreadableFileError
from .workbooks import MOST_COLUMNS, Row, opened_workbook

MOST_BYTES = 20 * 1024 * 1024
MOST_IN_WORDS = "20 Mo"
MOST_ROWS = 300_000
SHOWN = 8  # lines of the preview
FEWEST_COLUMNS = 3
_MOST_ABOVE = 20  # lines above the headings
_DELIMITERS = ";,\t|"
_WORKBOOK, _OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Sheet:
    """What a file begins with. `rows`: about how many lines it has, 0 when it does not say."""

    headings: list[str]
    first: list[Row]
    rows: int


def read_sheet(content: bytes) -> Sheet:
    """The headings and the first lines. Raises UnreadableFileError."""
    with opened(content, start_only=True) as (rows, how_many), closing(rows):
        start = list(islice(rows, SHOWN + 1))
    if not start:
        raise UnreadableFileError(
            "Ce fichier n’a pas de ligne de titres : il faut trois colonnes au moins (SIRET, montant, date), "
            "séparées par des points-virgules, des virgules ou des tabulations."
        )
    headings = [one_line(cell)[:80] for cell in _without_empty_end(start[0][1])]
    if len(headings) > MOST_COLUMNS:
        raise UnreadableFileError(f"Ce fichier a plus de {MOST_COLUMNS} colonnes.")
    return Sheet(headings, start[1:], max(how_many - 1, 0))


@contextmanager
def opened(content: bytes, *, start_only: bool = False) -> Iterator[tuple[Any, int]]:
    """The filled lines of a file with their numbers, its headings first; about how many there are.

    `start_only`: of a workbook, no more than a preview needs.
    """
    if content.startswith(_OLD_WORKBOOK):
        raise UnreadableFileError("Ce classeur est d’un ancien format : enregistrez-le en .xlsx ou en CSV.")
    if content.startswith(_WORKBOOK):
        with opened_workbook(content, start_only=start_only) as (lines, told):
            yield _from_headings(lines), told
        return
    with tempfile.NamedTemporaryFile(prefix="ledger-") as file:
        file.write(content)
        file.flush()
        path = Path(file.name)
        found = scan(path)
        if b"\0" in content[:4096] and found.encoding != "utf-16":
            raise UnreadableFileError("Ce fichier n’est ni un CSV ni un classeur .xlsx.")
        delimiter = _delimiter(path, found)
        yield _from_headings(_in_csv(path, found, delimiter)), found.lines


def _from_headings(rows: Iterator[Row]) -> Iterator[Row]:
    """Without the lines that some accounts print above their headings: a title, a date."""
    for row in islice(rows, _MOST_ABOVE):
        if sum(1 for cell in row[1] if cell.strip()) >= FEWEST_COLUMNS:
            yield row
            yield from rows
            return


def _delimiter(path: Path, found: Scan) -> str:
    """The separator that cuts one of the first lines into most cells."""
    with path.open(encoding=found.encoding, errors=found.errors, newline="") as file:
        lines = [file.readline(20_000) for _ in range(_MOST_ABOVE)]
    return max(_DELIMITERS, key=lambda mark: max(line.count(mark) for line in lines))


def _in_csv(path: Path, found: Scan, delimiter: str) -> Iterator[Row]:
    with path.open(encoding=found.encoding, errors=found.errors, newline="") as file:
        try:
            for start, _end, cells in read_rows(file, delimiter):
                if any(cells):
                    yield start, cells
        except BrokenCsvError as error:
            raise UnreadableFileError(f"Ligne {error.line} : {error}") from error


def _without_empty_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1].strip():
        cells.pop()
    return cells
