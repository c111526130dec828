"""A workbook as a table of texts: the first sheet that is shown, line by line, without its empty lines.

Of openpyxl, this takes what reads styles (which numbers are days) and cells. Its sheets would make each line
that is missing, up to the number that a file tells, and its load reads every part whatever its size.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from lxml.etree import iterparse  # python-docx asks for it; reads a tag alone, in a quarter of the time
from openpyxl.packaging.manifest import Manifest
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from .bounded import MOST_TEXTS, SPOILT, TOO_LARGE, Archive, Measured, faults_in_words
from .unreadable import UnreadableFileError

MOST_COLUMNS = 200
_LAST_ROW = 1_048_576  # of any spreadsheet
_MOST_TAGS = 60_000_000  # 300,000 lines of fifty cells
_MOST_TAGS_OF_TEXTS, _MOST_TEXTS = 10_000_000, 500_000
_PREVIEW_TAGS = 60_000  # what a request may wait for: forty lines of 200 columns
_CENT = Decimal("0.01")
_DIMENSION = re.compile(rb"""<(?:\w+:)?dimension\s[^>]*?ref\s*=\s*["'][A-Z]+\d+:[A-Z]+(\d{1,7})["']""")
_DATA, _RUN, _PIECE = (f"{{{SHEET_MAIN_NS}}}{name}" for name in ("sheetData", "r", "t"))
Row = tuple[int, list[str]]


@contextmanager
def opened_workbook(content: bytes, *, start_only: bool) -> Iterator[tuple[Iterator[Row], int]]:
    """The filled lines with their numbers; how many it says there are, 0 when it does not.

    `start_only`: no more than a preview needs. Raises UnreadableFileError, while lines are read too.
    """
    with faults_in_words():
        archive = Archive(content)
    with archive:
        with faults_in_words():
            book = _Book(archive)
            book.load()
            rows = _told_rows(archive, book.sheet)
        yield _rows(book, start_only=start_only), rows


class _Book(ExcelReader):
    """What a workbook says beside its sheets."""

    package: Manifest

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.valid_files = archive.namelist()
        self.read_only = self.data_only = True
        self.keep_vba = self.keep_links = self.rich_text = False
        self.shared_strings: _Texts | list[str] = []
        self.sheet = ""

    def load(self) -> None:
        self.read_manifest()
        self.read_workbook()
        apply_stylesheet(self.archive, self.wb)
        self.sheet = self._first_shown()
        self.read_strings()

    def _first_shown(self) -> str:
        for sheet, relation in self.parser.find_sheets():
            is_there = relation.target in self.valid_files and not relation.Type.endswith("/chartsheet")
            if is_there and sheet.state == "visible":
                return str(relation.target)
        raise UnreadableFileError("Ce classeur n’a pas de feuille.")

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)
        if part is not None:
            self.shared_strings = _Texts(self.archive, part.PartName[1:])

    def cells(self, source: Measured) -> WorkSheetParser:
        return WorkSheetParser(
            source,
            self.shared_strings,
            data_only=True,
            epoch=self.wb.epoch,
            date_formats=self.wb._date_formats,
            timedelta_formats=self.wb._timedelta_formats,
        )


class _Texts:
    """The texts that cells share, read as far as cells ask; without how they are pronounced."""

    def __init__(self, archive: Archive, name: str) -> None:
        self._read: list[str] = []
        self._left = self._all(archive, name)

    def __getitem__(self, place: int) -> str:
        """Raises IndexError where there is no such text, UnreadableFileError where there are too many."""
        while place >= len(self._read) and (text := next(self._left, None)) is not None:
            self._read.append(text)
            if len(self._read) > _MOST_TEXTS:
                raise UnreadableFileError(TOO_LARGE)
        return self._read[place]

    @staticmethod
    def _all(archive: Archive, name: str) -> Iterator[str]:
        with archive.measured(name, b"si", _MOST_TAGS_OF_TEXTS, MOST_TEXTS) as source:
            for element in _each(source, "si"):
                pieces = [*element.findall(_PIECE), *element.findall(f"{_RUN}/{_PIECE}")]
                yield "".join(piece.text or "" for piece in pieces)


def _told_rows(archive: Archive, sheet: str) -> int:
    with archive.open(sheet) as file:
        told = _DIMENSION.search(file.read(4_000))
    return int(told[1]) if told else 0


def _rows(book: _Book, *, start_only: bool) -> Iterator[Row]:
    with book.archive.measured(book.sheet, b"row", _MOST_TAGS) as source:
        lines = _lines(book, source)
        while True:
            with faults_in_words():
                row = next(lines, None)
            if row is None or (start_only and source.tags > _PREVIEW_TAGS):
                return
            if any(row[1]):
                yield row


def _lines(book: _Book, source: Measured) -> Iterator[Row]:
    """Those that the sheet holds, empty ones too."""
    parser = book.cells(source)
    for element in _each(source, "row"):
        number, cells = parser.parse_row(element)
        if not 1 <= number <= _LAST_ROW:
            raise UnreadableFileError(SPOILT)
        yield number, _texts(cells)
        parser.row_dimensions.clear()


def _each(source: Measured, name: str) -> Iterator[Any]:
    """The elements of this name, forgotten once they are read; nothing after the data of a sheet is read.

    One within another, of any namespace, is no spreadsheet's: it would hide from the source how long it is.
    """
    is_open = False
    for event, element in iterparse(source, events=("start", "end"), tag=(f"{{*}}{name}", _DATA)):
        if element.tag == _DATA:
            if event == "end":
                return
        elif event == "start":
            if is_open:
                raise UnreadableFileError(SPOILT)
            is_open = True
        else:
            is_open = False
            if element.tag == f"{{{SHEET_MAIN_NS}}}{name}":
                yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def _texts(cells: list[dict[str, Any]]) -> list[str]:
    texts: list[str] = []
    for cell in cells:
        column = cell["column"]
        if 1 <= column <= MOST_COLUMNS + 1:
            texts.extend("" for _ in range(column - len(texts)))
            texts[column - 1] = _text(cell["value"])
    return texts


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
