"""A session that ends half-way loses nothing: what was sent waits until its author has signed in again.

It is kept in the visitor's own session on our side, for an hour, and nothing of it in their browser. It goes
as soon as the page is shown again, or with the session itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse

EXPIRED = "Votre session avait expiré : rien n’a été enregistré."
SIGNED_OUT = "Votre session a expiré : reconnectez-vous, puis recommencez. Rien n’a encore été fait."
_KEY = "sent-before"
_LONGEST = 64_000  # characters; a step sends a tenth of that
_KEPT_SECONDS = 3600

View = Callable[..., HttpResponseBase]


def ask_to_sign_in(request: HttpRequest, page: str = "") -> HttpResponseRedirect:
    """To the sign-in page, and from there to the page that was asked for, or whose form was sent.

    `page`: where the form is shown; without it, the page that the browser says it comes from.
    """
    if request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path())
    page = page or page_of_its_form(request)
    keep(request, page)
    messages.warning(request, SIGNED_OUT)
    return redirect_to_login(page)


def for_accounts(view: View) -> View:
    """For who is signed in. A form that is sent too late is not lost, and nobody lands on a dead end."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        return view(request, *args, **kwargs)

    return asked


def page_of_its_form(request: HttpRequest, *, otherwise: str | None = None) -> str:
    """The page of this site that a form was sent from.

    `otherwise`: when the browser does not say; one's own space by default.
    """
    said = urlsplit(request.headers.get("Referer", ""))
    if said.netloc != request.get_host() or not said.path.startswith("/"):
        return reverse("accounts:home") if otherwise is None else otherwise
    return f"{said.path}?{said.query}" if said.query else said.path


def keep(request: HttpRequest, page: str) -> None:
    """Keep what was sent, for when this page is shown again. Files are not: they will be asked for again."""
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    text = typed.urlencode()
    if len(text) <= _LONGEST:
        request.session[_KEY] = {"page": urlsplit(page).path, "typed": text, "at": time.time()}


def take_back(request: HttpRequest) -> QueryDict | None:
    """What was kept for this page, once; whatever was kept for another is forgotten."""
    kept = request.session.pop(_KEY, None)
    if not kept or kept["page"] != request.path or time.time() - kept["at"] > _KEPT_SECONDS:
        return None
    return QueryDict(kept["typed"], mutable=True)


def restored(request: HttpRequest) -> QueryDict | None:
    """What is taken back, when a page is shown, and said to be."""
    kept = take_back(request) if request.method == "GET" else None
    if kept is not None:
        messages.warning(request, f"{EXPIRED} Ce que vous aviez écrit est là : relisez-le.")
    return kept


def sent_or_restored(request: HttpRequest) -> QueryDict | None:
    """What the form of this page is to show: what is sent now, or what was before."""
    return request.POST if request.method == "POST" else restored(request)
