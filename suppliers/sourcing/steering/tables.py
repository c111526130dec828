"""Tables to take away: CSV for a French spreadsheet, or a workbook; no cell of either is a formula."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from suppliers.imports.report import BOM, neutral

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDEST = 60  # characters of a column


@dataclass(frozen=True)
class Table:
    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Any]]


class _Echo:
    """A file that hands back each line instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_answer(name: str, tables: Iterable[Table]) -> StreamingHttpResponse:
    """One table after the other, sent line by line."""
    response = StreamingHttpResponse(_csv_lines(tables), content_type="text/csv; charset=utf-8")
    _keep_private(response, f"{name}.csv")
    return response


def _csv_lines(tables: Iterable[Table]) -> Iterator[str]:
    writer = csv.writer(_Echo(), delimiter=";")
    for rank, table in enumerate(tables):
        start = BOM if rank == 0 else "\r\n"
        yield start + writer.writerow(table.headings)
        for row in table.rows:
            yield writer.writerow([_in_csv(value) for value in row])


def _in_csv(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:.2f}".replace(".", ",")
    return str(value) if isinstance(value, int) else neutral(str(value).replace("\0", ""))


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
    _keep_private(response, f"{name}.xlsx")
    return response


def _in_workbook(value: Any) -> Any:
    if value is None or isinstance(value, int | dt.date):
        return value
    if isinstance(value, Decimal):
        return round(value, 2)
    return neutral(ILLEGAL_CHARACTERS_RE.sub("", str(value)))


def _keep_private(response: HttpResponseBase, name: str) -> None:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
