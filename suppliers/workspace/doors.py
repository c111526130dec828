"""Pages of what somebody has begun: who is not signed in, and has not begun it here, is asked to sign in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from suppliers.accounts.sent_before import ask_to_sign_in

WITHOUT_AN_ACCOUNT = (
    "Sans compte, un besoin ou une sélection ne s’ouvre que dans le navigateur qui l’a commencé, "
    "trente jours après le dernier passage."
)
View = Callable[..., HttpResponseBase]


class NotTheirsError(Http404):
    """It is not among what they may open; whether it exists is not said."""


def for_its_owners(view: View) -> View:
    """A view that reads a need or a shortlist by `owning.own_need` or `owning.own_shortlist`."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NotTheirsError:
            if request.user.is_authenticated:
                raise
            messages.info(request, WITHOUT_AN_ACCOUNT, fail_silently=True)
            return ask_to_sign_in(request)

    return asked
