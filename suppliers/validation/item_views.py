"""The page of one item, and what is done from it."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from suppliers.accounts import sent_before
from suppliers.models import Event, ReviewItem, Structure, User
from suppliers.profiles.facts import ADDRESS, facts_of
from suppliers.profiles.placing import far_from_commune_km
from suppliers.territories.in_words import of_place

from . import actions
from .access import for_validators, item_for, item_to_decide, must_leave_it, validator_of
from .comparing import CompareForm, compare_form, open_comparison
from .contract import CannotDecideError, CannotUndoError, DecidedMeanwhileError, Decision
from .decisions import rules_of
from .forms import DecisionForm
from .item_page import page_of
from .queue import Asked, Queue
from .seen import digest_of
from .undo import undo
from .wording import named

_DONE = {
    DecisionForm.APPROVE: "C’est accepté : {}.",
    DecisionForm.CORRECT: "C’est corrigé : {}.",
    DecisionForm.REFUSE: "C’est refusé : {}.",
    DecisionForm.ASK: "La question est partie : {} attend la réponse.",
}
_UNDONE = "La décision est annulée : tout est comme avant, et l’élément attend."
_UNASKED = "La question est retirée : la structure n’a plus à y répondre, et l’élément attend votre décision."
_VAGUE = ("", Structure.Precision.COMMUNE)
_APPROXIMATE = (
    "L’adresse corrigée n’a pas été trouvée à la rue près : le point est au centre de la commune, ou absent. "
    "Il sera cherché de nouveau."
)
# A proof is read in the page by the browser’s own viewer (static/js/proofs.js): no other page has frames.
SHOWS_PROOFS = csp_update({"frame-src": ["blob:"]})
_AWAY = "Le point est à {km} km du centre {commune} : vérifiez l’adresse, ou le point."


@SHOWS_PROOFS
@require_safe
@for_validators
def item(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What was written before a session ended is there again, with what the item has become since."""
    found = item_for(validator_of(request), pk)
    kept = sent_before.take_back(request, "decision")
    if kept is None or not found.is_open:
        return _page(request, found)
    rules = rules_of(found.kind)
    form = DecisionForm(kept, reasons=dict(rules.refusals))
    return _page(
        request, found, form, rules.form(found, kept) if form.approves else None, refused=sent_before.EXPIRED
    )


