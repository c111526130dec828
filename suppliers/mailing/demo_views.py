"""The e-mails that a demonstration would have sent. Anywhere else, these pages are not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from suppliers.models import OutgoingEmail

PER_PAGE = 50
View = Callable[..., HttpResponseBase]
# A letter is drawn by a stranger, as it were: it runs nothing, and its links open beside the page.
LETTER_POLICY = {
    "default-src": [NONE],
    "script-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": ["data:"],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}
OPENED_BESIDE = '<head><base target="_blank">'


def in_a_demonstration(view: View) -> View:
    @wraps(view)
    def looked_at(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return looked_at


@in_a_demonstration
@never_cache
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """The latest first."""
    rows = OutgoingEmail.objects.defer("text", "html").select_related("structure")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "suppliers/mailing/outbox.html", {"page": page})


@in_a_demonstration
@never_cache
@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One e-mail: its text, and beside it its HTML."""
    email = get_object_or_404(OutgoingEmail.objects.select_related("structure"), pk=pk)
    return render(request, "suppliers/mailing/letter.html", {"email": email})


@csp_replace(LETTER_POLICY)
@in_a_demonstration
@never_cache
@require_safe
@xframe_options_sameorigin
def letter_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML as a mail program gets it, for a frame."""
    email = get_object_or_404(OutgoingEmail.objects.exclude(html=""), pk=pk)
    return HttpResponse(email.html.replace("<head>", OPENED_BESIDE, 1))
