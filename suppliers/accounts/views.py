"""« Mon espace »: where an account is kept."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from suppliers.models import User

from .forms import NameForm
from .groups import groups_of
from .second_factor import WAY_BACK, factors_of, needs_second_factor
from .sent_before import for_accounts, sent_or_restored
from .working import work_counted


@require_safe
@for_accounts
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    address = EmailAddress.objects.filter(user_id=request.user.pk, primary=True).first()
    context = {
        "groups": groups_of(request.user),
        "work": work_counted(request.user),
        "address": address,
        "factors": _in_words(factors_of(request.user)),
        "lacks_factor": settings.SECOND_FACTOR_REQUIRED and needs_second_factor(request.user),
    }
    return render(request, "suppliers/accounts/home.html", context)


@for_accounts
@never_cache
def name(request: HttpRequest) -> HttpResponse:
    form = NameForm(sent_or_restored(request), instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Votre nom est enregistré.")
        return redirect("accounts:home")
    return render(request, "suppliers/accounts/name.html", {"form": form})


@require_safe
@for_accounts
@never_cache
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why a page is closed, and how to open it: by a second factor to set up, or to give."""
    asked = request.GET.get("next") or request.session.get(WAY_BACK, "")
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    way_back = asked if is_ours else reverse("accounts:home")
    context = {"types": set(factors_of(request.user).values()), "way_back": way_back}
    return render(request, "suppliers/accounts/second_factor.html", context)


def _in_words(factors: dict[int, str]) -> str:
    """« une application et 2 clés d’accès »."""
    types = list(factors.values())
    keys = types.count(Authenticator.Type.WEBAUTHN)
    said = ["une application"] if Authenticator.Type.TOTP in types else []
    if keys:
        said.append(f"{keys} clés d’accès" if keys > 1 else "une clé d’accès")
    return " et ".join(said)
