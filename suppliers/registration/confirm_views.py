"""The page a yearly reminder leads to."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .confirm import Asked, ExpiredError, asked_by, confirm_structure, is_confirmed, is_theirs
from .paths import dashboard_url

TEMPLATE = "suppliers/registration/confirm.html"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the main facts, POST confirms them: the signed link is right enough, without signing in."""
    try:
        asked = asked_by(token)
    except ExpiredError:
        return render(request, TEMPLATE, {"state": "expired", "space": reverse("accounts:home")}, status=410)
    if asked is None:
        return render(request, TEMPLATE, {"state": "unknown"}, status=404)
    if not is_theirs(asked):
        return render(request, TEMPLATE, {"state": "not-theirs", "structure": asked.structure}, status=410)
    if request.method == "POST" and not is_confirmed(asked):
        confirm_structure(asked.structure, by=asked.user)
        return redirect(request.path)
    return render(request, TEMPLATE, _context(asked))


def _context(asked: Asked) -> dict[str, Any]:
    structure = asked.structure
    return {
        "state": "confirmed" if is_confirmed(asked) else "asked",
        "structure": structure,
        "address": asked.user.email,
        "dashboard": dashboard_url(structure.pk),
        "activities": structure.activities.prefetch_related("sectors"),
        "certifications": structure.certifications.select_related("kind").order_by("kind__number", "pk"),
        "person": getattr(structure, "contact_person", None),
        "today": timezone.localdate(),
    }
