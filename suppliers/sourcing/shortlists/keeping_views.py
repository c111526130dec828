"""All one's shortlists, and what is done with one as a whole."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from suppliers.accounts.roles import organisations_of
from suppliers.models import BuyerOrganisation, Shortlist
from suppliers.sourcing.need_tabs import tabs_of
from suppliers.workspace.current import changed, make_current, picks_of
from suppliers.workspace.doors import for_its_owners
from suppliers.workspace.limits import TooManyOpenedError
from suppliers.workspace.owning import (
    author,
    needs_of,
    own_need,
    own_or_new_workspace,
    own_shortlist,
    own_workspace,
    shortlists_of,
)
from suppliers.workspace.shortlists import shortlist_of

from . import keeping
from .changing import key_in
from .owners import owner_in_words
from .sharing import open_links
from .views import page_of

FOLDER = "suppliers/sourcing/shortlists"
OF_A_NEED = "La sélection d’un besoin porte son nom et vit aussi longtemps que lui."


class TitleForm(forms.Form):
    title = forms.CharField(
        label="Nom de la sélection",
        max_length=200,
        error_messages={"required": "Donnez un nom à la sélection."},
    )


def _every(request: HttpRequest, form: TitleForm) -> HttpResponseBase:
    held = Count("items", filter=Q(items__removed_at=None))
    context = {
        "form": form,
        "shortlists": shortlists_of(request).annotate(held=held),
        "needs": needs_of(request).filter(shortlist=None),
        "current": picks_of(request).pk,
    }
    return render(request, f"{FOLDER}/every.html", context)


@never_cache
@require_safe
def every(request: HttpRequest) -> HttpResponseBase:
    """Those of needs and the loose ones, the last changed first; and the needs that have none yet."""
    return _every(request, TitleForm())


@never_cache
@require_POST
def create(request: HttpRequest) -> HttpResponseBase:
    """A loose one, which is filled from then on."""
    form = TitleForm(request.POST)
    if not form.is_valid():
        return _every(request, form)
    try:
        made = keeping.create(
            own_or_new_workspace(request), title=form.cleaned_data["title"], by=author(request)
        )
    except (keeping.TooManyError, TooManyOpenedError) as refusal:
        form.add_error("title", str(refusal))
        return _every(request, form)
    make_current(request, made)
    messages.success(request, f"La sélection « {made} » est créée : le marque-page la remplit désormais.")
    return redirect(page_of(made))


@never_cache
@for_its_owners
@require_POST
def fill(request: HttpRequest, pk: int) -> HttpResponseBase:
    """« Ajouter ici »: bookmarks fill this one."""
    found = own_shortlist(request, pk)
    make_current(request, found)
    messages.success(request, f"Le marque-page ajoute désormais à « {found} ».")
    return redirect(page_of(found))


@never_cache
@for_its_owners
@require_http_methods(["GET", "HEAD", "POST"])
def of_need(request: HttpRequest, pk: int) -> HttpResponseBase:
    """That of a need. GET leads to it, or says there is none yet; POST opens it, to be filled."""
    need = own_need(request, pk)
    found = Shortlist.objects.filter(need=need).first()
    if request.method == "POST":
        found = found or shortlist_of(need)
        make_current(request, found)
    if found:
        return redirect(page_of(found))
    context = {"need": need, "tabs": tabs_of(need, "sourcing:need-shortlist")}
    return render(request, f"{FOLDER}/none_yet.html", context)


@never_cache
@for_its_owners
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Its name; who may open it; the way to throw it away."""
    found = own_shortlist(request, pk)
    form = TitleForm(request.POST if request.method == "POST" else None, initial={"title": str(found)})
    if request.method == "POST" and form.is_valid():
        _loose(found)
        keeping.rename(found, title=form.cleaned_data["title"], by=author(request))
        messages.success(request, "Le nom est changé.")
        return redirect(page_of(found))
    return render(request, f"{FOLDER}/settings.html", _settings(request, found, form))


def _settings(request: HttpRequest, found: Shortlist, form: TitleForm) -> dict[str, Any]:
    mine = found.workspace == own_workspace(request)
    return {
        "shortlist": found,
        "page": page_of(found),
        "form": form,
        "owner": owner_in_words(found.workspace, open_links().filter(shortlist=found).count()),
        "organisations": organisations_of(request.user) if mine and not found.need_id else [],
        "why_not": OF_A_NEED if found.need_id else "",
    }


def _loose(found: Shortlist) -> None:
    if found.need_id:
        raise Http404(OF_A_NEED)


@never_cache
@for_its_owners
@require_POST
def entrust(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One's own becomes that of an `organisation` one is a member of."""
    found = own_shortlist(request, pk)
    _loose(found)
    if found.workspace != own_workspace(request):
        raise Http404("Elle est déjà celle d’une organisation.")
    mine: Any = organisations_of(request.user)
    organisation: BuyerOrganisation = get_object_or_404(mine, pk=key_in(request.POST, "organisation") or 0)
    keeping.entrust(found, organisation, by=author(request))
    make_current(request, found)
    messages.success(
        request, f"Vos collègues de {organisation} voient et modifient maintenant cette sélection."
    )
    return redirect(page_of(found))


@never_cache
@for_its_owners
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Asked twice: what was noted in it goes with it."""
    found = own_shortlist(request, pk)
    _loose(found)
    if request.method == "POST":
        name = str(found)
        keeping.throw_away(found, by=author(request))
        changed(request)
        messages.success(request, f"La sélection « {name} » est supprimée.")
        return redirect("sourcing:shortlists")
    context = {
        "shortlist": found,
        "page": page_of(found),
        "held": found.items.held().count(),
        "told": keeping.what_else_goes(found),
    }
    return render(request, f"{FOLDER}/delete.html", context)
