"""What the bookmarks and the page of a shortlist send: in, out, emptied, put back."""

from __future__ import annotations

import logging
from itertools import takewhile
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from suppliers.models import DirectoryEntry, Shortlist, ShortlistItem
from suppliers.search.links import Links
from suppliers.showing import audience
from suppliers.workspace.current import changed, current_shortlist, picks_of, shortlist_to_fill
from suppliers.workspace.limits import TooManyOpenedError
from suppliers.workspace.owning import author
from suppliers.workspace.shortlists import FullError, add, put_back, take_out, take_out_items

logger = logging.getLogger(__name__)
REMOVED = "retiree"
PUT_BACK = "remise"
EMPTIED = "shortlist_emptied"  # in the session: what it held when it was emptied, until it changes again


def change(request: HttpRequest, here: str, shortlist: Shortlist | None = None) -> HttpResponse:
    """Do what was sent. `here`: the page of the shortlist; without one, it is the one being filled."""
    added, removed = key_in(request.POST, "ajouter"), key_in(request.POST, "retirer")
    refused = ""
    if added is not None:
        refused = _add(request, shortlist, added)
    elif held := shortlist or _begun(request):
        _take(request, held, removed)
    changed(request)
    logger.info("shortlist: added %s, removed %s, now %d", added, removed, picks_of(request).count)
    if request.htmx:  # type: ignore[attr-defined]
        key = added if added is not None else removed
        context = {"id": key, "picked": key in picks_of(request), "refused": refused, "name": name_of(key)}
        return render(request, "suppliers/directory/_pick_answer.html", context)
    if refused:
        messages.warning(request, refused)
    return redirect(_return_to(request, here, added, removed))


def _begun(request: HttpRequest) -> Shortlist | None:
    """What there is to take out of; a visitor who has kept nothing gets no row by it."""
    return shortlist_to_fill(request) if picks_of(request).pk or picks_of(request).count else None


def _add(request: HttpRequest, shortlist: Shortlist | None, key: int) -> str:
    """Why it cannot be added; empty when it is there."""
    held = shortlist or current_shortlist(request)
    was_there = held is not None and held.items.filter(structure_id=key).exists()
    if not was_there and not DirectoryEntry.objects.filter(pk=key).exists():
        return ""
    try:
        held = shortlist or shortlist_to_fill(request)
        new = add(held, [key], by=author(request), found_by=_search_of(request))
    except (FullError, TooManyOpenedError) as refusal:
        return str(refusal)
    if new:
        audience.count(request, [key], audience.SHORTLISTED)
        request.session.pop(EMPTIED, None)
    return ""


def _search_of(request: HttpRequest) -> str:
    """The search it was picked from: its page is where the visitor goes back to."""
    path, _, query = request.POST.get("retour", "").partition("?")
    return Links(QueryDict(query)).query if path == reverse("directory:list") else ""


def _take(request: HttpRequest, shortlist: Shortlist, removed: int | None) -> None:
    by, session = author(request), request.session
    row = key_in(request.POST, "sortir")
    if removed is not None:
        if take_out(shortlist, [removed], by=by):
            session.pop(EMPTIED, None)
    elif row is not None:
        take_out_items(shortlist, shortlist.items.held().filter(pk=row), by=by)
        session.pop(EMPTIED, None)
    elif "oublier" in request.POST:
        known = DirectoryEntry.objects.values("pk")
        take_out_items(shortlist, shortlist.items.held().exclude(structure_id__in=known), by=by)
    elif "vider" in request.POST:
        if taken := take_out_items(shortlist, shortlist.items.held(), by=by):
            session[EMPTIED] = [shortlist.pk, *taken]
    elif "retablir" in request.POST and (emptied := emptied_of(request, shortlist)):
        put_back(shortlist, emptied, by=by)
        session.pop(EMPTIED, None)


def emptied_of(request: HttpRequest, shortlist: Shortlist) -> list[int]:
    """The rows it held when it was emptied, until it changes again."""
    pk, *items = request.session.get(EMPTIED) or [0]
    return items if pk == shortlist.pk else []


def removed_from(
    request: HttpRequest, shortlist: Shortlist, shown: list[int | None]
) -> dict[str, Any] | None:
    """The structure just taken out, which may be put back; and how many of those shown stood before it.

    `shown`: ids of the structures that the page shows.
    """
    key = key_in(request.GET, REMOVED)
    if key is None or key in shown:
        return None
    items = list(shortlist.items.order_by("position", "pk"))
    item = next((one for one in items if one.structure_id == key), None)
    if item is None:
        return None
    after = len(shown) if _comes_back_last(item, items) else _before(item, items, shown)
    return {"id": key, "name": str(item), "after": after}


def _comes_back_last(item: ShortlistItem, items: list[ShortlistItem]) -> bool:
    return item.removed_at is not None and max(one.added_at for one in items) > item.removed_at


def _before(item: ShortlistItem, items: list[ShortlistItem], shown: list[int | None]) -> int:
    before = {one.structure_id for one in takewhile(lambda one: one.pk != item.pk, items)}
    return sum(key in before for key in shown)


def name_of(key: int | None) -> str:
    """Its name in the directory; empty for a structure that has left it."""
    card = DirectoryEntry.objects.filter(pk=key).values_list("card", flat=True).first()
    return str(card["name"]) if card else ""


def key_in(params: QueryDict, name: str) -> int | None:
    typed = params.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None


def _return_to(request: HttpRequest, here: str, added: int | None, removed: int | None) -> str:
    """Back where the visitor was, where the focus lands: only ever to a page of ours."""
    asked = request.POST.get("retour", "")
    is_ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    if is_ours and asked != here:
        key = added if added is not None else removed
        return asked if key is None else f"{asked}#pick-{key}"
    if removed is not None:
        return f"{here}?{REMOVED}={removed}"
    if not is_ours or "vider" in request.POST:  # its page points at « Annuler »
        return here
    return f"{here}?{PUT_BACK}={added}" if added is not None else f"{here}#titre"
