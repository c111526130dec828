"""Days, said in French."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format

DAYS_PER_MONTH = 30.44
MONTHS = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc."]


def day_in_words(day: str | dt.date | None) -> str:
    """« 12 sept. 2026 »."""
    if not day:
        return ""
    date = dt.date.fromisoformat(day) if isinstance(day, str) else day
    return f"{'1er' if date.day == 1 else date.day} {MONTHS[date.month - 1]} {date.year}"


def long_day_in_words(day: dt.date) -> str:
    """« 1er mars 2026 »; of a moment, the day it is in Paris."""
    return _date_in_words(timezone.localtime(day).date() if isinstance(day, dt.datetime) else day)


def moment_in_words(at: dt.datetime) -> str:
    """« 1er mars 2026 à 9 h 05 », in Paris."""
    local = timezone.localtime(at)
    return f"{_date_in_words(local.date())} à {local:%-H h %M}"


@lru_cache(maxsize=256)
def _date_in_words(day: dt.date) -> str:
    return f"1er {date_format(day, 'F Y')}" if day.day == 1 else date_format(day, "j F Y")


def ago(day: dt.date, today: dt.date) -> str:
    """« aujourd’hui », « il y a 3 semaines », « il y a 2 mois »."""
    days = (today - day).days
    if days <= 0:
        return "aujourd’hui"
    if days < 14:
        return f"il y a {days} jour{'s' if days > 1 else ''}"
    if days < 61:
        return f"il y a {days // 7} semaines"
    return f"il y a {int(days / DAYS_PER_MONTH)} mois"
