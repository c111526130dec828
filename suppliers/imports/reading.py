"""Read a table somebody saved from a spreadsheet: separator and columns are found, rows stream."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from suppliers.territories.unreadable import why_unreadable

from .encoding import Scan, scan
from .refusal import RefusedFileError
from .sources import Column
from .text import UNREADABLE, one_line, shortened

_DELIMITERS = ",;\t"
_WORKBOOK = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as written: its first physical line, its cells by field; `surplus` holds cells without title."""

    line: int
    cells: dict[str, str]
    surplus: tuple[str, ...] = ()


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
        with self._path.open(encoding=self.scan.encoding, errors=self.scan.errors, newline="") as file:
            lines = _Lines(file)
            try:
                yield from self._rows(csv.reader(lines, delimiter=self._delimiter), lines)
            except csv.Error as error:
                raise _unclosed(lines.row_start) from error

    def _rows(self, reader: Iterator[list[str]], lines: _Lines) -> Iterator[RawRow]:
        next(cells for cells in reader if any(cells))  # the header
        lines.begin_row()
        unclosed_since = 0
        for cells in reader:
            start, unclosed_since = lines.row_start, lines.row_start if lines.inside_quotes else 0
            lines.begin_row()
            if any(cells):
                cells += [""] * (self._width - len(cells))
                surplus = tuple(filter(str.strip, cells[self._width :]))
                yield RawRow(start, {name: cells[index] for name, index in self._fields}, surplus)
        if unclosed_since:
            raise _unclosed(unclosed_since)

    def _header(self, columns: tuple[Column, ...]) -> tuple[str, list[str]]:
        """The separator under which the first line names most of our columns, and its titles."""
        found = []
        for delimiter in _DELIMITERS:
            with self._path.open(encoding=self.scan.encoding, errors=self.scan.errors, newline="") as file:
                try:
                    cells = next(
                        (row for row in csv.reader(_Lines(file), delimiter=delimiter) if any(row)), []
                    )
                except csv.Error as error:
                    raise _unclosed(1) from error
            known = sum(1 for cell in cells if _field_of(cell, columns))
            found.append((known, -_DELIMITERS.index(delimiter), delimiter, [cell.strip() for cell in cells]))
        _known, _rank, delimiter, header = max(found)
        return delimiter, header


class _Lines:
    """The lines of a file; knows where the current row begins and whether its quotes are still open."""

    def __init__(self, file: Iterable[str]) -> None:
        self._file = iter(file)
        self._read = 0
        self._quotes = 0
        self.row_start = 1

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self._file)
        self._read += 1
        self._quotes += line.count('"')
        return line.replace("\0", "") if "\0" in line else line

    def begin_row(self) -> None:
        self.row_start, self._quotes = self._read + 1, 0

    @property
    def inside_quotes(self) -> bool:
        """Whether the row took several lines and its quotes do not match: true of the last row only."""
        return self._read > self.row_start and self._quotes % 2 == 1


def _scan(path: Path) -> Scan:
    try:
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
            raise RefusedFileError(f"La colonne « {title} » figure deux fois dans le fichier.")
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
    shown = f"« {shortened(start, 60)} »" if UNREADABLE not in start else "des caractères illisibles"
    return RefusedFileError(
        f"Ce fichier n’est pas la liste attendue, au format CSV : il commence par {shown}, et il faut "
        f"d’abord une ligne de titres, avec {_titles_of(required)}. Rien n’a changé."
    )


def _titles_of(columns: list[Column]) -> str:
    """« post_code » (ou « code postal »), …"""
    said = []
    for column in columns:
        others = " ou ".join(f"« {title.replace('_', ' ')} »" for title in column.also)
        said.append(f"« {column.field} »" + (f" (ou {others})" if others else ""))
    return ", ".join(said)


def _field_of(title: str, columns: tuple[Column, ...]) -> Column | None:
    plain = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    key = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    return next((column for column in columns if key == column.field or key in column.also), None)


def _unclosed(line: int) -> RefusedFileError:
    return RefusedFileError(
        f"À partir de la ligne {line}, un guillemet n’est jamais refermé : la suite est illisible. "
        "Rien n’a changé.",
        line,
    )
