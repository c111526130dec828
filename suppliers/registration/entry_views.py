"""/inscription/: from a number to the structure that it stands for."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from suppliers.accounts.roles import owner_of
from suppliers.models import Structure, User

from .claiming import opens_at_once
from .creating import Known, known_of
from .entry_forms import AskOwnerForm, ClaimForm, CreateForm, NumberForm
from .links import sign_in_url, sign_up_url
from .lookup import Found, Outcome, establishments_of, key_of, look_up
from .numbers import Kind, Typed
from .typed_before import typed_before

DECLARED_ASSOCIATION = "9220"  # in the INSEE list of legal forms
PAGES = {
    Outcome.CLAIM: "claim",
    Outcome.TAKEN: "taken",
    Outcome.WITHDRAWN: "withdrawn",
    Outcome.CLOSED: "closed",
    Outcome.CREATE: "create",
}


@require_safe
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """What one gains, and the number that it begins with. A good one leads on, a bad one is put right."""
    form = NumberForm(request.GET if "siret" in request.GET else None)
    if not form.is_bound or not form.is_valid():
        return _start(request, form)
    if form.number.kind == Kind.SIREN:
        known = establishments_of(form.number.number)
        found = [(one, reverse("registration:entry", args=[_shown_key(one)])) for one in known]
        return _start(request, form, siren=form.number.number, establishments=found)
    return redirect("registration:entry", key=form.number.number)


def _start(
    request: HttpRequest, form: NumberForm, *, siren: str = "", establishments: Any = ()
) -> HttpResponse:
    context = {"form": form, "siren": siren, "establishments": establishments}
    return render(request, "suppliers/registration/start.html", context)


@require_safe
@never_cache
def entry(request: HttpRequest, key: str) -> HttpResponse:
    """What this number leads to."""
    found = found_or_404(request, key)
    if found.outcome == Outcome.MINE and found.structure:
        return redirect("registration:structure", pk=found.structure.pk)
    if found.merged_name and found.shown and _shown_key(found.shown) != key:
        messages.info(request, f"La fiche de {found.merged_name} a été réunie avec celle de {found.shown}.")
        return redirect("registration:entry", key=_shown_key(found.shown))
    return show(request, key, found)


def found_or_404(request: HttpRequest, key: str) -> Found:
    found = look_up(key, request.user)
    if found.outcome == Outcome.UNKNOWN:
        raise Http404("Aucune structure ne répond à ce numéro.")
    return found


def show(request: HttpRequest, key: str, found: Found, **forms: Any) -> HttpResponse:
    """The page of an outcome; `forms` that were sent and are shown again, by name."""
    known = known_of(found.number) if found.outcome == Outcome.CREATE else Known()
    structure, typed = found.structure, typed_before(request, key)
    user = request.user if isinstance(request.user, User) else None
    here = reverse("registration:entry", args=[key])
    context = {
        "key": key,
        "found": found,
        "structure": found.shown,
        "known": known,
        "opens": user is not None and structure is not None and bool(opens_at_once(structure, user)),
        "has_owner": structure is not None and owner_of(structure) is not None,
        "sign_in": "" if user else sign_in_url(here),
        "sign_up": sign_up_url(here),
        "claim_form_bound": ClaimForm(initial=typed),
        "owner_form": AskOwnerForm(initial=typed),
        "create_form": CreateForm(initial=_likely(found.number) | known.values | typed),
        **forms,
    }
    page = f"suppliers/registration/{PAGES[found.outcome]}.html"
    return render(request, page, context)


def _likely(number: Typed) -> dict[str, str]:
    """An RNA is the number of a declared association."""
    return {"legal_form": DECLARED_ASSOCIATION} if number.kind == Kind.RNA else {}


def _shown_key(structure: Structure) -> str:
    is_public = structure.status == Structure.Status.PUBLISHED
    return (structure.siret or f"a-{structure.pk}") if is_public else key_of(structure)
