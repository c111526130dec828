"""Facts and people, said in French."""

from __future__ import annotations

import datetime as dt
from typing import Any

from suppliers.showing.days import moment_in_words

THE_SITE = "le site"


def named(user: Any) -> str:
    """Who it is, as the team knows them; the site itself for nobody."""
    return user.get_full_name() or user.get_username() if user else THE_SITE


def moment(at: dt.datetime | None) -> str:
    """« le 3 mars 2026 à 9 h 05 »."""
    return f"le {moment_in_words(at)}" if at else ""


def who_and_when(user: Any, at: dt.datetime | None) -> str:
    return ", ".join(part for part in (named(user), moment(at)) if part)
