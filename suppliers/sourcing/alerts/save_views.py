"""/espace/recherches/enregistrer/: the search that the directory shows is given a name, and kept."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from suppliers.accounts.roles import organisations_of
from suppliers.accounts.sent_before import sent_or_restored
from suppliers.models import AlertFrequency, User, Workspace
from suppliers.models.workspace import LONGEST_QUERY, MOST_ALERTED
from suppliers.search import state
from suppliers.search.links import directory_url
from suppliers.workspace.limits import TooManyOpenedError
from suppliers.workspace.owning import author, own_or_new_workspace, workspace_of_organisation

from . import saved
from .finding import Found, found_by, name_of, query_saved
from .forms import OWN, SaveForm

SAID = "recherche"  # the field that holds the query string
TOO_LONG = (
    "Cette recherche a trop de filtres pour être enregistrée. Retirez-en quelques-uns, ou gardez son adresse "
    "dans les favoris de votre navigateur."
)
UNREADABLE = "Cette recherche a un filtre à corriger avant d’être enregistrée."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def save_search(request: HttpRequest) -> HttpResponseBase:
    """GET: the query string of the directory, and a name for it. POST: kept."""
    typed, user, at = sent_or_restored(request, SAID), author(request), state()
    query = query_saved(request.GET if typed is None else QueryDict(typed.get(SAID, "")))
    found = found_by(query, at)
    refused = UNREADABLE if not found.is_valid else TOO_LONG if len(query) > LONGEST_QUERY else ""
    if refused:
        messages.error(request, refused)
        return redirect(directory_url(query))
    form = SaveForm(
        typed,
        initial={"name": name_of(query, at)},
        can_be_told=bool(user and user.email) and not found.is_too_wide,
        organisations=organisations_of(request.user),
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _kept(request, form, query, found, user)
        except (saved.TooManyError, TooManyOpenedError) as refusal:
            form.add_error(None, str(refusal))
    return _show(request, form, query, found, user)


def _show(request: HttpRequest, form: SaveForm, query: str, found: Found, user: User | None) -> HttpResponse:
    context = {
        "form": form,
        "field": SAID,
        "query": query,
        "found": found,
        "back": directory_url(query),
        "most": MOST_ALERTED,
        "user_is_reachable": bool(user and user.email),
    }
    return render(request, "suppliers/sourcing/alerts/save.html", context)


def _kept(
    request: HttpRequest, form: SaveForm, query: str, found: Found, user: User | None
) -> HttpResponseBase:
    workspace = _workspace(request, form.cleaned_data.get("where", OWN))
    search, is_new = saved.save(
        workspace=workspace, query=query, name=form.cleaned_data["name"], found=found, by=user
    )
    frequency = form.cleaned_data.get("frequency", AlertFrequency.NEVER)
    if user and frequency != AlertFrequency.NEVER:
        saved.follow(search, frequency=frequency, by=user)
    said = f"«\u00a0{search.name}\u00a0»"
    told = (
        f"La recherche {said} est enregistrée." if is_new else f"Elle était déjà enregistrée\u00a0: {said}."
    )
    messages.success(request, told)
    return redirect("sourcing:searches")


def _workspace(request: HttpRequest, where: str) -> Workspace:
    """One's own, or that of an organisation that the form has offered."""
    if where == OWN:
        return own_or_new_workspace(request)
    return workspace_of_organisation(organisations_of(request.user).get(pk=where))
