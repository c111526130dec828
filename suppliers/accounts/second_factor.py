"""Who runs the site needs two factors: without them, nobody comes through the doors below."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from . import sent_before

GUARDED = ("/validation/", "/admin/", "/documents/")  # the last: what all structures have handed in
# What would undo a second factor, or get around it, takes that factor: a password alone does not reach it.
_MANAGING = (
    *("mfa_index", "account_email", "account_change_password", "account_set_password"),
    *("socialaccount_connections", "usersessions_list"),
)
_PROVING = ("mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_authenticate")
WAY_BACK = "second_factor_way_back"  # in the session: where somebody was going


def needs_second_factor(user: Any) -> bool:
    """Whether this account opens the administration or the validation."""
    return bool(user.is_staff or user.is_superuser or getattr(user, "is_validator", False))


def factors_of(user: Any) -> dict[int, str]:
    """The authenticators of an account and their types; recovery codes alone are no second factor."""
    found = dict(Authenticator.objects.filter(user_id=user.pk).values_list("pk", "type"))
    return found if set(found.values()) - {Authenticator.Type.RECOVERY_CODES} else {}


def is_proven(request: HttpRequest, factors: dict[int, str]) -> bool:
    """Whether this very session was opened, or confirmed since, with one of these factors."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" and record.get("id") in factors for record in records)


class SecondFactorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if self._is_refused(request):
            return _to_the_explanation(request)
        if request.path_info.startswith(GUARDED) and WAY_BACK in request.session:
            del request.session[WAY_BACK]
        return self._get_response(request)

    def _is_refused(self, request: HttpRequest) -> bool:
        guarded, managing = request.path_info.startswith(GUARDED), _is_managing(request.path_info)
        if not (guarded or managing) or not request.user.is_authenticated:
            return False
        must = guarded and settings.SECOND_FACTOR_REQUIRED and needs_second_factor(request.user)
        if not (must or managing):
            return False
        factors = factors_of(request.user)
        # An account without a factor may be managed: that is where it gets one.
        return not is_proven(request, factors) if factors else must


def _is_managing(path: str) -> bool:
    managing, proving = _addresses()
    return path.startswith(managing) and path not in proving


@cache
def _addresses() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Of _MANAGING and of _PROVING: every request asks."""
    return tuple(map(reverse, _MANAGING)), tuple(map(reverse, _PROVING))


def _to_the_explanation(request: HttpRequest) -> HttpResponseRedirect:
    """What was posted is kept for the page of its form, where the way back leads."""
    if request.method in ("GET", "HEAD"):
        way_back = request.get_full_path()
    else:
        way_back = sent_before.page_of_its_form(request, otherwise=request.path)
        sent_before.keep(request, way_back)
    request.session[WAY_BACK] = way_back
    return HttpResponseRedirect(f"{reverse('accounts:second-factor')}?{urlencode({'next': way_back})}")


@receiver(authenticator_added)
def remember_first_factor(request: HttpRequest, user: Any, authenticator: Authenticator, **_: Any) -> None:
    """Who has just enrolled has just proven it: nobody is asked twice.

    Not for a further one: in a session opened before the first, it would prove nothing.
    """
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        others = Authenticator.objects.filter(user_id=user.pk).exclude(pk=authenticator.pk)
        if not others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
            record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
