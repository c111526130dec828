"""What the pages of an outcome send: a claim, a question to the owner, a draft."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from suppliers.models import Structure, User

from .bounds import REFUSAL, has_asked_too_much
from .claiming import Asked, TakenMeanwhileError, ask_the_owner, ask_the_team, claim_at_once
from .creating import BegunMeanwhileError, create_draft
from .entry_forms import AskOwnerForm, ClaimForm, CreateForm
from .entry_views import found_or_404, show
from .links import absolute, members_url, sign_in_url
from .lookup import Found, Outcome
from .typed_before import forget_typed, keep_typed

_TYPED = ("explanation", "message", "name", "legal_form", "website")
_MEANWHILE = "Quelqu’un vient de demander cette structure avant vous. Voici ce que vous pouvez faire."
Change = Callable[[HttpRequest, str, Found, User], HttpResponse]


def _signed_in(change: Change, *outcomes: Outcome) -> Callable[[HttpRequest, str], HttpResponse]:
    """For an account, and where the number still leads there; what was typed is kept through signing in."""

    @require_POST
    @wraps(change)
    def view(request: HttpRequest, key: str) -> HttpResponse:
        if not isinstance(request.user, User):
            keep_typed(request, key, _TYPED)
            return redirect(sign_in_url(reverse("registration:entry", args=[key])))
        found = found_or_404(request, key)
        if found.outcome not in outcomes:  # as it stands now, told by its page
            return redirect("registration:entry", key=key)
        if has_asked_too_much(request.user):
            messages.warning(request, REFUSAL)
            keep_typed(request, key, _TYPED)
            return redirect("registration:entry", key=key)
        return change(request, key, found, request.user)

    return view


def _claim(request: HttpRequest, key: str, found: Found, user: User) -> HttpResponse:
    structure = _structure(found)
    dashboard = reverse("registration:structure", args=[structure.pk])
    try:
        made = claim_at_once(structure=structure, by=user, address=absolute(dashboard))
    except TakenMeanwhileError:
        messages.warning(request, _MEANWHILE)
        return redirect("registration:entry", key=key)
    if made:
        forget_typed(request)
        messages.success(request, f"La fiche de {structure} est à vous : vous pouvez la tenir à jour.")
        return redirect(dashboard)
    return _ask_team(request, key, found, user)


def _ask_team(request: HttpRequest, key: str, found: Found, user: User) -> HttpResponse:
    form = ClaimForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, key, found, claim_form_bound=form)
    mine = reverse("registration:mine")
    ask_the_team(
        structure=_structure(found),
        by=user,
        explanation=form.cleaned_data["explanation"],
        proof=form.cleaned_data["proof"],
        address=absolute(mine),
    )
    forget_typed(request)
    messages.success(
        request, "Votre demande est envoyée à l’équipe de l’annuaire, qui vous répondra par courriel."
    )
    return redirect(mine)


def _ask_owner(request: HttpRequest, key: str, found: Found, user: User) -> HttpResponse:
    form = AskOwnerForm(request.POST)
    if not form.is_valid():
        return show(request, key, found, owner_form=form)
    structure = _structure(found)
    address = absolute(members_url(structure.pk))
    asked = ask_the_owner(structure=structure, by=user, message=form.cleaned_data["message"], address=address)
    forget_typed(request)
    if asked == Asked.NOBODY:
        messages.warning(request, "Personne ne peut être prévenu pour cette fiche : demandez à l’équipe.")
    elif asked == Asked.ALREADY:
        messages.info(
            request, "Cette personne a déjà été prévenue aujourd’hui : laissez-lui le temps de répondre."
        )
    else:
        messages.success(
            request, "La personne responsable de cette fiche est prévenue : à elle de vous inviter."
        )
    return redirect("registration:entry", key=key)


def _create(request: HttpRequest, key: str, found: Found, user: User) -> HttpResponse:
    form = CreateForm(request.POST)
    if not form.is_valid():
        return show(request, key, found, create_form=form)
    try:
        made, is_new = create_draft(number=found.number, typed=form.cleaned_data, by=user)
    except BegunMeanwhileError:
        messages.warning(request, _MEANWHILE)
        return redirect("registration:entry", key=key)
    except ValidationError as error:
        for said in error.messages:
            form.add_error(None, said)
        return show(request, key, found, create_form=form)
    forget_typed(request)
    if is_new:
        messages.success(request, "Le brouillon de votre fiche est créé. Il n’est pas encore public.")
    return redirect("registration:structure", pk=made.pk)


def _structure(found: Found) -> Structure:
    assert found.structure is not None  # of every outcome but CREATE
    return found.structure


claim = _signed_in(_claim, Outcome.CLAIM)
ask_team = _signed_in(_ask_team, Outcome.TAKEN, Outcome.WITHDRAWN)
ask_owner = _signed_in(_ask_owner, Outcome.TAKEN)
create = _signed_in(_create, Outcome.CREATE)
