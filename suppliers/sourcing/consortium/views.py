"""The groups proposed for a need, and those that are kept."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from suppliers.models import DirectoryEntry, Need
from suppliers.search import state
from suppliers.search.current_index import current
from suppliers.search.reference import reference
from suppliers.sourcing.need_tabs import tabs_of
from suppliers.workspace.doors import for_its_owners
from suppliers.workspace.owning import author, own_need

from . import actions
from .demands import demands_of
from .forms import keys_of
from .picked import picked_for, set_aside
from .pool import Options, Pool
from .proposals import proposals_for

PAGE = "sourcing:consortiums"
WIDER, ANYBODY, SET_ASIDE, WITHOUT = "elargir", "toutes", "ecartees", "sans"  # parameters of the page
MOST_WITHOUT = 20


@dataclass(frozen=True)
class Way:
    """A structure that groups are sought without; `url`: the same page, with it again."""

    id: int
    name: str
    url: str


@for_its_owners
@never_cache
@require_http_methods(["GET", "HEAD"])
def consortiums(request: HttpRequest, pk: int) -> HttpResponse:
    """The best groups that cover the need, and those kept so far.

    `elargir`: those not open to co-contracting too; `toutes`: those not eligible too, on a part to reserve;
    `ecartees`: those set aside in the need's shortlist too; `sans`: a structure that no group shall have.
    """
    need = own_need(request, pk)
    picked = picked_for(need)
    without = keys_of(request.GET.getlist(WITHOUT), MOST_WITHOUT)
    aside = set_aside(picked)
    options = Options(
        WIDER not in request.GET,
        ANYBODY not in request.GET,
        frozenset(without) | (frozenset() if SET_ASIDE in request.GET else aside),
    )
    found = proposals_for(need, state(), options)
    context = {
        "need": need,
        "tabs": tabs_of(need, PAGE),
        "found": found,
        "kept": need.consortiums.prefetch_related("members"),
        "picked": picked,
        "aside": len(aside),
        "with_aside": SET_ASIDE in request.GET,
        "without": _ways(request, without),
        "query": _query(request, without),
    }
    return render(request, "suppliers/sourcing/consortium/proposals.html", context)


def _query(request: HttpRequest, without: list[int]) -> str:
    """What the page was asked, for the links that ask it again."""
    params = QueryDict(mutable=True)
    for name in (WIDER, ANYBODY, SET_ASIDE):
        if name in request.GET:
            params[name] = "1"
    params.setlist(WITHOUT, [str(key) for key in without])
    return params.urlencode()


def _ways(request: HttpRequest, without: list[int]) -> list[Way]:
    """Those left out, by name: only what the directory knows."""
    if not without:
        return []
    rows = DirectoryEntry.objects.filter(pk__in=without).values_list("pk", "card")
    names = {key: str(card["name"]) for key, card in rows}
    return [
        Way(key, names[key], f"?{_query(request, [other for other in without if other != key])}#titre")
        for key in without
        if key in names
    ]


@for_its_owners
@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a proposal: its members, each with the lots that the page said it answers.

    `structure`: their keys; `toutes`: as on the page.
    """
    need = own_need(request, pk)
    ids = keys_of(request.POST.getlist("structure"), actions.MOST_MEMBERS)
    try:
        made = actions.keep(need, _lots_of(request, need, ids), by=author(request))
    except actions.RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect(PAGE, pk)
    messages.success(request, "Groupement gardé. Vous pouvez le compléter.")
    return redirect("sourcing:consortium", pk, made.pk)


def _lots_of(request: HttpRequest, need: Need, ids: list[int]) -> dict[int, list[int]]:
    at = state()
    options = Options(open_only=False, eligible_only=ANYBODY not in request.POST)
    return Pool(demands_of(need, reference(at.version)), current(at), at, options).lots_for(ids)
