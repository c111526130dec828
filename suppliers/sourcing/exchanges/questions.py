"""The questions of a letter, put in order by buttons of its form: no script is needed."""

from __future__ import annotations

import re

from suppliers.models.exchange import MOST_QUESTIONS

_ASKED = re.compile(r"(up|down|drop):(\d{1,3})")
ADD = "add"


def rearranged(questions: list[str], asked: str) -> tuple[list[str], int]:
    """The questions after a button, and which of them (from 0) takes the focus.

    `asked`: "add", "up:2", "down:2" or "drop:2", counted from 0; anything else changes nothing.
    """
    rows = questions[:100]
    if asked == ADD:
        return ([*rows, ""], len(rows)) if len(rows) < MOST_QUESTIONS else (rows, len(rows) - 1)
    found = _ASKED.fullmatch(asked)
    at = int(found[2]) if found else len(rows)
    if found is None or at >= len(rows):
        return rows, 0
    row = rows.pop(at)
    if found[1] == "drop":
        return rows, min(at, len(rows) - 1)
    to = max(at - 1, 0) if found[1] == "up" else min(at + 1, len(rows))
    rows.insert(to, row)
    return rows, to
