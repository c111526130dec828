"""Facts and people, said in French."""

from __future__ import annotations

import datetime as dt
from typing import Any

from suppliers.models import Event, ReviewItem
from suppliers.showing.days import moment_in_words

THE_SITE = "le site"
A_DELETED_ACCOUNT = "un compte supprimé"


def named(user: Any) -> str:
    """Who it is, as the team knows them; the site itself for nobody."""
    return user.get_full_name() or user.get_username() if user else THE_SITE


def author_of(event: Event) -> str:
    """Who did it; an account that is deleted has left no name."""
    return named(event.by) if event.by or event.by_site else A_DELETED_ACCOUNT


def undoer_of(event: Event) -> str:
    """Who took it back: the site never does. Empty when nobody has."""
    return (named(event.undone_by) if event.undone_by else A_DELETED_ACCOUNT) if event.undone_at else ""


def decider_of(item: ReviewItem) -> str:
    """Who has closed it: its last event tells the site from an account that is deleted."""
    last = None if item.decided_by else item.events.order_by("-at", "-pk").first()
    return author_of(last) if last and last.by is None else named(item.decided_by)


def moment(at: dt.datetime | None) -> str:
    """« le 3 mars 2026 à 9 h 05 »."""
    return f"le {moment_in_words(at)}" if at else ""
