"""When the database refuses or goes away: what an operator reads, and what a visitor reads."""

import contextlib
import sys
from collections.abc import Iterator

import psycopg
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views import defaults

from atlas import checks
from atlas.refusal import StartRefused

# A copy (models/copying.py) speaks to psycopg itself, and Django does not translate what it meets.
FAILURES = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
# How codes of SQL begin that speak of the connection, the account, the base, or a server that stops.
# The others (a deadlock, a full disk) are no question of address.
AWAY = ("08", "28", "3D", "53300", "57P")
RETRY_AFTER = 30  # seconds


@contextlib.contextmanager
def told_to_operators() -> Iterator[None]:
    """One sentence and code 1 instead of a traceback, which developers keep."""
    try:
        yield
    except FAILURES as error:
        if settings.DEBUG or not _is_away(error):
            raise
        raise StartRefused(checks.unreachable(error)) from None


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`: a database that went away is no fault of the page, and comes back."""
    if not isinstance(sys.exc_info()[1], FAILURES):
        return defaults.server_error(request)
    page = loader.render_to_string("503.html")  # no request: no context, and nothing asked of the database
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER)})


def _is_away(error: Exception) -> bool:
    """The server gives no code where there is no answer of its own."""
    state: str | None = getattr(error.__cause__ or error, "sqlstate", None)
    return state is None or state.startswith(AWAY)
