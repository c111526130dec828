"""/espace/recherches/: searches of the directory that are kept, and what is told of them by e-mail."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from suppliers.accounts.sent_before import ask_to_sign_in
from suppliers.models import AlertFrequency, SavedSearch
from suppliers.search import state
from suppliers.search.links import directory_url
from suppliers.workspace.doors import for_its_owners
from suppliers.workspace.owning import author

from . import saved
from .finding import found_by
from .forms import ChangeForm, ShortlistForm
from .lines import shelves_of

NOBODY_TO_WRITE_TO = "Pour recevoir un courriel, donnez une adresse électronique."


@never_cache
@require_safe
def searches(request: HttpRequest) -> HttpResponse:
    """One's own, then those of one's organisations: how many results, how many new."""
    return _show(request)


def _show(
    request: HttpRequest, wrong: ChangeForm | None = None, shortlists: ShortlistForm | None = None
) -> HttpResponse:
    user = author(request)
    if user and user.email and shortlists is None:
        shortlists = ShortlistForm(
            initial={"frequency": saved.shortlist_frequency(user)}, prefix="selections"
        )
    context = {
        "shelves": shelves_of(request, state(), wrong),
        "shortlists": shortlists,
        "is_muted": bool(user and saved.NEWS in user.muted_emails),
        "nobody": "" if user and user.email else NOBODY_TO_WRITE_TO,
        "wrong": wrong,
    }
    return render(request, "suppliers/sourcing/alerts/searches.html", context)


@never_cache
@require_POST
@for_its_owners
def open_search(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Go to what it finds; what was new has been seen."""
    search = saved.own_search(request, pk)
    saved.remember(search, found_by(search.query, state()), by=author(request))
    return redirect(directory_url(search.query))


@never_cache
@require_POST
@for_its_owners
def change_search(request: HttpRequest, pk: int) -> HttpResponseBase:
    search, user = saved.own_search(request, pk), author(request)
    found = found_by(search.query, state())
    can_be_told = bool(user and user.email) and found.is_valid and not found.is_too_wide
    form = ChangeForm(request.POST, prefix=str(search.pk), can_be_told=can_be_told)
    if not form.is_valid():
        return _show(request, wrong=form)
    saved.rename(search, name=form.cleaned_data["name"], by=user)
    if user and "frequency" in form.cleaned_data:
        saved.follow(search, frequency=form.cleaned_data["frequency"], by=user)
    messages.success(request, f"La recherche «\u00a0{form.cleaned_data['name']}\u00a0» est enregistrée.")
    return redirect("sourcing:searches")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_its_owners
def delete_search(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Asked twice: others may follow it."""
    search = saved.own_search(request, pk)
    if request.method == "POST":
        saved.forget(search, by=author(request))
        messages.success(request, f"La recherche «\u00a0{search.name}\u00a0» est supprimée.")
        return redirect("sourcing:searches")
    context: dict[str, Any] = {"search": search, "followers": _followers(search)}
    return render(request, "suppliers/sourcing/alerts/delete.html", context)


def _followers(search: SavedSearch) -> int:
    """How many get letters of it."""
    rows = SavedSearch.objects.filter(workspace=search.workspace_id, query=search.query)
    return rows.exclude(frequency=AlertFrequency.NEVER).count()


@never_cache
@require_POST
def change_shortlist_alert(request: HttpRequest) -> HttpResponseBase:
    user = author(request)
    if user is None:
        return ask_to_sign_in(request)
    form = ShortlistForm(request.POST, prefix="selections")
    if not form.is_valid():
        return _show(request, shortlists=form)
    saved.follow_shortlists(user, frequency=form.cleaned_data["frequency"])
    messages.success(request, "Votre choix est enregistré.")
    return redirect("sourcing:searches")
