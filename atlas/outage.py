"""When the database refuses or goes away: what an operator reads, and what a visitor reads."""

import contextlib
from collections.abc import Iterator

import psycopg
from django.conf import settings
from django.db import InterfaceError, OperationalError

from atlas import checks
from atlas.refusal import StartRefused

# A copy (models/copying.py) speaks to psycopg itself, and Django does not translate what it meets.
FAILURES = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
# How codes of SQL begin that speak of the connection, the account, the base, or a server that stops.
# The others (a deadlock, a full disk) are no question of address.
AWAY = ("08", "28", "3D", "53300", "57P")


@contextlib.contextmanager
def told_to_operators() -> Iterator[None]:
    """One sentence and code 1 instead of a traceback, which developers keep."""
    try:
        yield
    except FAILURES as error:
        if settings.DEBUG or not _is_away(error):
            raise
        raise StartRefused(checks.unreachable(error)) from None


def _is_away(error: Exception) -> bool:
    """The server gives no code where there is no answer of its own."""
    state: str | None = getattr(error.__cause__ or error, "sqlstate", None)
    return state is None or state.startswith(AWAY)
