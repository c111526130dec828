"""A record as a workbook: one table a sheet, its header frozen; numbers are numbers, days are days."""

from __future__ import annotations

import datetime as dt
import io
import textwrap
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins

from suppliers.imports.text import shortened

from .tables import Number, Table, Value, tables_of
from .word_xml import INK

LONGEST = 32_767  # characters of a cell
LINE, HIGHEST = 15, 409  # points: of a line of text, of a row at most
LETTERS = 1.1  # of a text, in the width of a digit, by which columns are measured

LONGEST_SHOWN = 3_000  # letters of a line: a row can be no higher than what they fill
_HEADER = {
    "font": Font(name="Calibri", size=11, bold=True, color="FFFFFF"),
    "fill": PatternFill("solid", fgColor=INK),
}
_TEXT = Alignment(vertical="top", wrap_text=True)
_NUMBER = Alignment(vertical="top", horizontal="right", indent=1)
_AMONG_TEXTS = Alignment(vertical="top", horizontal="left")
MIXED = ("Valeur", "N°", "Trouvée le", "Écartée ou retirée le")  # columns read as texts are


def xlsx_of(told: dict[str, Any], sha256: str) -> bytes:
    """The bytes of the file. `sha256`: of the content, said on its first sheet."""
    identity = told["identity"]
    book = Workbook(write_only=True)
    book.properties.title = shortened(f"Dossier de sourcing {identity['number']} · {identity['title']}", 255)
    book.properties.creator = shortened(
        told["added"]["author"] or identity["made_by"] or identity["site"], 255
    )
    book.properties.language = "fr-FR"
    made_at = dt.datetime.fromisoformat(identity["made_at"]).astimezone(dt.UTC).replace(tzinfo=None)
    book.properties.created = book.properties.modified = made_at
    name = f"Dossier de sourcing {identity['number']}, version {identity['version']}"
    for table in tables_of(told, sha256):
        _sheet(book, table, name)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _sheet(book: Workbook, table: Table, name: str) -> None:
    sheet = book.create_sheet(table.name)
    _print(sheet, name)
    for rank, width in enumerate(table.widths, start=1):
        sheet.column_dimensions[get_column_letter(rank)].width = width
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.titles))}{len(table.rows) + 1}"
    for rank, row in enumerate([table.titles, *table.rows], start=1):
        sheet.row_dimensions[rank].height = _height(row, table.widths)
    sheet.append([_header(sheet, title) for title in table.titles])
    for row in table.rows:
        sheet.append(
            [_cell(sheet, value, title in MIXED) for title, value in zip(table.titles, row, strict=True)]
        )


def _print(sheet: Any, name: str) -> None:
    """The header stays on screen and is repeated on each page: A4, all columns on its width."""
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"  # 9: A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6, header=0.3, footer=0.3)
    sheet.oddFooter.left.text = name
    sheet.oddFooter.center.text = "&A"
    sheet.oddFooter.right.text = "page &P sur &N"


def _height(row: Sequence[Value], widths: Sequence[int]) -> int:
    """In points, for its longest cell: not every spreadsheet works it out when it opens a file."""
    lines = max(
        _lines(value, int(width * LETTERS)) if isinstance(value, str) else 1
        for value, width in zip(row, widths, strict=True)
    )
    return min(lines * LINE + 2, HIGHEST)


def _lines(text: str, letters: int) -> int:
    if len(text) <= letters and "\n" not in text:
        return 1
    return sum(len(textwrap.wrap(line[:LONGEST_SHOWN], letters)) or 1 for line in text.split("\n"))


def _header(sheet: Any, title: str) -> Any:
    cell = WriteOnlyCell(sheet, value=title)
    cell.font, cell.fill, cell.alignment = _HEADER["font"], _HEADER["fill"], _TEXT
    return cell


def _cell(sheet: Any, value: Value, is_among_texts: bool) -> Any:
    """A text is a text, whatever it begins with: no formula, and a SIRET keeps its zeros."""
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, value=None)
        cell.value = shortened(value, LONGEST)
        cell.data_type, cell.number_format = "s", "@"
        cell.quotePrefix = True
        cell.alignment = _TEXT
        return cell
    number = Number(value) if isinstance(value, int | Decimal) else value
    cell = WriteOnlyCell(sheet, value=number.value if isinstance(number, Number) else number)
    cell.alignment = _AMONG_TEXTS if is_among_texts else _NUMBER
    if isinstance(number, Number):
        cell.number_format = _format(number)
    elif number is not None:
        cell.number_format = "DD/MM/YYYY HH:MM" if isinstance(number, dt.datetime) else "DD/MM/YYYY"
    return cell


def _format(number: Number) -> str:
    """« # ##0,00 € HT », as a spreadsheet writes it."""
    if number.is_code:
        return "0"
    decimals = number.decimals
    if decimals is None:
        decimals = 0 if number.value == int(number.value) else 2
    digits = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    return f'{digits}" {number.unit}"' if number.unit else digits
