"""« Échanges » of a need or of a shortlist: what was asked, answered and said."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from suppliers.imports.spreadsheet import csv_answer
from suppliers.models import Shortlist
from suppliers.sourcing.need_tabs import tabs_of
from suppliers.workspace.doors import for_its_owners
from suppliers.workspace.owning import own_need, own_shortlist

from .overview import overview_of
from .places import OF_A_NEED, frame_of
from .sheet import TITLES, rows_of


@never_cache
@for_its_owners
@require_safe
def of_need(request: HttpRequest, pk: int) -> HttpResponse:
    """The exchanges of its shortlist; a need that has none yet has nobody to ask."""
    need = own_need(request, pk)
    shortlist = Shortlist.objects.filter(need=need).select_related("workspace__organisation").first()
    if shortlist is None:
        context = {"need": need, "tabs": tabs_of(need, OF_A_NEED)}
        return render(request, "suppliers/sourcing/exchanges/nobody.html", context)
    shortlist.need = need
    return _show(request, shortlist)


@never_cache
@for_its_owners
@require_safe
def of_shortlist(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, own_shortlist(request, pk))


@never_cache
@for_its_owners
@require_safe
def as_csv(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same rows, of one structure if the page was narrowed to it."""
    shortlist = own_shortlist(request, pk)
    return csv_answer(f"echanges-{shortlist.pk}", TITLES, rows_of(overview_of(shortlist, request)))


def _show(request: HttpRequest, shortlist: Shortlist) -> HttpResponse:
    context = frame_of(shortlist) | {"shown": overview_of(shortlist, request)}
    return render(request, "suppliers/sourcing/exchanges/overview.html", context)
