"""Whose work somebody may open: their own, and that of their buyer organisations."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from suppliers.accounts.roles import is_known, organisations_of
from suppliers.models import BuyerOrganisation, Need, Shortlist, User, Workspace
from suppliers.models.workspace import VISITORS_KEY

from .doors import NotTheirsError
from .limits import check_may_open

KEY = VISITORS_KEY


def own_workspace(request: HttpRequest) -> Workspace | None:
    """The account's, or the visitor's; none while nothing is kept."""
    if not hasattr(request, "own_workspace"):
        request.own_workspace = _read(request)  # type: ignore[attr-defined]
    found: Workspace | None = request.own_workspace  # type: ignore[attr-defined]
    return found


def own_or_new_workspace(request: HttpRequest) -> Workspace:
    """The same, opened when something is to be kept. Raises limits.TooManyOpenedError, for a visitor."""
    found = own_workspace(request)
    if found is None:
        found = _open(request)
        request.own_workspace = found  # type: ignore[attr-defined]
    elif found.last_used_on != timezone.localdate():
        found.last_used_on = timezone.localdate()
        found.save(update_fields=["last_used_on"])
    return found


def workspace_of_account(user: User) -> Workspace:
    """That of an account, opened if need be; two requests at once open one."""
    return Workspace.objects.get_or_create(user=user)[0]


def workspace_of_organisation(organisation: BuyerOrganisation) -> Workspace:
    return Workspace.objects.get_or_create(organisation=organisation)[0]


def _read(request: HttpRequest) -> Workspace | None:
    if is_known(request.user):
        return Workspace.objects.filter(user=cast(User, request.user)).first()
    number = _session(request).get(KEY)
    found = Workspace.objects.filter(pk=number, user=None, organisation=None).first() if number else None
    if found and found.last_used_on != timezone.localdate():
        _keep_on(request, found)
    return found


def _keep_on(request: HttpRequest, workspace: Workspace) -> None:
    """A visitor who comes back, if only to read, has thirty days again: their work, and the session to it."""
    workspace.last_used_on = timezone.localdate()
    workspace.save(update_fields=["last_used_on"])
    _session(request).modified = True


def _open(request: HttpRequest) -> Workspace:
    if is_known(request.user):
        return workspace_of_account(cast(User, request.user))
    check_may_open(request)
    with transaction.atomic():
        made = Workspace.objects.create()
    _session(request)[KEY] = made.pk
    return made


def _session(request: HttpRequest) -> SessionBase:
    return request.session


def may_open(request: HttpRequest) -> Q:
    """Condition on a workspace: one's own, or an organisation's that one is a member of."""
    own = own_workspace(request)
    mine = Q(pk=own.pk) if own else Q(pk__in=[])
    if is_known(request.user):
        mine |= Q(organisation__in=organisations_of(request.user).values("pk"))
    return mine


def workspaces_of(request: HttpRequest) -> QuerySet[Workspace]:
    """One's own first, then those of one's organisations."""
    found = Workspace.objects.filter(may_open(request)).select_related("organisation", "user")
    return found.order_by(F("organisation__name").asc(nulls_first=True), "pk")


def is_open_to(workspace: Workspace, user: User) -> bool:
    """Whether it is an account's own, or that of an organisation it is a member of now."""
    mine = organisations_of(user)
    return workspace.user_id == user.pk or mine.filter(pk=workspace.organisation_id or 0).exists()


def _within(request: HttpRequest) -> Any:
    return Workspace.objects.filter(may_open(request)).values("pk")


def needs_of(request: HttpRequest) -> QuerySet[Need]:
    """Those that may be opened, the last changed first."""
    return Need.objects.filter(workspace__in=_within(request)).select_related("workspace__organisation")


def shortlists_of(request: HttpRequest) -> QuerySet[Shortlist]:
    """Those that may be opened, the last changed first."""
    found = Shortlist.objects.filter(workspace__in=_within(request))
    return found.select_related("need", "workspace__organisation")


def own_need(request: HttpRequest, pk: int) -> Need:
    """One of them; any other is not there: NotTheirsError, a 404."""
    found = needs_of(request).filter(pk=pk).first()
    if found is None:
        raise NotTheirsError("Ce besoin n’est pas parmi les vôtres.")
    return found


def own_shortlist(request: HttpRequest, pk: int) -> Shortlist:
    """One of them; any other is not there: NotTheirsError, a 404."""
    found = shortlists_of(request).filter(pk=pk).first()
    if found is None:
        raise NotTheirsError("Cette sélection n’est pas parmi les vôtres.")
    return found


def author(request: HttpRequest) -> User | None:
    """Who acts: an account, or None for a visitor."""
    return cast(User, request.user) if is_known(request.user) else None
