"""What is done to one certification with a press: taken out, withdrawn, disputed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from suppliers.accounts.sent_before import for_accounts, sent_or_restored
from suppliers.asking.text_fields import TextField, say_in_french
from suppliers.models import Certification, Structure, User
from suppliers.profiles.joining import own_structure

from .certified import can_take_back
from .declaring import dispute, take_back, withdraw_proposal
from .steps import BY_SLUG, step_url

GONE = "Elle n’y est déjà plus."


class DisputeForm(forms.Form):
    message = TextField(
        label="Qu’est-ce qui n’est pas juste ?",
        max_length=1500,
        help_text="Ce qui est faux, et ce qui serait juste. L’équipe de l’annuaire vous répondra.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_in_french(self.fields["message"])


def _back(structure: Structure) -> HttpResponseBase:
    return redirect(step_url(structure.pk, BY_SLUG["certifications"]))


def _own(request: HttpRequest, pk: int) -> tuple[Structure, User]:
    assert isinstance(request.user, User)
    return own_structure(request.user, pk), request.user


@for_accounts
@require_POST
@transaction.atomic
def remove(request: HttpRequest, pk: int, key: int) -> HttpResponseBase:
    """Take out what one has said oneself, and nobody has verified."""
    structure, user = _own(request, pk)
    # As it stands once nobody else is saving it: it may have been published meanwhile.
    structure = Structure.objects.select_for_update().get(pk=structure.pk)
    row = Certification.objects.filter(pk=key, structure=structure).select_related("structure").first()
    if row is None:
        messages.info(request, GONE)
    elif not can_take_back(row):
        raise Http404("Cette certification ne se retire pas ainsi.")
    else:
        take_back(row, by=user)
        messages.success(request, "La certification est retirée.")
    return _back(structure)


@for_accounts
@require_POST
def withdraw(request: HttpRequest, pk: int, key: int) -> HttpResponseBase:
    """Take back a proposal that nobody has decided on."""
    structure, user = _own(request, pk)
    if withdraw_proposal(structure, key, by=user):
        messages.success(request, "La proposition est retirée : rien ne change sur votre fiche.")
    else:
        messages.info(request, "Cette proposition n’attend plus : voyez ce qui a été décidé.")
    return _back(structure)


@for_accounts
@require_http_methods(["GET", "HEAD", "POST"])
def contest(request: HttpRequest, pk: int, key: int) -> HttpResponseBase:
    """Say that a certification that one may not change oneself is not right."""
    structure, user = _own(request, pk)
    row = Certification.objects.filter(pk=key, structure=structure).select_related("kind").first()
    if row is None:
        raise Http404("Cette certification n’est pas parmi les vôtres.")
    form = DisputeForm(sent_or_restored(request, "message"))
    if request.method == "POST" and form.is_valid():
        try:
            dispute(row, form.cleaned_data["message"], by=user)
        except ValidationError as refusal:
            form.add_error("message", refusal)
        else:
            messages.success(request, "Merci : l’équipe de l’annuaire va regarder.")
            return _back(structure)
    return render(
        request,
        "suppliers/registration/contest.html",
        {"structure": structure, "row": row, "form": form, "back": step_url(pk, BY_SLUG["certifications"])},
    )