@SHOWS_PROOFS
@require_POST
@for_validators
def decision(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Approve, refuse or ask. What is wrong comes back at its field, with all that was typed."""
    user = validator_of(request)
    found = item_to_decide(user, pk)
    rules = rules_of(found.kind)
    form = DecisionForm(request.POST, reasons=dict(rules.refusals))
    facts = rules.form(found, request.POST) if form.approves and found.is_open else None
    if not form.is_valid() or not (facts is None or facts.is_valid()):
        return _page(request, found, form, facts, status=200)
    corrections = rules.corrections(facts) if facts else {}  # asks for the point: before rows are locked
    if form.cleaned_data["decision"] == DecisionForm.CORRECT and not corrections:
        form.must_correct()
        return _page(request, found, form, facts)
    try:
        _decide(found, form.cleaned_data, corrections, by=user)
    except DecidedMeanwhileError as told:
        return _page(request, item_for(user, pk), form, facts, refused=str(told), status=409)
    except CannotDecideError as told:
        return _page(request, item_for(user, pk), form, facts, refused=str(told))
    chosen = form.cleaned_data["decision"]
    messages.success(request, _DONE[chosen].format(found.structure))
    if corrections.get("geo_precision") in _VAGUE:
        messages.warning(request, _APPROXIMATE)
    if "latitude" in corrections and (far := _far(found)):
        messages.warning(request, far)
    return redirect(_back(request, found))


def _far(found: ReviewItem) -> str:
    """A point that was placed is kept, but one far from its commune is said."""
    structure = Structure.objects.get(pk=found.structure_id)
    away = far_from_commune_km(facts_of(structure, ADDRESS))
    return _AWAY.format(km=away[1], commune=of_place(away[0].short_name)) if away else ""


def _decide(found: ReviewItem, typed: dict[str, Any], corrections: dict[str, Any], *, by: User) -> None:
    seen: dict[str, Any] = {"seen_version": typed["version"], "seen_facts": typed["facts"]}
    if typed["decision"] == DecisionForm.ASK:
        actions.ask(found, typed["question"], by=by, **seen)
    elif typed["decision"] == DecisionForm.REFUSE:
        answer = typed["answer"]
        actions.decide(found, Decision.REFUSE, by=by, reason=typed["reason"], answer=answer, **seen)
    else:
        answer = typed["note"]
        actions.decide(found, Decision.APPROVE, by=by, corrections=corrections, answer=answer, **seen)


@require_POST
@for_validators
def follow(request: HttpRequest, pk: int) -> HttpResponseBase:
    """« Je m’en occupe », or no longer."""
    user = validator_of(request)
    found = item_for(user, pk)
    if told := must_leave_it(user, found):
        messages.warning(request, told)
    elif request.POST.get("suivi") == "laisser":
        actions.release(found)
        messages.success(request, "Cet élément n’est plus suivi : quelqu’un d’autre peut le prendre.")
    else:
        had = actions.take(found, by=user)
        until_now = f" {named(had)} s’en occupait : prévenez cette personne." if had else ""
        messages.success(request, f"Vous vous en occupez.{until_now}")
    return redirect(_back(request, found))


@require_POST
@for_validators
def take_back(request: HttpRequest, pk: int, event: int) -> HttpResponseBase:
    """Undo a decision."""
    user = validator_of(request)
    found = item_to_decide(user, pk)
    said = get_object_or_404(Event, pk=event, item=found)
    try:
        undo(said, by=user)
    except CannotUndoError as told:
        messages.warning(request, f"Rien n’est annulé. {told}")
    else:
        messages.success(request, _UNASKED if said.action == actions.ASK else _UNDONE)
    return redirect(_back(request, found))


@SHOWS_PROOFS
@require_POST
@for_validators
def compare(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Open the comparison with another page, which a report says is the same structure."""
    user = validator_of(request)
    found = item_for(user, pk)
    form = CompareForm(request.POST)
    if form.is_valid():
        try:
            pair = open_comparison(found, form.cleaned_data["autre"], by=user)
        except CannotDecideError as told:
            form.add_error("autre", str(told))
        else:
            return redirect("validation:merge", pair.pk)
    return _page(request, found, compare=form)


def _back(request: HttpRequest, found: ReviewItem) -> str:
    query = Asked.read(request.GET).query()
    url = reverse("validation:item", args=[found.pk])
    return f"{url}?{query}" if query else url


def _read_again(form: DecisionForm, seen: dict[str, Any]) -> None:
    """What is shown now is what is decided on next."""
    typed = form.data.copy()  # type: ignore[attr-defined]
    for name, value in seen.items():
        typed[name] = str(value)
    form.data = typed


def _page(
    request: HttpRequest,
    found: ReviewItem,
    form: DecisionForm | None = None,
    facts: Any = None,
    *,
    refused: str = "",
    status: int = 200,
    compare: CompareForm | None = None,
) -> HttpResponse:
    user = validator_of(request)
    rules = rules_of(found.kind)
    asked = Asked.read(request.GET)
    seen = {"version": found.version, "facts": digest_of(found.structure_id) if rules.follows_facts else ""}
    form = form or DecisionForm(initial=seen, reasons=dict(rules.refusals))
    if refused:
        _read_again(form, seen)
    if facts is None and found.is_open:
        facts = rules.form(found)
    context = page_of(found, user) | {
        "form": form,
        "facts": facts,
        "refused": refused,
        "compare": compare or compare_form(found),
        "query": asked.query(),
        "next": Queue(user, asked).after(found),
        "left_to_others": must_leave_it(user, found),
        "is_mine": found.assigned_to_id == user.pk,
        "can_ask": bool(rules.recipients(found, "asked")),
        "tells": bool(rules.recipients(found, "approved")),
        "decision": form.data.get("decision", "") if form.is_bound else "",
    }
    return render(request, "suppliers/validation/item.html", context, status=status)
