"""Tables for a French spreadsheet: semicolons, UTF-8 with its mark, no cell that is a formula.

They are read by programs too: a SIRET is its fourteen digits and nothing else, a figure is a number. In a
spreadsheet, a column of SIRET is imported as text, or the zeros before it are lost: the pages say so.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, repeat
from typing import Any

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase

from .report import BOM, neutral


class _Echo:
    """A file that hands back each line instead of keeping it."""

    def write(self, line: str) -> str:
        return line


@dataclass(frozen=True)
class Table:
    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Any]]


def csv_lines(headings: Sequence[str], rows: Iterable[Sequence[Any]], *, mark: str = BOM) -> Iterator[str]:
    writer = csv.writer(_Echo(), delimiter=";")
    yield mark + writer.writerow(headings)
    for row in rows:
        yield writer.writerow([_cell(value) for value in row])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0").replace(".", ",")
    if isinstance(value, Decimal):  # euros
        return f"{value:.2f}".replace(".", ",")
    if isinstance(value, int):
        return str(value)
    return neutral(str(value).replace("\0", ""))


def csv_answer(name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """A file to download, sent line by line: memory stays flat however long it is."""
    return tables_answer(name, [Table(name, headings, rows)])


def tables_answer(name: str, tables: Iterable[Table]) -> StreamingHttpResponse:
    """The same, one table after the other."""
    marks = chain([BOM], repeat("\r\n"))
    parts = (csv_lines(one.headings, one.rows, mark=mark) for one, mark in zip(tables, marks, strict=False))
    lines = chain.from_iterable(parts)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    keep_private(response, f"{name}.csv")
    return response


def keep_private(response: HttpResponseBase, name: str) -> None:
    """A file for who asked for it: no cache on the way keeps it."""
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
