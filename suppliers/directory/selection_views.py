"""The shortlist's page, and the button that fills it."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from suppliers.models import DirectoryEntry
from suppliers.search.reference import reference

from .caching import current_state, page
from .cards import Card, cards_of
from .selection import MOST, Selection

logger = logging.getLogger(__name__)
FULL = f"Votre sélection contient déjà {MOST} structures. Retirez-en une pour en ajouter une autre."


@require_http_methods(["GET", "HEAD", "POST"])
def selection(request: HttpRequest) -> HttpResponseBase:
    """GET shows the shortlist; POST changes it (`ajouter`, `retirer`: a structure id; `vider`)."""
    if request.method == "POST":
        return _change(request)
    state = current_state(request)
    return page(request, state.key, lambda: _show(request))


def _show(request: HttpRequest) -> HttpResponse:
    chosen = Selection(request.session)
    state = current_state(request)
    entries = DirectoryEntry.objects.filter(structure_id__in=chosen.ids).only(
        "structure_id", "card", "latitude", "longitude"
    )
    by_id = {entry.pk: entry for entry in entries}
    found = [by_id[key] for key in chosen.ids if key in by_id]
    for number, entry in enumerate(found, start=1):
        entry.number = number  # type: ignore[attr-defined]
    cards: list[Card] = cards_of(found, state, reference(state.version), chosen.ids)
    return render(
        request,
        "suppliers/directory/selection.html",
        {"cards": cards, "gone": len(chosen) - len(found), "day": state.today},
    )


def _change(request: HttpRequest) -> HttpResponse:
    chosen = Selection(request.session)
    added, removed = _key(request, "ajouter"), _key(request, "retirer")
    refused = ""
    if added is not None and DirectoryEntry.objects.filter(pk=added).exists():
        refused = "" if chosen.add(added) else FULL
    elif removed is not None:
        chosen.remove(removed)
    elif "vider" in request.POST:
        chosen.clear()
    logger.info("shortlist: added %s, removed %s, now %d", added, removed, len(chosen))
    if request.htmx:  # type: ignore[attr-defined]
        key = added if added is not None else removed
        context = {"id": key, "picked": key in chosen, "refused": refused, "name": _name_of(key)}
        return render(request, "suppliers/directory/_pick_answer.html", context)
    if refused:
        messages.warning(request, refused)
    return redirect(_return_to(request, added))


def _name_of(key: int | None) -> str:
    """Its name in the directory; empty for a structure that has left it."""
    return DirectoryEntry.objects.filter(pk=key).values_list("card__name", flat=True).first() or ""


def _key(request: HttpRequest, name: str) -> int | None:
    typed = request.POST.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None


def _return_to(request: HttpRequest, added: int | None) -> str:
    """Back where the visitor was, at the structure: only ever to a page of ours."""
    asked = request.POST.get("retour", "")
    if not asked.startswith("/") or not url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return reverse("directory:selection")
    return f"{asked}#fiche-{added}" if added is not None else asked
