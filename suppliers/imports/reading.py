"""Read a table somebody saved from a spreadsheet: separator and columns are found, rows stream."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from suppliers.territories.csv_rows import BrokenCsvError, read_rows
from suppliers.territories.unreadable import check_regular, why_unreadable

from .encoding import Scan, scan
from .refusal import RefusedFileError
from .sources import Column
from .text import UNREADABLE, one_line, shortened

_DELIMITERS = ",;\t"
_WORKBOOK = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as written: its first physical line, its cells by field; `surplus` holds cells without title.

    `last` is its last physical line: a cell may hold several.
    """

    line: int
    cells: dict[str, str]
    surplus: tuple[str, ...] = ()
    last: int = 0


class Table:
    """A readable file whose required columns are all there. Raises RefusedFileError otherwise.

    `titles` says how the file itself calls each field.
    """

    def __init__(self, path: Path, columns: Iterable[Column]) -> None:
        self._path = path
        self.scan = _scan(path)
        self._delimiter, header = self._header(tuple(columns))
        self._width = len(header)
        self._fields = _positions(header, tuple(columns))
        self.titles: Mapping[str, str] = {name: header[index] for name, index in self._fields}

    def __iter__(self) -> Iterator[RawRow]:
        for start, end, cells in islice(self._filled_rows(self._delimiter), 1, None):  # after the header
            cells += [""] * (self._width - len(cells))
            surplus = tuple(filter(str.strip, cells[self._width :]))
            yield RawRow(start, {name: cells[index] for name, index in self._fields}, surplus, end)

    def _filled_rows(self, delimiter: str) -> Generator[tuple[int, int, list[str]], None, None]:
        with self._path.open(encoding=self.scan.encoding, errors=self.scan.errors, newline="") as file:
            try:
                yield from (row for row in read_rows(file, delimiter) if any(row[2]))
            except BrokenCsvError as error:
                raise RefusedFileError(f"{error} Rien n’a changé.", error.line) from error

    def _header(self, columns: tuple[Column, ...]) -> tuple[str, list[str]]:
        """The separator under which the first line names most of our columns, and its titles."""
        found = []
        for delimiter in _DELIMITERS:
            with closing(self._filled_rows(delimiter)) as rows:
                _start, _end, cells = next(rows, (1, 1, []))
            known = sum(1 for cell in cells if _field_of(cell, columns))
            found.append((known, -_DELIMITERS.index(delimiter), delimiter, [cell.strip() for cell in cells]))
        _known, _rank, delimiter, header = max(found)
        return delimiter, header


def _scan(path: Path) -> Scan:
    try:
        check_regular(path)
        result = scan(path)
    except OSError as error:
        raise RefusedFileError(why_unreadable(path, error)) from error
    if result.first_bytes.startswith(_WORKBOOK):
        raise RefusedFileError("Ce fichier est un classeur : enregistrez-le d’abord au format CSV.")
    if not result.lines:
        raise RefusedFileError("Ce fichier est vide.")
    return result


def _positions(header: list[str], columns: tuple[Column, ...]) -> list[tuple[str, int]]:
    """Where each field stands. Raises RefusedFileError for a column missing or present twice."""
    found: dict[str, int] = {}
    for index, title in enumerate(header):
        column = _field_of(title, columns)
        if column is None:
            continue
        if column.field in found:
            raise RefusedFileError(f"La colonne « {title} » figure deux fois dans le fichier.")
        found[column.field] = index
    missing = [column for column in columns if column.required and column.field not in found]
    if not found:
        raise _not_a_list(header, missing)
    if missing:
        start = f"Il manque {'les colonnes' if len(missing) > 1 else 'la colonne'} {_titles_of(missing)}"
        raise RefusedFileError(f"{start} : vérifiez la première ligne du fichier. Rien n’a changé.")
    return list(found.items())


def _not_a_list(header: list[str], required: list[Column]) -> RefusedFileError:
    """The file starts with none of our titles: it is something else."""
    start = one_line(" ".join(header))
    if not start.strip(_DELIMITERS):
        return RefusedFileError("Ce fichier est vide.")
    shown = f"« {shortened(start, 60)} »" if UNREADABLE not in start else "des caractères illisibles"
    return RefusedFileError(
        f"Ce fichier n’est pas la liste attendue, au format CSV : il commence par {shown}, et il faut "
        f"d’abord une ligne de titres, avec {_titles_of(required)}. Rien n’a changé."
    )


def _titles_of(columns: list[Column]) -> str:
    """« post_code » (ou « code postal »), …"""
    said = []
    for column in columns:
        others = " ou ".join(f"« {title.replace('_', ' ')} »" for title in column.also)
        said.append(f"« {column.field} »" + (f" (ou {others})" if others else ""))
    return ", ".join(said)


def _field_of(title: str, columns: tuple[Column, ...]) -> Column | None:
    plain = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    key = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    return next((column for column in columns if key == column.field or key in column.also), None)
