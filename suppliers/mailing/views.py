"""Letters are stopped, taken up again, chosen; in a demonstration, read."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from suppliers.models import User

from .kinds import kind_of, lasting_kinds, stoppable_kinds
from .stopping import change, choose_letters, is_stopped, stop_of

RESUME = "reprendre"


# A mail program presses the button for its reader (RFC 8058), without cookies nor a page of ours. What gives
# the right is the signed token of the address, which no other site can know; no session is looked at.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponseBase:
    """GET asks, POST stops; with `reprendre`, POST takes up again. No account is needed."""
    found = stop_of(token)
    if found is None:
        return render(request, "suppliers/mailing/stop.html", {"kind": None}, status=404)
    if request.method == "POST":
        change(found, resume=RESUME in request.POST)
    context = {
        "kind": kind_of(found.kind),
        "address": found.address,
        "is_of_address": isinstance(found.reader, str),
        "is_stopped": is_stopped(found.reader, found.kind),
        "has_acted": request.method == "POST",
        "resume": RESUME,
    }
    return render(request, "suppliers/mailing/stop.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Which letters the account gets."""
    user = request.user
    assert isinstance(user, User)
    if request.method == "POST":
        choose_letters(user, set(request.POST.getlist("recevoir")))
        messages.success(request, "Vos choix de courriels sont enregistrés.")
        return redirect("mailing:preferences")
    context = {
        "space": reverse("accounts:home"),
        "address": user.email,
        "kinds": [(name, kind, name not in user.muted_emails) for name, kind in stoppable_kinds().items()],
        "lasting": lasting_kinds(),
    }
    return render(request, "suppliers/mailing/preferences.html", context)
