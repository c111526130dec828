"""What the pages of /espace/structures/ send."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from suppliers.accounts.roles import can_manage_members
from suppliers.accounts.sent_before import for_accounts
from suppliers.models import ReviewItem, Structure
from suppliers.profiles.joining import own_structure

from .answering import answer_question, is_theirs, own_item, withdraw_item
from .confirm import confirm_structure
from .links import absolute, sign_in_url
from .space_forms import AnswerForm
from .space_views import show_item, signed_in
from .submitting import (
    NotNowError,
    can_be_deleted,
    delete_draft,
    submit_structure,
    take_back,
)
from .typed_before import forget_typed, keep_typed

Change = Callable[[HttpRequest, int], HttpResponse]


def _sent_from(page: str) -> Callable[[Change], Change]:
    """For an account. Who has to sign in again comes back to the page, and finds what they had typed."""

    def wrapped(change: Change) -> Change:
        @require_POST
        @wraps(change)
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            if request.user.is_authenticated:
                return change(request, pk)
            back = reverse(page, args=[pk])
            keep_typed(request, back, ["answer"])
            return redirect(sign_in_url(back))

        return view

    return wrapped


@_sent_from("registration:structure")
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    own = own_structure(user, pk)
    here = reverse("registration:structure", args=[pk])
    try:
        submit_structure(structure=own, by=user, address=absolute(here))
        messages.success(
            request, "Votre fiche est envoyée : l’équipe de l’annuaire vous répondra par courriel."
        )
    except NotNowError as refusal:
        messages.warning(request, str(refusal))
    return redirect(here)


@_sent_from("registration:structure")
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    try:
        take_back(structure=own_structure(user, pk), by=user)
        messages.success(
            request, "Votre fiche est de nouveau un brouillon : envoyez-la quand elle est prête."
        )
    except NotNowError as refusal:
        messages.warning(request, str(refusal))
    return redirect("registration:structure", pk=pk)


@_sent_from("registration:structure")
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    own = own_structure(user, pk)
    if own.status == Structure.Status.PUBLISHED:
        confirm_structure(own, by=user)
        messages.success(request, "Merci : votre fiche est confirmée à la date d’aujourd’hui.")
    else:
        messages.warning(request, "Seule une fiche publiée peut être confirmée.")
    return redirect("registration:structure", pk=pk)


@for_accounts
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Its owner throws a draft away, once they have said so twice."""
    user = signed_in(request)
    own = own_structure(user, pk)
    if not can_manage_members(user, own):
        raise Http404("Seule la personne responsable supprime un brouillon.")
    if not can_be_deleted(own):
        messages.warning(
            request, "Cette fiche n’est plus un brouillon : elle ne peut pas être supprimée ici."
        )
        return redirect("registration:structure", pk=pk)
    if request.method != "POST":
        return render(request, "suppliers/registration/delete.html", {"structure": own})
    name = str(own)
    try:
        delete_draft(structure=own, by=user)
    except NotNowError as refusal:
        messages.warning(request, str(refusal))
        return redirect("registration:structure", pk=pk)
    messages.success(request, f"Le brouillon de {name} est supprimé.")
    return redirect("registration:mine")


@_sent_from("registration:item")
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    own = own_item(user, pk)
    form = AnswerForm(request.POST, request.FILES)
    if not form.is_valid():
        return show_item(request, own, form)
    said = {name: form.cleaned_data[name] for name in ("answer", "proof", "version")}
    try:
        answer_question(item=own, by=user, **said)
    except NotNowError as refusal:
        messages.warning(request, str(refusal))
        own.refresh_from_db()  # what is asked now, and what was typed
        return show_item(request, own, _with_version(form, own))
    except ValidationError as refusal:
        form.add_error("proof", refusal)
        return show_item(request, own, form)
    forget_typed(request)
    messages.success(request, "Votre réponse est envoyée à l’équipe de l’annuaire.")
    return redirect("registration:item", pk=pk)


def _with_version(form: AnswerForm, item: ReviewItem) -> AnswerForm:
    """The same text, to be sent again to the question as it is now."""
    return AnswerForm(initial={"answer": form.cleaned_data["answer"], "version": item.version})


@_sent_from("registration:item")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    own = own_item(user, pk)
    if not (is_theirs(own) or own.kind == ReviewItem.Kind.CLAIM):
        raise Http404("Ce n’est pas à vous de retirer ce que d’autres ont signalé.")
    try:
        withdraw_item(item=own, by=user)
        messages.success(request, "Votre demande est retirée.")
    except NotNowError as refusal:
        messages.warning(request, str(refusal))
    if own.kind == ReviewItem.Kind.CLAIM:
        return redirect("registration:mine")
    return redirect("registration:structure", pk=own.structure_id)
