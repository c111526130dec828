"""What a browser keeps of our pages: all of it, and it asks each time whether anything has changed (304)."""

from __future__ import annotations

import hashlib
import pathlib
from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.contrib.messages import get_messages
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import quote_etag

from suppliers.accounts.roles import is_validator
from suppliers.workspace.current import picks_of


def public_answer(request: HttpRequest, asked: str, make: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """An answer that is the same for everybody; `asked` differs whenever it may."""
    return _answer(request, [asked], make)


def page(
    request: HttpRequest, asked: str, make: Callable[[], HttpResponse], *, has_form: bool = True
) -> HttpResponseBase:
    """A page, which also shows the visitor's own shortlist, name and messages.

    `has_form`: one that is posted.
    """
    if _has_news(request):
        response: HttpResponseBase = make()
    else:
        can_serve = _has_key(request) or not has_form
        response = _answer(request, [asked, *_of_the_visitor(request)], make, kept=can_serve)
    _forbid_sharing(response)
    patch_vary_headers(response, ["Cookie", "HX-Request", "HX-Trigger"])
    return response


def _answer(
    request: HttpRequest, parts: list[str], make: Callable[[], HttpResponseBase], *, kept: bool = True
) -> HttpResponseBase:
    """`kept`: whether what the browser may have kept of this answer can still serve."""
    tag = quote_etag(digest(release(), *parts))
    response: HttpResponseBase | None = get_conditional_response(request, etag=tag) if kept else None
    if response is None:
        response = make()
    if response.status_code in (200, 304):
        response.headers["ETag"] = tag
        patch_cache_control(response, private=True, no_cache=True, must_revalidate=True)
    return response


def _forbid_sharing(response: HttpResponseBase) -> None:
    patch_cache_control(response, private=True, no_cache=True, must_revalidate=True)


def _has_news(request: HttpRequest) -> bool:
    """Whether a message waits to be shown: once, and not from a cache."""
    return len(get_messages(request)) > 0


def _has_key(request: HttpRequest) -> bool:
    """Whether the visitor has the cookie without which the forms of a page kept earlier are refused."""
    return settings.CSRF_COOKIE_NAME in request.COOKIES


def _of_the_visitor(request: HttpRequest) -> list[str]:
    return [
        repr(picks_of(request).ids),
        repr((request.user.pk, is_validator(request.user))),
        request.COOKIES.get(settings.CSRF_COOKIE_NAME, ""),  # the forms of the page carry its token
        request.headers.get("HX-Request", ""),
        request.headers.get("HX-Trigger", ""),
    ]


def digest(*parts: str) -> str:
    """A short text that differs whenever one of the parts does."""
    return hashlib.md5("\n".join(parts).encode(), usedforsecurity=False).hexdigest()


def release() -> str:
    """Which templates and static files the pages are made of."""
    return _measured() if settings.DEBUG else _release()


@lru_cache(maxsize=1)
def _release() -> str:
    return _measured()


def _measured() -> str:
    named: list[str | pathlib.Path] = settings.TEMPLATES[0]["DIRS"]
    folders = [pathlib.Path(folder) for folder in named]
    files = sorted(path for folder in folders for path in folder.rglob("*.html"))
    hashed = getattr(staticfiles_storage, "hashed_files", {})
    return digest(
        *(f"{path.name} {path.stat().st_mtime_ns}" if settings.DEBUG else path.read_text() for path in files),
        *(f"{name} {hashed[name]}" for name in sorted(hashed)),
    )
