"""What a visitor has begun becomes their account's when they sign in: nothing is lost."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from suppliers.models import ShortlistItem, User, Workspace

from .gathering import gather_searches, gather_shortlists
from .history import ANSWERED
from .owning import KEY, workspace_of_account

BROUGHT = "Ce que vous aviez commencé sans compte est maintenant dans votre espace."


@receiver(user_logged_in, dispatch_uid="workspace.adopt")
def adopt_on_sign_in(sender: Any, request: HttpRequest | None, user: User, **_: Any) -> None:
    """Called by Django with each sign-in; the session is still the visitor's."""
    number = request.session.pop(KEY, None) if request is not None else None
    if number and request is not None:
        if adopt(number, user):
            messages.success(request, BROUGHT, fail_silently=True)  # a sign-in of no page
        vars(request).pop("own_workspace", None)  # it was the visitor's


@transaction.atomic
def adopt(number: int, user: User) -> bool:
    """Move what a visitor's workspace holds into an account's; a visitor's that is gone changes nothing.

    Returns whether there was something to bring.
    """
    visitors = Workspace.objects.select_for_update().filter(user=None, organisation=None, pk=number)
    begun = visitors.first()
    if begun is None:
        return False
    holds = any(kept.exists() for kept in (begun.needs, begun.shortlists, begun.searches))
    own = workspace_of_account(user)
    # Who signs in here is who did it; a structure's answer stays the structure's.
    begun.events.filter(by=None).exclude(action=ANSWERED).update(by=user)
    ShortlistItem.objects.filter(shortlist__workspace=begun, added_by=None).update(added_by=user)
    gather_shortlists(begun, own)
    gather_searches(begun, own)
    for kept in (begun.needs, begun.shortlists, begun.searches, begun.events, begun.records):
        kept.update(workspace=own)
    begun.delete()
    return holds
