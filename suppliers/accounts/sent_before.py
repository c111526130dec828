"""A session that ends half-way loses nothing: what was sent waits until its author has signed in again.

It is kept in the visitor's own session on our side, and nothing of it in their browser. It is offered for an
hour, and goes as soon as the page is shown again, or with the session itself.
"""

from __future__ import annotations

import re
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
from django.utils.http import url_has_allowed_host_and_scheme

EXPIRED = "Votre session avait expiré : rien n’a été enregistré."
SIGNED_OUT = "Votre session a expiré : reconnectez-vous, puis recommencez. Rien n’a encore été fait."
_WAITS = " Ce que vous aviez écrit vous attend."
_KEY = "sent-before"
_LONGEST = 64_000  # characters; a step sends a tenth of that
_LONGEST_OF_A_STRANGER = 16_000  # who has no session yet
_KEPT_SECONDS = 3600
# The pages that show again what was sent. No password is ever sent from them.
_KEPT_FOR = ("/espace/", "/validation/", "/besoins/", "/selection/")
# Where a form is shown again with its mistakes, at an address that only takes forms: the page it belongs to.
_SHOWN_AT = [
    (re.compile(r"(/validation/\d+/)(?:decider|comparer)/"), r"\1"),
    (re.compile(r"(/validation/\d+/)pas-des-doublons/"), r"\1fusionner/"),
    (re.compile(r"/validation/lot/"), "/validation/"),
    (re.compile(r"(/espace/.+/membres/)inviter/"), r"\1"),
    (re.compile(r"(/espace/demandes/\d+/)repondre/"), r"\1"),
]

View = Callable[..., HttpResponseBase]


def ask_to_sign_in(request: HttpRequest, page: str = "", *, is_quiet: bool = False) -> HttpResponseRedirect:
    """To the sign-in page, and from there to the page that was asked for, or whose form was sent.

    `page`: where the form is shown; without it, the page that the browser says it comes from. `is_quiet`: for
    what a script sends by itself.
    """
    if request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path())
    page = page or page_of_its_form(request)
    is_kept = keep(request, page)
    if not is_quiet:
        messages.warning(
            request, f"{SIGNED_OUT} Ce que vous aviez écrit vous attend." if is_kept else SIGNED_OUT
        )
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
    is_ours = said.netloc == request.get_host() and url_has_allowed_host_and_scheme(said.path, None)
    if not is_ours or not said.path.startswith("/"):
        return reverse("accounts:home") if otherwise is None else otherwise
    path = said.path
    for only_takes_forms, page in _SHOWN_AT:
        if met := only_takes_forms.fullmatch(path):
            path = met.expand(page)
    return f"{path}?{said.query}" if said.query else path


def keep(request: HttpRequest, page: str) -> bool:
    """Keep what was sent, for when this page is shown again; whether it is. Files are to be chosen again.

    A button alone has nothing to keep. What an account has sent is for that account.
    """
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    text, path = typed.urlencode(), urlsplit(page).path
    longest = _LONGEST if request.session.session_key else _LONGEST_OF_A_STRANGER
    if not any(typed.values()) or len(text) > longest or not path.startswith(_KEPT_FOR):
        return False
    by = request.user.pk if request.user.is_authenticated else None
    request.session[_KEY] = {"page": path, "typed": text, "at": time.time(), "by": by}
    return True


def take_back(request: HttpRequest, *fields: str) -> QueryDict | None:
    """What was kept for this page, once; whatever was kept for another is forgotten.

    `fields`: of its form; what was sent without any of them came from another form of the page.
    """
    if request.method != "GET":
        return None
    kept = request.session.pop(_KEY, None)
    if not kept or kept["page"] != request.path or time.time() - kept["at"] > _KEPT_SECONDS:
        return None
    if kept["by"] not in (None, request.user.pk):
        return None
    typed = QueryDict(kept["typed"], mutable=True)
    return typed if not fields or typed.keys() & {*fields} else None


def restored(request: HttpRequest, *fields: str) -> QueryDict | None:
    """What is taken back, and said to be."""
    kept = take_back(request, *fields)
    if kept is not None:
        messages.warning(request, f"{EXPIRED} Ce que vous aviez écrit est là : relisez-le.")
    return kept


def sent_or_restored(request: HttpRequest, *fields: str) -> QueryDict | None:
    """What the form of this page is to show: what is sent now, or what was before."""
    return request.POST if request.method == "POST" else restored(request, *fields)
