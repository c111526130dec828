"""The account's own data: taken away, or deleted."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from suppliers.models import User

from .deletion import LAST_ADMIN, delete_account
from .deletion_forms import DeletionForm
from .export import export_account
from .groups import RefusedError
from .leaving import Fate, fates_of, traces_of
from .member_views import confirmed, signed_in


@signed_in
@confirmed
def export(request: HttpRequest) -> HttpResponseBase:
    """Everything held about an account, as a file."""
    if request.method != "POST":
        return render(request, "suppliers/accounts/export.html")
    assert isinstance(request.user, User)
    answer = StreamingHttpResponse(
        export_account(request.user), content_type="application/json; charset=utf-8"
    )
    name = f"mon-compte-{timezone.localdate():%Y-%m-%d}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@signed_in
@confirmed
def delete(request: HttpRequest) -> HttpResponseBase:
    """Who has not proven it lately proves first that it is them: a session left open deletes nothing."""
    answer: HttpResponseBase = _REAUTHENTICATED(request)
    return answer


def _delete(request: HttpRequest) -> HttpResponse:
    """What will happen, place by place; then it happens, and nobody is signed in any more."""
    assert isinstance(request.user, User)
    fates = fates_of(request.user)
    form = DeletionForm(request.POST if request.method == "POST" else None, fates=fates)
    if request.method == "POST" and form.is_valid():
        try:
            delete_account(
                request.user,
                handovers=form.handovers,
                forget_contacts=form.forgotten,
                by=request.user,
                site=settings.SITE_URL,
            )
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            logout(request)
            messages.success(request, "Votre compte est supprimé. Une lettre vous le confirme.")
            return redirect("directory:home")
    is_last_admin = request.user.is_superuser and not _other_admins(request.user)
    context = {
        "form": form,
        "fates": [(fate, *_fields(form, fate)) for fate in fates],
        "traces": traces_of(request.user),
        "last_admin": LAST_ADMIN if is_last_admin else "",
    }
    return render(request, "suppliers/accounts/delete.html", context)


def _other_admins(user: User) -> bool:
    return User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk).exists()


def _fields(form: DeletionForm, fate: Fate) -> tuple[BoundField | None, BoundField | None]:
    """What is asked about one place: who becomes the owner, whether the named contact is this person."""
    names = (form.heir_of(fate), form.contact_of(fate))
    heir, contact = (form[name] if name in form.fields else None for name in names)
    return heir, contact


_REAUTHENTICATED = reauthentication_required(_delete)
