"""Tables for a French spreadsheet: semicolons, UTF-8 with its mark, no cell that is a formula.

They are read by programs too: a SIRET is its fourteen digits and nothing else, a figure is a number. In a
spreadsheet, a column of SIRET is imported as text, or the zeros before it are lost: the pages say so.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse

from .report import BOM, neutral


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
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0").replace(".", ",")
    return neutral(str(value).replace("\0", ""))


def csv_answer(name: str, titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """A file to download, sent line by line: memory stays flat however long it is."""
    response = StreamingHttpResponse(csv_lines(titles, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response
