"""Tables for a French spreadsheet: semicolons, UTF-8 with its mark, no cell that is a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse

from suppliers.imports.report import BOM, neutral

_EXACT = 11  # digits that a spreadsheet shows as they are


class _Echo:
    """A file that hands back each line instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    writer = csv.writer(_Echo(), delimiter=";")
    yield BOM + writer.writerow(titles)
    for row in rows:
        yield writer.writerow([_cell(value) for value in row])


def _cell(value: Any) -> str:
    """A spreadsheet drops the zeros before a number, and writes a SIRET 1,2E+13: such a text stays one."""
    if value is None:
        return ""
    text = str(value).replace("\0", "")
    is_digits = isinstance(value, str) and text.isascii() and text.isdigit()
    if is_digits and (len(text) > _EXACT or text[0] == "0"):
        return f"'{text}"
    return neutral(text)


def csv_answer(name: str, titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """A file to download, sent line by line: memory stays flat however long it is."""
    response = StreamingHttpResponse(csv_lines(titles, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response
