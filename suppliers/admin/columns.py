"""What lists show: short dates, names instead of codes. A column that is cut tells nobody anything."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils import timezone
from django.utils.formats import date_format, localize

from suppliers.imports import SOURCES
from suppliers.models import Structure, User

_LONGEST = 120
DEMONSTRATION = "demonstration"  # the source that `seed` writes in the journal of imports


def day(value: dt.date | None) -> str | None:
    """26/11/2026: a date that leaves room for the rest."""
    return date_format(value, "SHORT_DATE_FORMAT") if value else None


def moment(value: dt.datetime | None) -> str | None:
    return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT") if value else None


def account(user: User | None) -> str | None:
    return (user.get_full_name() or user.get_username()) if user else None


def shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def counted(count: int, one: str, several: str) -> str:
    return f"{localize(count)} {several if count > 1 else one}"


def source_title(code: str) -> str:
    """The name of an import's source, in words."""
    return dict(source_titles()).get(code, code)


def source_titles() -> list[tuple[str, str]]:
    known: list[tuple[str, Any]] = [(source.code, source.title) for source in SOURCES.values()]
    return [*known, (DEMONSTRATION, "Données de démonstration")]


def field_label(name: str) -> str:
    """A field of a structure, as its form calls it."""
    try:
        return str(Structure._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    except FieldDoesNotExist:
        return name
