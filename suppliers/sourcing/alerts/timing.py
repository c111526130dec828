"""When an alert is due."""

from __future__ import annotations

import datetime as dt

from suppliers.models import AlertFrequency

EVERY = {AlertFrequency.DAILY.value: 1, AlertFrequency.WEEKLY.value: 7}  # days


def is_due(frequency: str, told_on: dt.date | None, today: dt.date) -> bool:
    """Whether there may be a letter today: once a day, or once in seven days."""
    if frequency not in EVERY:
        return False
    return told_on is None or (today - told_on).days >= EVERY[frequency]
