"""A thing that a record says, in words and for a spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """A thing said in words; `number`, in `unit`, or `day` say it again for a spreadsheet."""

    label: str
    said: str
    number: str = ""
    day: str = ""
    unit: str = ""
