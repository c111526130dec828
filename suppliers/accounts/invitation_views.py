"""What the link of an invitation opens: for whom it is, and for nobody else."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from suppliers.models import Invitation, User

from .addresses import masked
from .groups import RefusedError, name_of
from .invitations import accept, group_of, invitation_of
from .roles import is_known
from .verified import verified_emails


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """An unknown link is no page; nor is somebody else's, which says how the right person opens it."""
    found = invitation_of(secret)
    if found is None:
        raise Http404("Cette invitation n’existe pas.")
    is_open = Invitation.objects.open().filter(pk=found.pk).exists()
    if not is_known(request.user):
        return _answer(request, found, "anonymous" if is_open else "closed")
    assert isinstance(request.user, User)
    if found.email.lower() not in verified_emails(request.user):
        if not is_open:
            raise Http404("Cette invitation n’existe pas.")
        return _answer(request, found, "other", status=404)
    return _answer_invited(request, found, is_open=is_open)


def _answer_invited(request: HttpRequest, found: Invitation, *, is_open: bool) -> HttpResponse:
    """For the right person: join, or why not any more."""
    assert isinstance(request.user, User)
    group = group_of(found)
    is_member = group.memberships.filter(user=request.user).exists()
    if is_member and not is_open:
        messages.info(request, f"Vous êtes déjà membre {group.of} « {group} ».")
        return redirect(group.page())
    if request.method != "POST" or not is_open:
        return _answer(request, found, "open" if is_open else "ended")
    try:
        accept(found, by=request.user)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:home")
    now = "êtes déjà" if is_member else "êtes maintenant"
    messages.success(request, f"Vous {now} membre {group.of} « {group} ».")
    return redirect(group.page())


def _answer(request: HttpRequest, found: Invitation, state: str, *, status: int = 200) -> HttpResponse:
    """Its name is told only to who may join."""
    context = {
        "state": state,
        "group": group_of(found) if state in ("anonymous", "open", "ended") else None,
        "by": name_of(found.invited_by) if found.invited_by and state in ("anonymous", "open") else "",
        "expected": masked(found.email),
        "was_accepted": found.accepted_at is not None,
        "until": found.expires_at,
    }
    return render(request, "suppliers/accounts/invitation.html", context, status=status)
