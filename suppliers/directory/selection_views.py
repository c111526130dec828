"""The shortlist's page, and the button that fills it."""

from __future__ import annotations

import logging
from itertools import takewhile
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from suppliers.models import DirectoryEntry
from suppliers.search.listing import listed
from suppliers.search.reference import reference
from suppliers.showing.cards import Card, cards_of

from . import audience
from .caching import current_state, page
from .contacts import with_contacts
from .merged import heirs_of
from .selection import MOST, Selection

logger = logging.getLogger(__name__)
REMOVED = "retiree"
PUT_BACK = "remise"
FULL = f"Votre sélection contient déjà {MOST} structures. Retirez-en une pour en ajouter une autre."


@require_http_methods(["GET", "HEAD", "POST"])
def selection(request: HttpRequest) -> HttpResponseBase:
    """GET shows the shortlist; POST changes it.

    `ajouter`, `retirer`: a structure id; `oublier`: those that have no page any more; `vider`: all,
    which `retablir` puts back.
    """
    if request.method == "POST":
        return _change(request)
    state = current_state(request)
    chosen = Selection(request.session)
    told = [request.GET.get(name, "") for name in (REMOVED, PUT_BACK)]
    asked = f"{state.key} {told} {chosen.emptied} {chosen.order}"
    return page(request, asked, lambda: _show(request))


def _show(request: HttpRequest) -> HttpResponse:
    chosen = Selection(request.session)
    cards = _chosen_cards(request, chosen)
    context = {
        "cards": cards,
        "gone": len(chosen) - len(cards),
        "is_full": chosen.is_full,
        "removed": _removed(request, chosen, cards),
        "put_back": _key(request.GET, PUT_BACK),
        "emptied": len(chosen.emptied),
        "day": current_state(request).today,
    }
    return render(request, "suppliers/directory/selection.html", context)


def _chosen_cards(request: HttpRequest, chosen: Selection) -> list[Card]:
    """Those that still have a public page, numbered in the order they were chosen, with their contacts."""
    state = current_state(request)
    entries = listed(chosen.ids)
    if len(entries) < len(chosen):
        shown = {entry.pk for entry in entries}
        if heirs := heirs_of([key for key in chosen.ids if key not in shown]):
            chosen.put(heirs)
            entries = listed(chosen.ids)
    for number, entry in enumerate(entries, start=1):
        entry.number = number
    cards = cards_of(entries, state, reference(state.version), chosen.ids)
    return with_contacts(cards, f"{request.scheme}://{request.get_host()}")


def _removed(request: HttpRequest, chosen: Selection, cards: list[Card]) -> dict[str, Any] | None:
    """The structure just taken out, which may be put back; and how many cards stood before it."""
    key = _key(request.GET, REMOVED)
    name = "" if key is None or key in chosen else _name_of(key)
    if not name:
        return None
    before = set(takewhile(lambda held: held != key, chosen.order)) if key in chosen.order else set()
    return {"id": key, "name": name, "after": sum(card.id in before for card in cards)}


def _change(request: HttpRequest) -> HttpResponse:
    chosen = Selection(request.session)
    added, removed = _key(request.POST, "ajouter"), _key(request.POST, "retirer")
    refused = ""
    if added is not None and DirectoryEntry.objects.filter(pk=added).exists():
        refused = _add(request, chosen, added)
    elif removed is not None:
        chosen.remove(removed)
    else:
        _change_all(request, chosen)
    logger.info("shortlist: added %s, removed %s, now %d", added, removed, len(chosen))
    if request.htmx:  # type: ignore[attr-defined]
        key = added if added is not None else removed
        context = {"id": key, "picked": key in chosen, "refused": refused, "name": _name_of(key)}
        return render(request, "suppliers/directory/_pick_answer.html", context)
    if refused:
        messages.warning(request, refused)
    return redirect(_return_to(request, added, removed))


def _add(request: HttpRequest, chosen: Selection, key: int) -> str:
    """Why it cannot be added; empty when it is there."""
    is_new = key not in chosen
    if not chosen.add(key):
        return FULL
    if is_new:
        audience.count(request, [key], audience.SHORTLISTED)
    return ""


def _change_all(request: HttpRequest, chosen: Selection) -> None:
    if "oublier" in request.POST:
        known = DirectoryEntry.objects.filter(pk__in=chosen.ids).values_list("pk", flat=True)
        chosen.keep(set(known))
    elif "vider" in request.POST:
        chosen.clear()
    elif "retablir" in request.POST:
        chosen.restore()


def _name_of(key: int | None) -> str:
    """Its name in the directory; empty for a structure that has left it."""
    card = DirectoryEntry.objects.filter(pk=key).values_list("card", flat=True).first()
    return str(card["name"]) if card else ""


def _key(params: QueryDict, name: str) -> int | None:
    typed = params.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None


def _return_to(request: HttpRequest, added: int | None, removed: int | None) -> str:
    """Back where the visitor was, where the focus lands: only ever to a page of ours."""
    asked, here = request.POST.get("retour", ""), reverse("directory:selection")
    is_ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    if is_ours and asked != here:
        key = added if added is not None else removed
        return asked if key is None else f"{asked}#pick-{key}"
    if removed is not None:
        return f"{here}?{REMOVED}={removed}"
    if not is_ours or "vider" in request.POST:  # its page points at « Annuler »
        return here
    return f"{here}?{PUT_BACK}={added}" if added is not None else f"{here}#titre"
