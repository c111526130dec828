"""Who comes in: validators and admins, each to what is theirs to decide."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from suppliers.accounts.roles import can_validate, is_validator, territories_validated
from suppliers.models import ReviewItem, User

View = Callable[..., HttpResponseBase]


def for_validators(view: View) -> View:
    """Sign in first; then, for who does not decide, the page that says so."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
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
