"""The directory's state, for the request that is being answered."""

from __future__ import annotations

from django.http import HttpRequest

from suppliers.search import state
from suppliers.search.state import State


def current_state(request: HttpRequest) -> State:
    """The directory's state, read once for a request."""
    if not hasattr(request, "directory_state"):
        request.directory_state = state()  # type: ignore[attr-defined]
    found: State = request.directory_state  # type: ignore[attr-defined]
    return found
