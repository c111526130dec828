"""The page of a shortlist: the one being filled, or any that one may open."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from suppliers.accounts.sent_before import restored
from suppliers.models import Lot, Shortlist
from suppliers.models.shortlist import MOST_PICKED, PickStatus
from suppliers.showing.current_state import current_state
from suppliers.sourcing.history import history_of
from suppliers.sourcing.need_tabs import tabs_of
from suppliers.workspace.current import BEFORE, current_shortlist, picks_of, write_those_before
from suppliers.workspace.doors import for_its_owners
from suppliers.workspace.owning import own_shortlist, shortlists_of

from .changing import PUT_BACK, change, emptied_of, key_in, removed_from
from .item_form import ItemForm
from .owners import owner_in_words
from .rows import Row, Rows, lots_of, points_of, read_rows, shown_rows
from .sharing import open_links

STATUS, TAG, OPEN = "etat", "etiquette", "ouvrir"
MOVED = "shortlist_moved"  # in the session: the row just moved and the way, until its page is shown
TEMPLATE = "suppliers/sourcing/shortlists/shortlist.html"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def selection(request: HttpRequest) -> HttpResponseBase:
    """The one being filled; POST changes it.

    `ajouter`, `retirer`: a structure id; `sortir`: a row; `oublier`: those that have no page any more;
    `vider`: all, which `retablir` puts back. GET: `etat`, `etiquette` narrow what is shown.
    """
    here = reverse("sourcing:selection")
    if request.method == "POST":
        return change(request, here)
    if BEFORE in request.session:
        write_those_before(request)  # of a session from before: it has its rows from its first showing
    held = current_shortlist(request)
    return show(request, held, here) if held else render(request, TEMPLATE, _empty(request, here))


def _empty(request: HttpRequest, here: str) -> dict[str, Any]:
    nothing = dict.fromkeys(("shortlist", "removed", "form"))
    return {**nothing, "rows": [], "action": here, "emptied": 0, "others": _others(request)}


def _others(request: HttpRequest, found: Shortlist | None = None) -> list[Shortlist]:
    """All that one may open but this one, each with how many it holds."""
    every = shortlists_of(request).annotate(held=Count("items", filter=Q(items__removed_at=None)))
    return [one for one in every if found is None or one.pk != found.pk]


@never_cache
@for_its_owners
@require_http_methods(["GET", "HEAD", "POST"])
def shortlist(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One of them, with the same words."""
    found = own_shortlist(request, pk)
    here = page_of(found)
    return change(request, here, found) if request.method == "POST" else show(request, found, here)


def page_of(found: Shortlist) -> str:
    return reverse("sourcing:shortlist", args=[found.pk])


def narrowed_query(params: QueryDict) -> str:
    """The filters of the page, for what comes back to it."""
    kept = QueryDict(mutable=True)
    for name in (STATUS, TAG):
        if value := params.get(name, ""):
            kept[name] = value
    return kept.urlencode()


def show(request: HttpRequest, found: Shortlist, here: str, wrong: ItemForm | None = None) -> HttpResponse:
    """`wrong`: a form of one of its rows that could not be kept, shown as it was sent."""
    held, lots, sites = read_rows(found), lots_of(found), points_of(found)
    wrong = wrong or _sent_before(request, held, lots)
    rows = shown_rows(request, held, sites=sites, lots=lots)
    chosen = {"status": request.GET.get(STATUS, ""), "tag": request.GET.get(TAG, "")}
    opened = wrong.item.pk if wrong else key_in(request.GET, OPEN)
    for row in rows:
        row.is_open = row.item.pk == opened
        if wrong and row.is_open:
            row.form = wrong
    removed = removed_from(request, found, [item.structure_id for item in held.items])
    context = {
        "shortlist": found,
        "action": here,
        "page": page_of(found),
        "query": narrowed_query(request.GET),
        "rows": rows,
        "shown": [row for row in rows if _is_asked(row, chosen) or row.is_open],
        "chosen": chosen,
        "statuses": _counted(rows, chosen["status"]),
        "tags": _tags(rows),
        "gone": held.gone,
        "is_full": len(rows) >= MOST_PICKED,
        "removed": removed,
        "put_back": key_in(request.GET, PUT_BACK),
        "moved": request.session.pop(MOVED, {"item": None, "verb": ""}),
        "emptied": len(emptied_of(request, found)),
        "day": current_state(request).today,
        "has_distances": bool(sites),
        "form": wrong,
        **_around(request, found),
    }
    return render(request, TEMPLATE, context, status=200)


def _sent_before(request: HttpRequest, held: Rows, lots: list[Lot]) -> ItemForm | None:
    """What was written of a row when the session had ended."""
    kept = restored(request, "row")
    item = next((one for one in held.items if kept and one.pk == key_in(kept, "row")), None)
    return ItemForm(item, lots, kept) if item else None


def _around(request: HttpRequest, found: Shortlist) -> dict[str, Any]:
    """Whose it is, the others, its links, its history."""
    links = open_links().filter(shortlist=found).count()
    return {
        "owner": owner_in_words(found.workspace, links),
        "is_current": picks_of(request).pk == found.pk,
        "others": _others(request, found),
        "links": links,
        "history": history_of(found.events.all(), request),
        "tabs": tabs_of(found.need, "sourcing:need-shortlist") if found.need else [],
    }


def _is_asked(row: Row, chosen: dict[str, str]) -> bool:
    right_status = chosen["status"] in ("", row.item.status)
    return right_status and (not chosen["tag"] or chosen["tag"] in row.item.tags)


def _counted(rows: list[Row], chosen: str) -> list[tuple[str, str, int]]:
    """Each state that some are in, or that is asked for: its value, its words, how many."""
    counts = [
        (value, str(label), sum(row.item.status == value for row in rows))
        for value, label in PickStatus.choices
    ]
    return [one for one in counts if one[2] or one[0] == chosen]


def _tags(rows: list[Row]) -> list[str]:
    return sorted({tag for row in rows for tag in row.item.tags}, key=str.casefold)
