"""Facts and people, said in French."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

THE_SITE = "le site"


def named(user: Any) -> str:
    """Who it is, as the team knows them; the site itself for nobody."""
    return user.get_full_name() or user.get_username() if user else THE_SITE


def moment(at: dt.datetime | None) -> str:
    """« le 3 mars 2026 à 9:05 »."""
    return date_format(timezone.localtime(at), r"\l\e j F Y à H:i") if at else ""


def who_and_when(user: Any, at: dt.datetime | None) -> str:
    return ", ".join(part for part in (named(user), moment(at)) if part)
