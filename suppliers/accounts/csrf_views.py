"""A form whose key is not the right one: its page is older than a sign-in, or cookies were lost."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from . import sent_before

_FOR_ACCOUNTS = ("/espace/", "/validation/", "/admin/")


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Nothing is done. What was sent from a page of this site is there again, once one has signed in."""
    page = sent_before.page_of_its_form(request, otherwise="") if _is_from_here(request) else ""
    if page:
        sent_before.keep(request, page)
        if not request.user.is_authenticated and page.startswith(_FOR_ACCOUNTS):
            page = f"{reverse('account_login')}?{urlencode({'next': page})}"
    return render(request, "403_csrf.html", {"page": page}, status=403)


def _is_from_here(request: HttpRequest) -> bool:
    """What the browser itself says: another site that posts to this one leaves nothing here."""
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.get_host()
