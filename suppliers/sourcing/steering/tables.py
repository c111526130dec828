"""Tables to take away as a workbook: a sheet each, no cell is a formula."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from suppliers.imports.report import neutral
from suppliers.imports.spreadsheet import Table, keep_private

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDEST = 60  # characters of a column


def workbook_answer(name: str, tables: Iterable[Table]) -> HttpResponse:
    """One sheet for each table; headings in bold, the first line stays in sight."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        sheet = book.create_sheet(table.title[:31])
        sheet.append(list(table.headings))
        for row in table.rows:
            sheet.append([_in_workbook(value) for value in row])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        sheet.freeze_panes = "A2"
        for column in sheet.columns:
            longest = max(len(str(cell.value)) if cell.value is not None else 0 for cell in column)
            sheet.column_dimensions[column[0].column_letter].width = min(longest + 2, _WIDEST)
    content = BytesIO()
    book.save(content)
    response = HttpResponse(content.getvalue(), content_type=_XLSX)
    keep_private(response, f"{name}.xlsx")
    return response


def _in_workbook(value: Any) -> Any:
    if value is None or isinstance(value, int | dt.date):
        return value
    if isinstance(value, Decimal):
        return round(value, 2)
    return neutral(ILLEGAL_CHARACTERS_RE.sub("", str(value)))
