"""The outcome of a need, part by part."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from suppliers.accounts.sent_before import sent_or_restored
from suppliers.models import Consideration, Need, Reserved
from suppliers.sourcing.need_tabs import tabs_of
from suppliers.workspace.doors import for_its_owners
from suppliers.workspace.owning import author, own_need

from . import awards
from .award_form import AwardForm
from .awards import ChangedMeanwhileError, ToldOtherwiseError
from .group_fields import initial_of_members, without_group
from .kept_groups import initial_of_group, kept_groups

HERE = "sourcing:need-outcome"
TAKEN = "groupement"  # in the address: the number of a kept group
SEEN = "seen"  # the version of the outcome that the page showed
_MEANWHILE = (
    "Cette issue a été changée entre-temps, dans un autre onglet ou par une autre personne (voir l’onglet "
    "« Issue ») : rien n’est enregistré. Relisez ce que vous aviez écrit, puis enregistrez de "
    "nouveau pour le garder."
)


@for_its_owners
@require_safe
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    need = own_need(request, pk)
    told = awards.parts_told(need)
    lots = told[1:]
    # The whole is offered where there are no lots, or when it is what was told.
    shown = told if told[0].award or not lots else lots
    whole = None if lots and any(part.award for part in lots) else told[0]
    context = {"told": shown, "whole": whole if whole not in shown else None}
    return _page(request, need, "outcome", context)


@for_its_owners
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    need = own_need(request, pk)
    told = _told(need, number)
    kept = kept_groups(need, told.number)
    taken = next((one for one in kept if str(one.pk) == request.GET.get(TAKEN)), None)
    initial = _initial(need, told)
    if taken:  # its members, and nothing of those that were noted before
        initial = without_group(initial) | initial_of_group(taken, told.number)
    form = AwardForm(sent_or_restored(request, "outcome"), initial=initial)
    seen = form.data.get(SEEN, "") if form.is_bound else awards.version_of(told.award)
    if request.method == "POST" and form.is_valid():
        try:
            awards.note(need, told.lot, form.cleaned_data, seen=seen, by=author(request))
        except ToldOtherwiseError as refusal:
            form.add_error(None, str(refusal))
        except ChangedMeanwhileError:
            form.add_error(None, _MEANWHILE)
            seen = awards.version_of(told.award)
        else:
            messages.success(request, "L’issue est notée.")
            return redirect(HERE, pk)
    context = {"form": form, "seen": seen, "told": told, "kept": kept, "taken": taken}
    return _page(request, need, "award", context)


@for_its_owners
@require_POST
def forget(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    need = own_need(request, pk)
    told = _told(need, number)
    if awards.forget(need, told.lot, by=author(request)):
        messages.success(request, "L’issue est effacée.")
    else:
        messages.info(request, "Rien n’était noté.")
    return redirect(HERE, pk)


def _told(need: Need, number: int) -> awards.Told:
    found = next((part for part in awards.parts_told(need) if part.number == number), None)
    if found is None:
        raise Http404("Ce besoin n’a pas ce lot.")
    return found


def _initial(need: Need, told: awards.Told) -> dict[str, Any]:
    """What is noted already; else what the need said it would be."""
    if told.award:
        names = (*AwardForm.base_fields, "group_form", "holder_share")
        members = initial_of_members(told.award.members.all())
        return {name: getattr(told.award, name) for name in names} | members
    planned = set(need.considerations)
    reserved = (told.lot.reservation if told.lot else "") or need.reservation or Reserved.NONE
    return {
        "reserved_to": reserved,
        "has_social_clause": Consideration.SOCIAL_CLAUSE in planned,
        "has_social_criterion": Consideration.SOCIAL_CRITERION in planned,
        "has_environmental_consideration": bool(
            planned & {Consideration.ENVIRONMENTAL_CLAUSE, Consideration.ENVIRONMENTAL_CRITERION}
        ),
    }


def _page(request: HttpRequest, need: Need, name: str, context: dict[str, Any]) -> HttpResponse:
    organisation = need.workspace.organisation
    shared = {
        "need": need,
        "tabs": tabs_of(need, HERE),
        "organisation": organisation,
    }
    return render(request, f"suppliers/sourcing/steering/{name}.html", {**shared, **context})
