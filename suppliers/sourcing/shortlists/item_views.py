"""One structure of a shortlist: what is noted of it, and where it stands."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from suppliers.models import Shortlist, ShortlistItem
from suppliers.workspace.doors import for_its_owners
from suppliers.workspace.owning import author, own_shortlist

from .changing import REMOVED, key_in
from .editing import ChangedSinceError, change_item, move, move_before
from .item_form import ItemForm
from .rows import lots_of
from .views import MOVED, OPEN, narrowed_query, page_of, show

GONE = "Cette structure n’est plus dans la sélection."


@never_cache
@for_its_owners
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, pk: int, item: int) -> HttpResponseBase:
    """GET leads to the row, opened; POST notes what was typed in it."""
    shortlist = own_shortlist(request, pk)
    if taken := _taken_out(shortlist, item):
        return _back_to_what_left(request, shortlist, taken)
    found = _item(shortlist, item)
    if request.method != "POST":
        return redirect(f"{page_of(shortlist)}?{OPEN}={item}#suivi-{item}")
    form = ItemForm(found, lots_of(shortlist), request.POST)
    if not form.is_valid():
        return show(request, shortlist, page_of(shortlist), wrong=form)
    try:
        changed = change_item(shortlist, item, form.changes, by=author(request), seen=form.shown)
    except (ChangedSinceError, ValidationError) as error:
        if isinstance(error, ChangedSinceError):
            form.tell_of(error.now)
        else:  # a colleague has set it aside, or taken it back, since
            form.add_error("reason_kind", error.messages)
        return show(request, shortlist, page_of(shortlist), wrong=form)
    if changed:
        messages.success(request, f"{found} : c’est noté.")
    query = narrowed_query(request.GET)
    return redirect(f"{page_of(shortlist)}{'?' + query if query else ''}#suivi-{item}")


def _taken_out(shortlist: Shortlist, pk: int | None) -> ShortlistItem | None:
    """A row that another page still shows: it was taken out since, in another tab or by a colleague."""
    return shortlist.items.exclude(removed_at=None).select_related("structure").filter(pk=pk or 0).first()


def _back_to_what_left(request: HttpRequest, shortlist: Shortlist, item: ShortlistItem) -> HttpResponseBase:
    """Its page says so, and offers to put it back."""
    messages.warning(
        request, f"{item} n’est plus dans la sélection : elle en est sortie depuis. Rien n’a changé."
    )
    if _is_script(request):  # it asks for the page again, which says so
        return JsonResponse({"gone": item.pk}, status=409)
    way = f"?{REMOVED}={item.structure_id}" if item.structure_id else ""
    return redirect(f"{page_of(shortlist)}{way}")


def _item(shortlist: Shortlist, pk: int) -> ShortlistItem:
    found = shortlist.items.held().select_related("structure").filter(pk=pk).first()
    if found is None:
        raise Http404(GONE)
    return found


@never_cache
@for_its_owners
@require_POST
def order(request: HttpRequest, pk: int) -> HttpResponseBase:
    """`monter` or `descendre`: a row, by one place; `deplacer`: a row, before `avant` or to the end."""
    shortlist = own_shortlist(request, pk)
    try:
        done = _move(request, shortlist)
    except ShortlistItem.DoesNotExist as error:
        keys = (key_in(request.POST, name) for name in ("monter", "descendre", "deplacer", "avant"))
        taken = next((item for key in keys if (item := _taken_out(shortlist, key))), None)
        if taken is None:
            raise Http404(GONE) from error
        return _back_to_what_left(request, shortlist, taken)
    if _is_script(request):
        return JsonResponse(done)
    if not done:
        return redirect(page_of(shortlist))
    verb = "haut" if "monter" in request.POST else "bas"
    request.session[MOVED] = {"item": done["item"], "verb": verb}  # where the focus lands, once
    return redirect(page_of(shortlist))


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _move(request: HttpRequest, shortlist: Shortlist) -> dict[str, Any]:
    by, dragged = author(request), key_in(request.POST, "deplacer")
    for name, steps in (("monter", -1), ("descendre", 1)):
        if (key := key_in(request.POST, name)) is not None:
            rank, count = move(shortlist, key, steps=steps, by=by)
            return {"item": key, "rank": rank, "count": count}
    if dragged is None:
        return {}
    rank, count = move_before(shortlist, dragged, key_in(request.POST, "avant"), by=by)
    return {"item": dragged, "rank": rank, "count": count}
