"""The page of a structure that is not public, as it would be: for its members, and for who decides on it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from suppliers.accounts.roles import can_edit, can_validate
from suppliers.accounts.sent_before import for_accounts
from suppliers.models import Structure
from suppliers.search.preview import preview_of
from suppliers.search.reference import reference
from suppliers.showing.current_state import current_state

from .profile import Profile
from .published import in_any_state
from .structure_views import context_of


@require_safe
@for_accounts
def preview(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Its members see it; once it is handed in, so do the validators of its territory. Http404 for others.

    A public one has its own page.
    """
    state = current_state(request)
    found = in_any_state(pk, reference(state.version))
    if found is None:
        raise Http404("Cette structure n’existe pas.")
    can_change = can_edit(request.user, found.structure)
    is_handed_in = found.structure.status != Structure.Status.DRAFT
    if not (can_change or (is_handed_in and can_validate(request.user, found.structure))):
        raise Http404("Cette structure n’est pas parmi les vôtres.")
    if found.structure.status == Structure.Status.PUBLISHED:
        return redirect(found.structure)
    profile = Profile(found, on=state.today, reference=reference(state.version))
    context = context_of(request, profile, preview_of(pk, state.today), [])
    response: HttpResponse = render(
        request,
        "suppliers/directory/structure.html",
        context | {"is_preview": True, "can_change": can_change},
    )
    response["Cache-Control"] = "private, no-store"
    return response
