"""How much one workspace holds, and how many are opened: without an account, anybody may fill the base."""

from __future__ import annotations

from allauth.core.internal import ratelimit  # the public one answers for us
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from suppliers.models import Workspace

MOST_NEEDS = 100  # of one workspace
RATES = {"open": "60/h/ip"}  # a whole town hall has one address


class TooManyError(Exception):
    """There is no room for more: a French sentence for who asked."""


class TooManyOpenedError(TooManyError, PermissionDenied):
    """So many visitors have begun something from one address. A view that says nothing of it answers 403."""

    def __init__(self) -> None:
        super().__init__(
            "Beaucoup de visiteurs de votre réseau ont commencé un travail depuis une heure : rien n’est "
            "gardé cette fois. Connectez-vous pour garder ceci tout de suite, ou réessayez dans une heure."
        )


def check_may_open(request: HttpRequest) -> None:
    """Of a visitor who is about to keep their first thing. Raises TooManyOpenedError."""
    if not ratelimit.consume(request, app="suppliers.workspace", action="open", config=RATES, limit_get=True):
        raise TooManyOpenedError


def check_room_for_a_need(workspace: Workspace) -> None:
    """Called in the transaction that adds one. Raises TooManyError."""
    Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    if workspace.needs.count() >= MOST_NEEDS:
        raise TooManyError(
            f"Il y a déjà {MOST_NEEDS} besoins ici : supprimez-en un pour en décrire un autre."
        )
