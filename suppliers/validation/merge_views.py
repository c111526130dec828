"""Two pages side by side: merged field by field, or said to be two."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from suppliers.accounts.sent_before import sent_or_restored
from suppliers.models import ReviewItem, ReviewKind, User

from . import actions
from .access import for_validators, item_to_decide, must_leave_it, validator_of
from .contract import CannotDecideError, DecidedMeanwhileError, Decision
from .decisions import rules_of
from .merging.act import merge_pair
from .merging.form import MergeForm
from .merging.page import sides_of


@require_http_methods(["GET", "HEAD", "POST"])
@for_validators
def merge(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Compare, choose for each field, merge. Once decided, the page of the item says what was."""
    user = validator_of(request)
    found = _pair_for(user, pk)
    if not found.is_open or (request.method != "POST" and must_leave_it(user, found)):
        return redirect("validation:item", found.pk)
    form = MergeForm(sent_or_restored(request, "garder"), item=found)
    if request.method != "POST" or not form.is_valid():
        return _page(request, found, form)
    seen = {"seen_version": form.cleaned_data["version"], "seen_facts": form.cleaned_data["facts"]}
    try:
        merge_pair(found, kept=form.kept(), sides=form.sides(), by=user, **seen)
    except DecidedMeanwhileError as told:
        return _told(request, user, pk, str(told))
    except CannotDecideError as told:
        return _page(request, found, form, refused=str(told))
    _say_merged(request, found)
    return redirect("validation:item", found.pk)


@require_POST
@for_validators
def not_duplicates(request: HttpRequest, pk: int) -> HttpResponseBase:
    """« Ce ne sont pas des doublons » : remembered for good."""
    user = validator_of(request)
    found = _pair_for(user, pk)
    typed, reason = request.POST.get("version", ""), request.POST.get("motif", "")
    version = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1
    try:
        actions.decide(found, Decision.REFUSE, by=user, seen_version=version, reason=reason)
    except DecidedMeanwhileError as told:
        return _told(request, user, pk, str(told))
    except CannotDecideError as told:
        return _page(request, found, MergeForm(item=found), refused=str(told))
    messages.success(request, "C’est noté : ces deux fiches ne seront plus proposées comme doublons.")
    return redirect("validation:item", found.pk)


def _pair_for(user: User, pk: int) -> ReviewItem:
    """A pair of which this account decides both sides; any other is not there: Http404."""
    found = item_to_decide(user, pk)
    if found.kind != ReviewKind.DUPLICATE or found.other is None:
        raise Http404("Ces deux fiches ne sont pas à comparer par vous.")
    return found


def _told(request: HttpRequest, user: User, pk: int, said: str) -> HttpResponse:
    """Somebody was quicker, or a page has changed: shown as it is now."""
    now = _pair_for(user, pk)
    if not now.is_open:
        messages.warning(request, said)
        return redirect("validation:item", pk)
    return _page(request, now, MergeForm(item=now), refused=said, status=409)


def _say_merged(request: HttpRequest, found: ReviewItem) -> None:
    found.refresh_from_db()
    kept = found.structure if found.data["kept"] == found.structure_id else found.other
    messages.success(request, f"Les deux fiches n’en font plus qu’une : {kept}. L’ancienne adresse y mène.")
    if left := found.data.get("left"):
        messages.warning(
            request,
            "La fiche gardée a déjà toutes ses activités : celles-ci n’ont pas pu suivre. "
            + " ; ".join(left),
        )


def _page(
    request: HttpRequest, found: ReviewItem, form: MergeForm, *, refused: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "item": found,
        "form": form,
        "rows": list(form.rows()),
        "sides": sides_of(form.pair),
        "refused": refused,
        "reasons": {key: said for key, said in rules_of(found.kind).refusals.items() if key != "other"},
        "two_units": _are_two_units(found),
    }
    return render(request, "suppliers/validation/merge.html", context, status=status)


def _are_two_units(found: ReviewItem) -> bool:
    """Whether the certifications of one prove nothing for the other."""
    sirens = {(side.siret or "")[:9] for side in (found.structure, found.other) if side and side.siret}
    return len(sirens) > 1
