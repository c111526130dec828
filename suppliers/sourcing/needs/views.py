"""« Mes besoins », and the page of one: what is asked, what the market holds, what the code allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from suppliers.accounts.roles import organisations_of
from suppliers.accounts.sent_before import for_accounts, sent_or_restored
from suppliers.models import Need, User
from suppliers.search.reference import Reference, reference
from suppliers.search.sector_choices import cpv_in_words
from suppliers.search.state import state
from suppliers.sourcing.history import history_of
from suppliers.sourcing.need_tabs import tabs_of
from suppliers.workspace.doors import for_its_owners
from suppliers.workspace.limits import TooManyError
from suppliers.workspace.owning import author, needs_of, own_need, own_or_new_workspace

from .actions import ChangedMeanwhileError, change_need, create_need, delete_need
from .actions import entrust as give
from .depth import Depth, depths_of
from .forms import NeedForm, initial_of
from .parts import Point, parts_of, whole_of
from .remarks import remarks
from .rules_in_words import lots_total, options_of, what_the_code_says
from .summary import summary_of

FIELDS = ("title", "what", "where")
MOST_DIGITS = 9
MAP = "carte"  # the lot that the map shows; the first one without it


def number_in(params: QueryDict, name: str) -> int:
    """A whole number of the address or of the form; 0 for anything else."""
    typed = params.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS else 0


@never_cache
def needs(request: HttpRequest) -> HttpResponseBase:
    """The list of those that one may open, and the form of a new one: a title is enough."""
    form = NeedForm(sent_or_restored(request, *FIELDS))
    if request.method == "POST" and form.is_valid():
        try:
            made = create_need(own_or_new_workspace(request), form.asking(), by=author(request))
        except TooManyError as error:
            form.add_error(None, str(error))
        else:
            return redirect("sourcing:need", made.pk)
    found = needs_of(request).prefetch_related("lots", "sites__territory", "sectors")
    context = {"form": form, "needs": list(found[:200]), "cpv": cpv_in_words}
    return render(request, "suppliers/sourcing/needs/list.html", context)


@require_safe
@for_its_owners
@never_cache
def need(request: HttpRequest, pk: int) -> HttpResponse:
    found, at = own_need(request, pk), state()
    known = reference(at.version)
    parts, due = parts_of(found), found.applications_due_on
    depths = depths_of(found, parts, known, at)
    context = shared(found, "sourcing:need") | {
        "summary": summary_of([depth for depth, _ in depths], known, at),
        "depths": [(depth, options_of(depth.part, known, at, ending)) for depth, ending in depths],
        "codes_read": whole_of(found).cpv_read_as(known),
        "lots_codes_read": {part.number: part.cpv_read_as(known) for part in parts},
        "sayings": what_the_code_says(found, parts, known, at),
        "lots_total": lots_total(parts),
        "remarks": remarks(found, parts, at.today),
        "organisations": _organisations(request, found),
        "day": at.today,
        "mapped": _mapped([depth for depth, _ in depths], number_in(request.GET, MAP), known),
        "by": due if due and due > at.today else None,
        "history": history_of(found.events.all(), request),
    }
    return render(request, "suppliers/sourcing/needs/need.html", context)


@dataclass(frozen=True)
class Mapped:
    """What the map of the page shows: one part, as its list does, from its first place on."""

    depth: Depth
    query: str
    centre: Point | None


def _mapped(depths: Sequence[Depth], number: int | None, known: Reference) -> Mapped:
    depth = next((one for one in depths if one.part.number == number), depths[0])
    points = depth.part.points
    query = depth.part.query(known, "intervient" if depth.part.sites else "")
    return Mapped(depth, query, points[0] if points else None)


def shared(need: Need, here: str) -> dict[str, Any]:
    """What every page of a need shows."""
    return {"need": need, "tabs": tabs_of(need, here)}


def _organisations(request: HttpRequest, need: Need) -> list[Any]:
    """Those to which one's own need may be given."""
    if need.workspace.organisation_id or not request.user.is_authenticated:
        return []
    return list(organisations_of(request.user))


@for_its_owners
@never_cache
def change(request: HttpRequest, pk: int) -> HttpResponseBase:
    found = own_need(request, pk)
    form = NeedForm(sent_or_restored(request, *FIELDS), initial=initial_of(found))
    meanwhile = False
    if request.method == "POST" and form.is_valid():
        try:
            change_need(found, form.asking(), by=author(request), seen=form.cleaned_data["seen"])
        except ChangedMeanwhileError as error:
            found, meanwhile = error.need, True
        else:
            messages.success(request, "Le besoin est enregistré.")
            return redirect("sourcing:need", pk)
    context = shared(found, "sourcing:need") | {
        "form": form,
        "cpv": cpv_in_words,
        "meanwhile": meanwhile,
        "seen": found.version if meanwhile or not form.is_bound else form.data.get("seen", ""),
    }
    return render(request, "suppliers/sourcing/needs/change.html", context)


@for_its_owners
@never_cache
def delete(request: HttpRequest, pk: int) -> HttpResponseBase:
    found = own_need(request, pk)
    if request.method == "POST":
        title = found.title
        delete_need(found, by=author(request))
        messages.success(request, f"Le besoin « {title} » est supprimé.")
        return redirect("sourcing:needs")
    context = shared(found, "sourcing:need") | {"awards": found.awards.count()}
    return render(request, "suppliers/sourcing/needs/delete.html", context)


@require_POST
@for_accounts
@for_its_owners
def entrust_to(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give one's need to an organisation that one is a member of."""
    found = own_need(request, pk)
    number = number_in(request.POST, "organisation")
    organisation = organisations_of(request.user).filter(pk=number).first()
    if organisation is None or found.workspace.organisation_id:  # what is an organisation's stays its own
        raise Http404("Cette organisation n’est pas parmi les vôtres.")
    give(found, organisation, by=cast(User, request.user))
    messages.success(request, f"Le besoin est partagé avec {organisation}.")
    return redirect("sourcing:need", pk)
