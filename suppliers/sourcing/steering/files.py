"""A ledger as a table of texts: a CSV file of any usual separator and encoding, or a workbook."""

from __future__ import annotations

import datetime as dt
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from suppliers.imports.encoding import Scan, scan
from suppliers.imports.text import one_line
from suppliers.territories.csv_rows import BrokenCsvError, read_rows

MOST_BYTES = 20 * 1024 * 1024
MOST_IN_WORDS = "20 Mo"
MOST_ROWS = 300_000
MOST_COLUMNS = 200
SHOWN = 8  # lines of the preview
FEWEST_COLUMNS = 3
_MOST_ABOVE = 20  # lines above the headings
_DELIMITERS = ";,\t|"
_WORKBOOK, _OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# Unpacked, in bytes: a sheet of 300,000 lines and ten columns has about 250 MB; its texts stay in memory.
_MOST_UNPACKED, _MOST_TEXTS = 500_000_000, 100_000_000
_CENT = Decimal("0.01")
_SPOILT = "Ce classeur est illisible : enregistrez-le de nouveau, ou en CSV."
Row = tuple[int, list[str]]


class UnreadableFileError(Exception):
    """The file cannot be read, and why: a French sentence."""


@dataclass(frozen=True)
class Sheet:
    """What a file begins with. `rows`: about how many lines it has, 0 when it does not say."""

    headings: list[str]
    first: list[Row]
    rows: int


def read_sheet(content: bytes) -> Sheet:
    """The headings and the first lines. Raises UnreadableFileError."""
    with opened(content) as (rows, how_many), closing(rows):
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
def opened(content: bytes) -> Iterator[tuple[Any, int]]:
    """The filled lines of a file with their numbers, its headings first; about how many there are."""
    if content.startswith(_OLD_WORKBOOK):
        raise UnreadableFileError("Ce classeur est d’un ancien format : enregistrez-le en .xlsx ou en CSV.")
    if content.startswith(_WORKBOOK):
        with _workbook(content) as sheet:
            yield _from_headings(_in_workbook(sheet)), sheet.max_row or 0
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


@contextmanager
def _workbook(content: bytes) -> Iterator[Any]:
    """The first sheet that is shown. A small file that unpacks into gigabytes is refused before it does."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check(archive)
        book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, SyntaxError) as error:
        raise UnreadableFileError(_SPOILT) from error
    try:
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not shown:
            raise UnreadableFileError("Ce classeur n’a pas de feuille.")
        yield shown[0]
    finally:
        book.close()


def _check(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    texts = max((part.file_size for part in parts if "sharedStrings" in part.filename), default=0)
    if sum(part.file_size for part in parts) > _MOST_UNPACKED or texts > _MOST_TEXTS:
        raise UnreadableFileError(
            "Ce classeur est trop gros une fois déplié : enregistrez la feuille en CSV."
        )
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as file:
                if b"<!DOCTYPE" in file.read(2_000).upper():
                    raise UnreadableFileError("Ce classeur contient ce qu’aucun tableur n’écrit.")


def _in_workbook(sheet: Any) -> Iterator[Row]:
    try:
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            cells = [_text(value) for value in values[: MOST_COLUMNS + 1]]
            if any(cells):
                yield number, cells
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError, OverflowError) as error:
        raise UnreadableFileError(_SPOILT) from error


def _without_empty_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def _text(value: Any) -> str:
    """A cell as one would type it: whole numbers without a point, others to the cent, days in ISO."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            return ""
        return str(int(value)) if value.is_integer() else str(Decimal(repr(value)).quantize(_CENT))
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, dt.date) else str(value)
