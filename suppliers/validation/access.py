"""Who comes in: validators and admins, each to what is theirs to decide."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from suppliers.accounts.roles import can_validate, is_validator, territories_validated
from suppliers.accounts.sent_before import ask_to_sign_in
from suppliers.models import ReviewItem, ReviewKind, Structure, StructureMembership, User

View = Callable[..., HttpResponseBase]


def for_validators(view: View) -> View:
    """Sign in first; then, for who does not decide, the page that says so."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        if not is_validator(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return asked


def validator_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def item_for(user: User, pk: int) -> ReviewItem:
    """An item that this account decides. One of another territory is not there: Http404."""
    found = (
        ReviewItem.objects.within(territories_validated(user))
        .select_related(
            "structure__territory",
            "structure__legal_form",
            "structure__employee_band",
            "other__territory",
            "certification__kind",
            "report",
            "submitted_by",
            "assigned_to",
            "decided_by",
        )
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404("Cet élément n’est pas parmi ceux que vous décidez.")
    return found


def item_to_decide(user: User, pk: int) -> ReviewItem:
    """The same, of a pair only where this account decides both sides: Http404."""
    found = item_for(user, pk)
    if found.other is not None and not can_validate(user, found.other):
        raise Http404("L’une des deux fiches n’est pas parmi celles que vous décidez.")
    return found


def may_be_shown(structure: Structure, limits: Collection[int]) -> bool:
    """Whether all of it may be shown to who is limited to these territories; to others, what is public.

    It comes with its `territory`.
    """
    if not limits or structure.status == Structure.Status.PUBLISHED:
        return True
    return structure.territory is not None and not set(limits).isdisjoint(structure.territory.ancestor_ids)


def must_leave_it(user: User, item: ReviewItem) -> str:
    """Why this account leaves an item to others, as a sentence; empty when it may decide.

    Nobody decides on a pair of which one side is not theirs to decide, on their own structure, on either side
    of a pair, nor on their own claim: admins neither.
    One exception, so that no site is stuck: an admin decides when no other account could, that is when no
    other admin, and no validator of that territory, is free of the same interest. `actions.decide`, `ask` and
    `undo` ask here, whoever calls them.
    """
    said = _interest(user, item)
    return "" if said and user.is_superuser and not _others_can(user, item) else said


def own_to_leave(user: User, structures: QuerySet[Structure]) -> list[Structure]:
    """Of these, those that this account leaves to others: its own, with the same exception."""
    own = list(structures.filter(memberships__user=user).select_related("territory").order_by("pk"))
    return [one for one in own if must_leave_it(user, ReviewItem(kind=ReviewKind.STRUCTURE, structure=one))]


def _interest(user: User, item: ReviewItem) -> str:
    if item.other is not None and not can_validate(user, item.other):
        return "L’autre fiche n’est pas de votre territoire : une autre personne de l’équipe en décide."
    if item.kind == ReviewKind.CLAIM and item.submitted_by_id == user.pk:
        return "Cette demande est la vôtre : une autre personne de l’équipe en décide."
    own = _memberships(item).filter(user=user).select_related("structure").first()
    if own is None:
        return ""
    return f"Vous êtes membre de « {own.structure} » : une autre personne de l’équipe en décide."


def _others_can(user: User, item: ReviewItem) -> bool:
    """Whether somebody else decides here, who is no member and asks for nothing."""
    deciders = User.objects.filter(Q(is_superuser=True) | Q(is_validator=True), is_active=True)
    others = deciders.exclude(pk=user.pk).exclude(pk__in=_memberships(item).values("user"))
    if item.kind == ReviewKind.CLAIM and item.submitted_by_id:
        others = others.exclude(pk=item.submitted_by_id)
    sides = [side for side in (item.structure, item.other) if side]
    return any(all(can_validate(one, side) for side in sides) for one in others)


def _memberships(item: ReviewItem) -> QuerySet[StructureMembership]:
    return StructureMembership.objects.filter(structure__in=[item.structure_id, item.other_id])
