"""The targets of an organisation's SPASER: any of its members sets them, for a year at a time."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from suppliers.accounts.sent_before import sent_or_restored
from suppliers.models import BuyerOrganisation, WorkspaceEvent
from suppliers.sourcing.history import Told, told_of

from . import targets as actions
from .doors import own_organisation, signed_in, user_of
from .target_form import TargetsForm

FIRST_YEAR, YEARS_AHEAD = 2000, 10
COPIED_FROM = "depuis"  # the year whose targets are offered, in the address
CHANGES_SHOWN = 20
_MEANWHILE = (
    "Ces objectifs ont été changés entre-temps par une autre personne (voir « Ce qui a changé ») : "
    "rien n’est enregistré. Relisez ce que vous aviez écrit, puis enregistrez de nouveau pour le garder."
)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def targets(request: HttpRequest, pk: int, year: int) -> HttpResponseBase:
    organisation = own_organisation(request, pk)
    last_year = timezone.localdate().year + YEARS_AHEAD
    if not FIRST_YEAR <= year <= last_year:
        raise Http404("Les objectifs d’une telle année ne se fixent pas ici.")
    now = actions.aims_of(organisation, year)
    before = actions.last_year_with_aims(organisation, year)
    offered = actions.aims_of(organisation, before) if _is_copied(request, before) and before else now
    version = actions.version_of(now)
    is_behind = False
    form = TargetsForm(sent_or_restored(request, "seen"), aims=offered)
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.set_aims(
                organisation, year, form.aims, seen=form.cleaned_data["seen"], by=user_of(request)
            )
        except actions.ChangedMeanwhileError:
            form.add_error(None, _MEANWHILE)
            is_behind = True
        else:
            said = f"Objectifs {year} enregistrés." if changed else "Rien n’a changé."
            messages.success(request, said)
            return redirect(f"{reverse('sourcing:steering', args=[pk])}?annee={year}#indicateurs")
    context = {
        "organisation": organisation,
        "year": year,
        "form": form,
        "seen": form.data.get("seen", "") if form.is_bound and not is_behind else version,
        "beside": [one for one in (year - 1, year + 1) if FIRST_YEAR <= one <= last_year],
        "before": before,
        "copied": offered is not now,
        "has_some": bool(now),
        "changes": _changes(organisation, year, request),
    }
    return render(request, "suppliers/sourcing/steering/targets.html", context)


def _is_copied(request: HttpRequest, before: int | None) -> bool:
    return before is not None and request.GET.get(COPIED_FROM) == str(before)


def _changes(organisation: BuyerOrganisation, year: int, request: HttpRequest) -> list[Told]:
    """Who set which targets of the year, the latest first."""
    found = WorkspaceEvent.objects.filter(
        workspace__organisation=organisation, action=actions.SET, detail__year=year
    )
    events = found.select_related("by").order_by("-at", "-pk")[:CHANGES_SHOWN]
    return [told_of(event, user_of(request)) for event in events]
