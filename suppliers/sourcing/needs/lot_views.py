"""The lots of a need: one added, changed, taken away."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from suppliers.accounts.sent_before import sent_or_restored
from suppliers.models import Lot, Need
from suppliers.models.need import MOST_LOTS
from suppliers.search.sector_choices import cpv_in_words
from suppliers.workspace.doors import for_its_owners
from suppliers.workspace.owning import author, own_need

from .actions import TooManyLotsError, remove_lot, save_lot
from .forms import LotForm, initial_of
from .views import FIELDS, shared


@for_its_owners
@never_cache
def add(request: HttpRequest, pk: int) -> HttpResponseBase:
    return _edit(request, own_need(request, pk), None)


@for_its_owners
@never_cache
def change(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    need = own_need(request, pk)
    return _edit(request, need, _lot(need, number))


@require_POST
@for_its_owners
def remove(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    need = own_need(request, pk)
    lot = _lot(need, number)
    remove_lot(need, lot, by=author(request))
    messages.success(request, f"Le lot « {lot.title} » est retiré.")
    return redirect("sourcing:need", pk)


def _edit(request: HttpRequest, need: Need, lot: Lot | None) -> HttpResponseBase:
    initial = initial_of(lot) if lot else {}
    form = LotForm(sent_or_restored(request, *FIELDS), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_lot(need, form.asking(), by=author(request), lot=lot)
        except TooManyLotsError:
            form.add_error(None, f"Un besoin compte {MOST_LOTS} lots au plus.")
        else:
            messages.success(request, f"Le lot {saved.number} est enregistré.")
            if "encore" in request.POST:
                return redirect("sourcing:lot-add", need.pk)
            return redirect("sourcing:need", need.pk)
    context = shared(need, "sourcing:need") | {"form": form, "lot": lot, "cpv": cpv_in_words}
    return render(request, "suppliers/sourcing/needs/lot.html", context)


def _lot(need: Need, number: int) -> Lot:
    found = need.lots.filter(number=number).first()
    if found is None:
        raise Http404("Ce besoin n’a pas de lot de ce numéro.")
    return found
