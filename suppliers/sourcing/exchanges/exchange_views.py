"""Exchanges noted by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from suppliers.accounts.sent_before import sent_or_restored
from suppliers.models import Exchange, Shortlist
from suppliers.workspace.doors import for_its_owners
from suppliers.workspace.owning import author, own_or_new_workspace, own_shortlist

from . import noting
from .enquiries import RefusedError
from .noted_forms import ExchangeForm
from .places import frame_of, home_of, own_exchange

as_form = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@for_its_owners
@as_form
def new(request: HttpRequest, pk: int) -> HttpResponseBase:
    return _edit(request, own_shortlist(request, pk), None)


@never_cache
@for_its_owners
@as_form
def edit(request: HttpRequest, pk: int, exchange: int) -> HttpResponseBase:
    found = own_exchange(request, pk, exchange)
    return _edit(request, found.shortlist, found)


@never_cache
@for_its_owners
@require_POST
def delete(request: HttpRequest, pk: int, exchange: int) -> HttpResponse:
    found = own_exchange(request, pk, exchange)
    noting.delete(found, by=author(request))
    messages.success(request, "L’échange est supprimé ; l’historique en garde la trace.")
    return redirect(home_of(found.shortlist))


def _edit(request: HttpRequest, shortlist: Shortlist, exchange: Exchange | None) -> HttpResponse:
    items = shortlist.items.filter(structure__isnull=False).select_related("structure")
    sent = sent_or_restored(request, "content")
    form = ExchangeForm(sent, items=items, initial=_initial(request, shortlist, exchange))
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, form, shortlist, exchange)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "L’échange est noté.")
            return redirect(home_of(shortlist))
    context = frame_of(shortlist) | {"form": form, "exchange": exchange}
    return render(request, "suppliers/sourcing/exchanges/exchange_form.html", context)


def _keep(request: HttpRequest, form: ExchangeForm, shortlist: Shortlist, exchange: Exchange | None) -> None:
    own_or_new_workspace(request)  # it is used today
    item, by = form.cleaned_data["item"], author(request)
    if exchange:
        noting.change(exchange, item, form.said(), by=by)
    else:
        noting.create(shortlist, item, form.said(), form_key=form.cleaned_data["form_key"], by=by)


def _initial(request: HttpRequest, shortlist: Shortlist, exchange: Exchange | None) -> dict[str, Any]:
    asked = request.GET.get("structure", "")
    key = exchange.structure_id if exchange else int(asked) if asked.isdecimal() and len(asked) < 19 else 0
    item = shortlist.items.filter(structure_id=key).values_list("pk", flat=True).first() if key else None
    if exchange is None:
        return {"held_on": timezone.localdate(), "item": item}
    names = (
        "held_on",
        "channel",
        "participants",
        "content",
        "information_given",
        "documents",
        "confidential",
    )
    return {"item": item, **{name: getattr(exchange, name) for name in names}}
