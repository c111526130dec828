"""Rows of a CSV file, each with the lines it stands on; a quote nobody closed is noticed."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from itertools import chain

MOST_KEPT = 20_000  # characters in a row of one cell: more than any field takes


class BrokenCsvError(Exception):
    """From `line` on the file cannot be read; the message says why, in French."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.line = line


def read_rows(file: Iterable[str], delimiter: str) -> Iterator[tuple[int, int, list[str]]]:
    """The first and the last physical line of each row, and its cells. Raises BrokenCsvError."""
    lines = _Lines(file, re.compile(rf'[^{delimiter}"\r\n]+'))
    unclosed_since = 0
    try:
        for cells in csv.reader(lines, delimiter=delimiter):
            if lines.ended_inside_row:
                raise _unclosed(lines.row_start)
            unclosed_since = lines.row_start if lines.has_odd_quotes else 0
            yield lines.row_start, lines.read, cells
            lines.begin_row()
    except csv.Error as error:
        raise lines.why_broken() from error
    if unclosed_since:
        raise _unclosed(unclosed_since)


class _Lines:
    """The lines of a file; knows where the current row begins, and whether they end in its middle.

    `run` finds what stands between two marks of the format: it is cut where it is far too long, so that one
    monstrous cell does not lose the file.
    """

    def __init__(self, file: Iterable[str], run: re.Pattern[str]) -> None:
        self._file = iter(file)
        self._run = run
        self._line = ""
        self._quotes = 0
        self.read = 0
        self.row_start = 1
        self.ended_inside_row = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self._file, None)
        if line is None:
            # The reader asks for one more line of a row only inside quotes.
            self.ended_inside_row = self.read >= self.row_start
            raise StopIteration
        self.read += 1
        self._quotes += line.count('"')
        if "\0" in line:
            line = line.replace("\0", "")
        if len(line) > MOST_KEPT:
            line = self._run.sub(lambda run: run[0][:MOST_KEPT], line)
        self._line = line
        return line

    def begin_row(self) -> None:
        self.row_start, self._quotes = self.read + 1, 0

    @property
    def has_odd_quotes(self) -> bool:
        """Whether the row took several lines and its quotes do not match: in the last row, one is open."""
        return self.read > self.row_start and self._quotes % 2 == 1

    def why_broken(self) -> BrokenCsvError:
        """Why the reader gave up: a cell beyond its limit, on this line or open since one before."""
        line, limit = self.row_start, f"{csv.field_size_limit():,}".replace(",", " ")
        if self.read == line:
            return BrokenCsvError(f"La ligne {line} a une cellule de plus de {limit} caractères.", line)
        rest = chain([self._line], self._file)
        if not any('"' in each.replace('""', "") for each in rest):
            return _unclosed(line)
        return BrokenCsvError(
            f"À partir de la ligne {line}, une cellule a plus de {limit} caractères : "
            "un guillemet y est sans doute oublié.",
            line,
        )


def _unclosed(line: int) -> BrokenCsvError:
    return BrokenCsvError(
        f"À partir de la ligne {line}, un guillemet n’est jamais refermé : la suite est illisible.", line
    )
