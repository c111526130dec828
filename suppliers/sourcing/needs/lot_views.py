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

from .actions import AwardedLotError, ChangedMeanwhileError, TooManyLotsError, remove_lot, save_lot
from .forms import LotForm, initial_of
from .views import FIELDS, shared

_AWARDED = (
    "L’issue de ce lot est notée, et compte dans les chiffres du pilotage : "
    "effacez-la d’abord, dans « Issue »."
)


@for_its_owners
@never_cache
def add(request: HttpRequest, pk: int) -> HttpResponseBase:
    return _edit(request, own_need(request, pk), None)


@for_its_owners
@never_cache
def change(request: HttpRequest, pk: int, lot: int) -> HttpResponseBase:
    need = own_need(request, pk)
    found = need.lots.filter(pk=lot).first()
    if found is None:
        raise Http404("Ce lot n’est pas de ce besoin.")
    return _edit(request, need, found)


@require_POST
@for_its_owners
def remove(request: HttpRequest, pk: int, lot: int) -> HttpResponseBase:
    """Pressed twice, it takes one lot away: a lot is named by its key, not by its number, which changes."""
    need = own_need(request, pk)
    found = need.lots.filter(pk=lot).first()
    if found is None:
        messages.info(request, "Ce lot n’est plus dans le besoin.")
        return redirect("sourcing:need", pk)
    try:
        remove_lot(need, found, by=author(request))
    except AwardedLotError:
        messages.warning(request, _AWARDED)
    else:
        messages.success(request, f"Le lot « {found.title} » est retiré.")
    return redirect("sourcing:need", pk)


def _edit(request: HttpRequest, need: Need, lot: Lot | None) -> HttpResponseBase:
    form = LotForm(sent_or_restored(request, *FIELDS), initial=initial_of(lot) if lot else {})
    meanwhile = False
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_lot(need, form.asking(), by=author(request), lot=lot, seen=form.cleaned_data["seen"])
        except TooManyLotsError:
            form.add_error(None, f"Un besoin compte {MOST_LOTS} lots au plus.")
        except ChangedMeanwhileError as error:
            need, meanwhile = error.need, True
        else:
            messages.success(request, f"Le lot {saved.number} est enregistré.")
            if "encore" in request.POST:
                return redirect("sourcing:lot-add", need.pk)
            return redirect("sourcing:need", need.pk)
    context = shared(need, "sourcing:need") | {
        "form": form,
        "lot": lot,
        "cpv": cpv_in_words,
        "meanwhile": meanwhile,
        "seen": need.version if meanwhile or not form.is_bound else form.data.get("seen", ""),
    }
    return render(request, "suppliers/sourcing/needs/lot.html", context)
