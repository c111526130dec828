"""/espace/structures/: what somebody keeps, and one structure's dashboard."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from suppliers.accounts.roles import can_manage_members
from suppliers.accounts.sent_before import for_accounts, restored
from suppliers.models import ReviewItem, ReviewStatus, Structure, User
from suppliers.profiles.audience import audience_of
from suppliers.profiles.completeness import Held, completeness_of, held_by
from suppliers.profiles.joining import own_structure

from .answering import exchange_with, is_theirs, own_item, own_side
from .confirm import confirmation_of
from .links import members_url
from .lookup import key_of
from .mine import claims_of, items_of, kept_by, state_of
from .proposals import STANDINGS, refusal_in_words, waiting_of
from .space_forms import AnswerForm
from .steps import BY_SLUG, step_lines, step_url
from .submitting import can_be_deleted, missing_of
from .typed_before import typed_before


def signed_in(request: HttpRequest) -> User:
    """The account of a view that asks for one."""
    assert isinstance(request.user, User)
    return request.user


@for_accounts
@require_safe
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    claims = [
        {"item": item, "name": claim_name(item), "reason": refusal_in_words(item)} for item in claims_of(user)
    ]
    context = {"lines": kept_by(user), "claims": claims}
    return render(request, "suppliers/registration/mine.html", context)


@for_accounts
@require_safe
@never_cache
def structure(request: HttpRequest, pk: int) -> HttpResponse:
    return show_structure(request, own_structure(signed_in(request), pk))


def show_structure(request: HttpRequest, own: Structure) -> HttpResponse:
    """The dashboard of one structure."""
    items, refused = items_of([own.pk])
    waiting, last = items[own.pk], refused.get(own.pk)
    is_published = own.status == Structure.Status.PUBLISHED
    is_draft = own.status == Structure.Status.DRAFT
    missing = missing_of(own) if is_draft else []
    held = held_by(own.pk)
    completeness = completeness_of(held)
    is_owner = can_manage_members(request.user, own)
    context = {
        "structure": own,
        "state": state_of(own, waiting, last),
        "refused": last if is_draft else None,
        "refusal": refusal_in_words(last) if last else "",
        "waiting": waiting_of(waiting),
        "confirmation": confirmation_of(own, reader=signed_in(request))
        if own.status == Structure.Status.PUBLISHED
        else None,
        "missing": [(one.said, step_url(own.pk, BY_SLUG[one.step])) for one in missing],
        "can_be_deleted": is_owner and can_be_deleted(own),
        "completeness": completeness,
        "steps": step_lines(completeness, waiting, _filled(held), current=""),
        "audience": audience_of(own) if is_published else [],
        "certifications": list(own.certifications.select_related("kind").order_by("kind", "valid_from")),
        "members": members_url(own.pk),
    }
    return render(request, "suppliers/registration/structure.html", context)


def _filled(held: Held) -> set[str]:
    """The steps that may stay empty, and do not."""
    kept = {"certifications": held.certifications, "references": held.references}
    return {slug for slug, number in kept.items() if number}


@for_accounts
@require_safe
@never_cache
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """Something that waits, and the question that it may have met."""
    own = own_item(signed_in(request), pk)
    typed = restored(request, "answer") or typed_before(request, request.path)
    initial = {"answer": typed.get("answer", ""), "version": own.version}
    return show_item(request, own, AnswerForm(initial=initial))


def show_item(request: HttpRequest, own: ReviewItem, form: AnswerForm) -> HttpResponse:
    is_claim = own.kind == ReviewItem.Kind.CLAIM
    side = own_side(signed_in(request), own)
    back = reverse("registration:mine") if is_claim else reverse("registration:structure", args=[side.pk])
    context: dict[str, Any] = {
        "item": own,
        "said": waiting_of([own])[0],
        "is_asked": own.status == ReviewStatus.ASKED,
        "standing": STANDINGS[ReviewStatus(own.status)],
        "is_claim": is_claim,
        "side": side,
        "twin": _twin(own, side),
        "is_ours": is_claim or is_theirs(own),
        "named": claim_name(own) if is_claim else str(side),
        "refusal": refusal_in_words(own),
        "exchange": exchange_with(side, own),
        "documents": list(own.documents.filter(structure=side)),
        "back": back,
        "form": form,
    }
    return render(request, "suppliers/registration/item.html", context)


def claim_name(item: ReviewItem) -> str:
    """What is asked for: a name that is public, else the number that was typed."""
    is_public = item.structure.status == Structure.Status.PUBLISHED
    key = key_of(item.structure)
    return str(item.structure) if is_public else f"{'SIRET' if item.structure.siret else 'RNA'} {key}"


def _twin(item: ReviewItem, side: Structure) -> Structure | None:
    """Of a pair, the other half, where everybody may read its page."""
    other = item.structure if item.other_id == side.pk else item.other
    is_pair = item.kind == ReviewItem.Kind.DUPLICATE
    return other if is_pair and other and other.status == Structure.Status.PUBLISHED else None
