"""How allauth speaks, and what it may do, on this site."""

from __future__ import annotations

import html
import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.internal.httpkit import clean_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.crypto import get_random_string

from .proconnect import LENGTH, PROVIDER, ProConnectProvider, end_of_session

logger = logging.getLogger(__name__)
_WRONG_LOGIN = "L’adresse, ou le nom d’utilisateur, et le mot de passe ne vont pas ensemble."
_EMAIL_STAGE = "allauth.account.stages.EmailVerificationStage"
_REAUTHENTICATION = {
    "reauthenticate": "Taper mon mot de passe",
    "reauthenticate_by_code": "Recevoir un code par courriel",
    "mfa_reauthenticate": "Taper un code de mon application, ou un code de secours",
    "mfa_reauthenticate:webauthn": "Utiliser ma clé d’accès",
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Ce compte est fermé.",
        "duplicate_email": "C’est déjà l’adresse de ce compte.",
        "email_password_mismatch": _WRONG_LOGIN,
        "username_password_mismatch": _WRONG_LOGIN,  # the same: neither says which accounts exist
        "email_taken": "Cette adresse ne peut pas être utilisée. Choisissez-en une autre.",
        "enter_current_password": "Ce n’est pas votre mot de passe actuel.",
        "incorrect_code": "Ce code n’est pas le bon. Vérifiez-le dans le dernier message reçu.",
        "incorrect_password": "Ce n’est pas votre mot de passe.",
        "invalid_login": "Tapez une adresse électronique, ou un nom d’utilisateur.",
        "invalid_or_expired_key": "Ce lien n’est plus valable.",
        "invalid_password_reset": "Ce lien n’est plus valable.",
        "rate_limited": "Trop de demandes à la suite : attendez un peu, puis recommencez.",
        "same_as_current": "C’est déjà cette adresse.",
        "too_many_login_attempts": "Trop d’essais : attendez cinq minutes, puis recommencez.",
        "unknown_email": "Aucun compte n’a cette adresse.",
        "unverified_primary_email": "Il faut d’abord vérifier votre adresse.",
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that the first of our proxies has seen: what the header says before may be forged.

        A header shorter than our row of proxies came another way: all who do so share one visitor's limits.
        """
        hops = settings.ALLAUTH_TRUSTED_PROXY_COUNT
        seen = request.headers.get("x-forwarded-for", "").split(",") if hops else []
        known = clean_client_ip(seen[-hops]) if hops and len(seen) >= hops else None
        return known or clean_client_ip(request.META.get("REMOTE_ADDR", "")) or "unknown"

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return end_of_session(request) or str(super().get_logout_redirect_url(request))

    def get_login_stages(self) -> list[str]:
        ours = {_EMAIL_STAGE: "suppliers.accounts.stages.VerifiedAddressStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [{**method, "description": _REAUTHENTICATION[method["id"]]} for method in methods]

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """One text, written once: its page, for mail programs that show one, says the same.

        Jinja writes for HTML: what is a letter in plain text takes its apostrophes back.
        """
        context = {**context, "site_name": settings.SITE_NAME, "site_territory": settings.SITE_TERRITORY}
        subject = html.unescape(render_to_string(f"{template_prefix}_subject.txt", context))
        text = html.unescape(render_to_string(f"{template_prefix}_message.txt", context)).strip()
        to = [email] if isinstance(email, str) else email
        message = EmailMultiAlternatives(
            " ".join(subject.split()), text, self.get_from_email(), to, headers=headers
        )
        paragraphs = [part.strip() for part in text.split("\n\n")]
        page = render_to_string(
            "account/email/_page.html", {**context, "paragraphs": paragraphs, "code": context.get("code")}
        )
        message.attach_alternative(page, "text/html")
        return message


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "Le second facteur de ce compte ne peut pas être retiré.",
        "cannot_generate_recovery_codes": "Activez d’abord un second facteur.",
        "incorrect_code": "Ce code n’est pas le bon, ou il a expiré. Tapez celui qui s’affiche maintenant.",
        "unverified_email": "Vérifiez d’abord votre adresse électronique.",
    }

    def _get_site_name(self) -> str:
        return str(settings.SITE_NAME)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        known = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return "Ma clé d’accès" if not known else f"Ma clé d’accès n° {known + 1}"


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        if provider == PROVIDER:
            return ProConnectProvider(request, app=self.get_app(request, provider=provider))
        return super().get_provider(request, provider, client_id)

    def list_providers(self, request: HttpRequest) -> list[Any]:
        return [self.get_provider(request, app.provider_id) for app in self.list_apps(request)]

    def on_authentication_error(self, request: HttpRequest, provider: Any, **about: Any) -> None:
        logger.warning("%s: %s %r", provider.name, about.get("error"), about.get("exception"))

    def generate_state_param(self, state: dict[str, Any]) -> str:
        return get_random_string(LENGTH)

    def authenticate_by_email(self, sociallogin: Any) -> tuple[Any, str] | None:
        """An existing account is opened by its address only where both sides have verified it.

        Else whoever signed up with somebody's address would wait for them in their account.
        """
        for address in sociallogin.email_addresses:
            owned = EmailAddress.objects.filter(email__iexact=address.email, verified=True)
            owner = owned.select_related("user").first() if address.verified else None
            if owner is not None:
                return owner.user, address.email
        return None
