"""A record as a workbook: one table a sheet, its header frozen; numbers are numbers, days are days."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from suppliers.imports.text import shortened

from .tables import Table, Value, tables_of
from .word_xml import INK

LONGEST = 32_767  # characters of a cell

_HEADER = {"font": Font(bold=True, color="FFFFFF"), "fill": PatternFill("solid", fgColor=INK)}
_TOP = Alignment(vertical="top", wrap_text=True)


def xlsx_of(told: dict[str, Any]) -> bytes:
    """The bytes of the file."""
    identity = told["identity"]
    book = Workbook(write_only=True)
    book.properties.title = shortened(f"Dossier de sourcing {identity['number']} · {identity['title']}", 255)
    book.properties.creator = shortened(
        told["added"]["author"] or identity["made_by"] or identity["site"], 255
    )
    book.properties.language = "fr-FR"
    made_at = dt.datetime.fromisoformat(identity["made_at"]).astimezone(dt.UTC).replace(tzinfo=None)
    book.properties.created = book.properties.modified = made_at
    for table in tables_of(told):
        _sheet(book, table)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _sheet(book: Workbook, table: Table) -> None:
    sheet = book.create_sheet(table.name)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"  # 9: A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for rank, width in enumerate(table.widths, start=1):
        sheet.column_dimensions[get_column_letter(rank)].width = width
    rows = [*table.rows]
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.titles))}{len(rows) + 1}"
    sheet.append([_header(sheet, title) for title in table.titles])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _header(sheet: Any, title: str) -> Any:
    cell = WriteOnlyCell(sheet, value=title)
    cell.font, cell.fill, cell.alignment = _HEADER["font"], _HEADER["fill"], _TOP
    return cell


def _cell(sheet: Any, value: Value) -> Any:
    """A text is a text, whatever it begins with: no formula, and a SIRET keeps its zeros."""
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, value=None)
        cell.value = shortened(value, LONGEST)
        cell.data_type, cell.number_format = "s", "@"
        cell.quotePrefix = True
    else:
        cell = WriteOnlyCell(sheet, value=value)
        if isinstance(value, dt.date):
            cell.number_format = "DD/MM/YYYY"
        elif isinstance(value, int | Decimal):
            cell.number_format = "#,##0" if value == int(value) else "#,##0.00"
    cell.alignment = _TOP
    return cell
