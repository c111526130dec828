"""The members of a structure or of a buyer organisation: the same pages for both."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from suppliers.models import Invitation, MemberRole, User

from . import invitations, member_actions
from .emptied import goes_with_its_last_member
from .groups import Group, RefusedError, name_of, own_group
from .member_forms import InvitationForm, OrganisationForm
from .roles import can_manage_members
from .sent_before import for_accounts, restored, sent_or_restored
from .verified import verified_emails

confirmed = require_http_methods(["GET", "HEAD", "POST"])


def signed_in(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For who is signed in, and kept by no cache."""
    return for_accounts(never_cache(view))


@signed_in
@require_safe
def members(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    return _show(request, own_group(_user(request), kind, pk), InvitationForm(restored(request, "email")))


@signed_in
@require_POST
def invite(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    group = own_group(_user(request), kind, pk)
    form = InvitationForm(request.POST)
    if form.is_valid():
        email = form.cleaned_data["email"]
        try:
            sent = invitations.invite(group, email=email, by=_user(request), site=settings.SITE_URL)
        except RefusedError as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, f"L’invitation est partie à {sent.email}.")
            return redirect(group.page())
    return _show(request, group, form)


@signed_in
@require_POST
def send_again(request: HttpRequest, kind: str, pk: int, invitation: int) -> HttpResponse:
    group = own_group(_user(request), kind, pk)
    found = _invitation(group, invitation)
    again = partial(
        invitations.send_again, group, invitation=found, by=_user(request), site=settings.SITE_URL
    )
    said = f"L’invitation est repartie à {found.email}, avec un nouveau lien."
    return _done(request, group, again, said)


@signed_in
@require_POST
def revoke(request: HttpRequest, kind: str, pk: int, invitation: int) -> HttpResponse:
    group = _managed(request, kind, pk)
    found = _invitation(group, invitation)
    cancel = partial(invitations.revoke, group, invitation=found, by=_user(request))
    return _done(request, group, cancel, f"L’invitation de {found.email} est annulée.")


@signed_in
@confirmed
def hand_over(request: HttpRequest, kind: str, pk: int, member: int) -> HttpResponse:
    group = _managed(request, kind, pk)
    to = _other_member(request, group, member)
    if request.method == "POST":
        act = partial(member_actions.hand_over, group, to=to, by=_user(request), site=settings.SITE_URL)
        return _done(request, group, act, f"{name_of(to)} est maintenant responsable {group.of}.")
    return _ask(request, "hand_over", group, who=name_of(to), member=member)


@signed_in
@confirmed
def remove(request: HttpRequest, kind: str, pk: int, member: int) -> HttpResponse:
    group = _managed(request, kind, pk)
    who = _other_member(request, group, member)
    if request.method == "POST":
        act = partial(member_actions.remove_member, group, who=who, by=_user(request))
        return _done(request, group, act, f"{name_of(who)} n’est plus membre.")
    return _ask(request, "remove", group, who=name_of(who), member=member)


@signed_in
@confirmed
def leave(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    group = own_group(_user(request), kind, pk)
    if request.method == "POST":
        try:
            member_actions.leave(group, who=_user(request), site=settings.SITE_URL)
        except RefusedError as refusal:
            messages.error(request, str(refusal))
            return redirect(group.page())
        messages.success(request, f"Vous avez quitté {group.the} « {group} ».")
        return redirect("accounts:home")
    others = group.memberships.exclude(user=_user(request)).exists()
    must_hand_over = others and can_manage_members(request.user, group.place)
    return _ask(
        request,
        "leave",
        group,
        is_last=not others,
        is_deleted=not others and goes_with_its_last_member(group),
        must_hand_over=must_hand_over,
    )


@signed_in
@confirmed
def new_organisation(request: HttpRequest) -> HttpResponse:
    """Of whoever has shown that they receive letters at their address."""
    is_verified = bool(verified_emails(_user(request)))
    form = OrganisationForm(sent_or_restored(request, "name"))
    if request.method == "POST" and is_verified and form.is_valid():
        try:
            made = member_actions.create_organisation(**form.cleaned_data, by=_user(request))
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"L’organisation « {made} » est créée : invitez vos collègues.")
            return redirect(Group(made).page())
    context = {"form": form, "is_verified": is_verified}
    return render(request, "suppliers/accounts/organisation.html", context)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # `signed_in` has seen to it
    return request.user


def _managed(request: HttpRequest, kind: str, pk: int) -> Group:
    """A group of which this account is the owner: not there for a stranger, refused to a member."""
    group = own_group(_user(request), kind, pk)
    if not can_manage_members(request.user, group.place):
        raise PermissionDenied("Seule la personne responsable peut le faire.")
    return group


def _other_member(request: HttpRequest, group: Group, number: int) -> User:
    found = group.memberships.filter(pk=number).exclude(user=_user(request)).first()
    if found is None:
        raise Http404("Cette personne n’est pas membre.")
    user: User = found.user
    return user


def _invitation(group: Group, number: int) -> Invitation:
    found = group.invitations.filter(pk=number).first()
    if found is None:
        raise Http404("Cette invitation n’existe pas.")
    return found


def _show(request: HttpRequest, group: Group, form: InvitationForm) -> HttpResponse:
    now = timezone.now()
    waiting = group.invitations.filter(accepted_at=None, revoked_at=None).select_related("invited_by")
    context = {
        "group": group,
        "form": form,
        "members": [(member, name_of(member.user)) for member in group.memberships],
        "invitations": [(found, found.expires_at <= now) for found in waiting[:100]],
        "is_owner": can_manage_members(request.user, group.place),
        "owner_role": MemberRole.OWNER,
    }
    return render(request, "suppliers/accounts/members.html", context)


def _ask(request: HttpRequest, page: str, group: Group, **context: Any) -> HttpResponse:
    return render(request, f"suppliers/accounts/{page}.html", {"group": group, **context})


def _done(request: HttpRequest, group: Group, act: Callable[[], None], said: str) -> HttpResponse:
    """Do it and say so, or say why not: somebody else was quicker."""
    try:
        act()
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(group.page())
