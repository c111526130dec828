"""A session that ends half-way loses no step: what was sent waits until its author has signed in again.

It is kept in the visitor's own session on our side, for an hour, and nothing of it in their browser. It goes
as soon as the page is shown again, or with the session itself.
"""

from __future__ import annotations

import time

from django.http import HttpRequest, QueryDict

_KEY = "registration.typed"
_LONGEST = 64_000  # characters; a step sends a tenth of that
_KEPT_SECONDS = 3600


def keep(request: HttpRequest) -> None:
    """Keep what a visitor who is signed out has just sent. Files are not: they will be asked for again."""
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    text = typed.urlencode()
    if len(text) <= _LONGEST:
        request.session[_KEY] = {"path": request.path, "typed": text, "at": time.time()}


def take_back(request: HttpRequest) -> QueryDict | None:
    """What was kept for this page, once; whatever was kept for another is forgotten."""
    kept = request.session.pop(_KEY, None)
    if not kept or kept["path"] != request.path or time.time() - kept["at"] > _KEPT_SECONDS:
        return None
    return QueryDict(kept["typed"], mutable=True)
