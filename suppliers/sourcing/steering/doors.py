"""Whose figures somebody may see: those of the buyer organisations they are a member of, and no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache

from suppliers.accounts.roles import organisations_of
from suppliers.accounts.sent_before import for_accounts
from suppliers.models import BuyerOrganisation, Ledger, User

View = Callable[..., HttpResponseBase]


def signed_in(view: View) -> View:
    """For who is signed in, and kept by no cache."""
    return for_accounts(never_cache(view))


def user_of(request: HttpRequest) -> User:
    return cast(User, request.user)  # `signed_in` has seen to it


def own_organisation(request: HttpRequest, pk: int) -> BuyerOrganisation:
    """One of theirs; any other is not there, for who runs the site too: Http404."""
    found = organisations_of(request.user).select_related("territory").filter(pk=pk).first()
    if found is None:
        raise Http404("Cette organisation n’est pas parmi les vôtres.")
    return found


def own_ledger(request: HttpRequest, pk: int, ledger: int) -> Ledger:
    """A ledger of one of theirs, without its file."""
    organisation = own_organisation(request, pk)
    found = organisation.ledgers.defer("content").filter(pk=ledger).first()
    if found is None:
        raise Http404("Ce grand livre n’est pas parmi les vôtres.")
    found.organisation = organisation
    return found
