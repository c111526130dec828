"""How often a structure was met, month by month."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format

from suppliers.models import MonthlyAudience, Structure
from suppliers.procurement.calendar_months import shift_months

MONTHS = 12


class Month(NamedTuple):
    """`first` is its first day; the last month of a row is not over."""

    first: dt.date
    shown: int
    opened: int
    shortlisted: int

    @property
    def name(self) -> str:
        """« novembre 2026 »."""
        return date_format(self.first, "F Y")


def audience_of(structure: Structure, *, today: dt.date | None = None) -> list[Month]:
    """The last twelve months, the oldest first; a month without anybody counts 0. One query."""
    this_month = (today or timezone.localdate()).replace(day=1)
    firsts = [shift_months(this_month, -ago) for ago in reversed(range(MONTHS))]
    rows = MonthlyAudience.objects.filter(structure=structure, month__gte=firsts[0])
    known = {row[0]: row[1:] for row in rows.values_list("month", "shown", "opened", "shortlisted")}
    return [Month(first, *known.get(first, (0, 0, 0))) for first in firsts]
