"""The groups proposed for a need, and those that are kept."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from suppliers.models import Need
from suppliers.search import state
from suppliers.search.current_index import current
from suppliers.search.reference import reference
from suppliers.sourcing.need_tabs import tabs_of
from suppliers.workspace.doors import for_its_owners
from suppliers.workspace.owning import author, own_need

from . import actions
from .demands import demands_of
from .forms import keys_of
from .pool import Options, Pool
from .proposals import proposals_for

PAGE = "sourcing:consortiums"
WIDER, ANYBODY = "elargir", "toutes"  # parameters of the page


@for_its_owners
@never_cache
@require_http_methods(["GET", "HEAD"])
def consortiums(request: HttpRequest, pk: int) -> HttpResponse:
    """The best groups that cover the need, and those kept so far."""
    need = own_need(request, pk)
    options = Options(WIDER not in request.GET, ANYBODY not in request.GET)
    context = {
        "need": need,
        "tabs": tabs_of(need, PAGE),
        "found": proposals_for(need, state(), options),
        "kept": need.consortiums.prefetch_related("members"),
    }
    return render(request, "suppliers/sourcing/consortium/proposals.html", context)


@for_its_owners
@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a proposal: its members, each with the lots that the directory says it answers."""
    need = own_need(request, pk)
    ids = keys_of(request.POST.getlist("structure"), actions.MOST_MEMBERS)
    try:
        made = actions.keep(need, _lots_of(need, ids), by=author(request))
    except actions.RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect(PAGE, pk)
    messages.success(request, "Groupement gardé. Vous pouvez le compléter.")
    return redirect("sourcing:consortium", pk, made.pk)


def _lots_of(need: Need, ids: list[int]) -> dict[int, list[int]]:
    at = state()
    demands = demands_of(need, reference(at.version))
    covered = Pool(demands, current(at), at, Options()).covered_by(ids)
    return {
        key: sorted({demands.all[number].part.number for number in numbers} - {0})
        for key, numbers in covered.items()
    }
