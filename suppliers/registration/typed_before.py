"""What somebody had typed when they were asked to sign in: their session keeps it through that."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

_KEY = "inscription"
_LONGEST = 4000  # characters


def keep_typed(request: HttpRequest, key: str, names: Iterable[str]) -> None:
    """Remember the texts of a form that could not be taken yet. A file has to be chosen again."""
    typed = {name: request.POST[name][:_LONGEST] for name in names if request.POST.get(name)}
    request.session[_KEY] = {"key": key, "typed": typed}


def typed_before(request: HttpRequest, key: str) -> dict[str, Any]:
    """The texts typed for this number before signing in."""
    kept = request.session.get(_KEY) or {}
    return dict(kept["typed"]) if kept.get("key") == key else {}


def forget_typed(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)
