"""ProConnect, where agents of the State and of local authorities sign in. Off until its variables are given.

It speaks OpenID Connect with ways of its own: it answers "who is it?" with a signed token instead of JSON,
and wants a `nonce` and a `state` of 32 characters or more.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare, get_random_string
from requests import RequestException

PROVIDER = "proconnect"
NONCE = "proconnect_nonce"  # in the session, from the way there to the way back
OPENED = "proconnect_session"  # in the session: how to close the one that is open over there
LENGTH = 43


class ProConnectOAuth2Adapter(OpenIDConnectOAuth2Adapter):
    def _fetch_user_info(self, access_token: str) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            response = session.get(self.profile_url, headers={"Authorization": f"Bearer {access_token}"})
            response.raise_for_status()
        if response.headers.get("content-type", "").partition(";")[0].strip() != "application/jwt":
            claims: dict[str, Any] = response.json()
            return claims
        return self._verified(response.text)

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        claims = self._verified(id_token)
        expected = self.request.session.pop(NONCE, "")
        if not expected or not constant_time_compare(str(claims.get("nonce", "")), expected):
            raise OAuth2Error("the nonce is not the one that was sent")
        return claims

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> Any:
        login = super().complete_login(request, app, token, **kwargs)
        told = login.account.extra_data
        if told.get("userinfo", {}).get("sub") != told.get("id_token", {}).get("sub"):
            raise OAuth2Error("the two tokens are about two persons")
        request.session[OPENED] = {
            "token": kwargs["response"]["id_token"],
            "end": self.openid_config.get("end_session_endpoint", ""),
        }
        return login

    def _verified(self, token: str) -> dict[str, Any]:
        """What a token says, once its signature, its author and its addressee are found right."""
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=self.get_provider().app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return claims


class ProConnectProvider(OpenIDConnectProvider):
    oauth2_adapter_class = ProConnectOAuth2Adapter

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:
        """Ours alone: nothing of the address of the page goes to the other side."""
        nonce = request.session[NONCE] = get_random_string(LENGTH)
        return {**self.get_auth_params(), "nonce": nonce}

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        scope: list[str] = self.get_scope()
        return scope

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        told = data.get("userinfo") or data.get("id_token") or data
        return {
            "email": told.get("email"),
            "first_name": told.get("given_name"),
            "last_name": told.get("usual_name"),
        }


def end_of_session(request: HttpRequest) -> str:
    """Where to close the session opened over there, which would open ours again; empty when there is none."""
    opened = request.session.get(OPENED, {})
    if not opened.get("end"):
        return ""
    told = {
        "id_token_hint": opened["token"],
        "state": get_random_string(LENGTH),
        "post_logout_redirect_uri": request.build_absolute_uri("/"),
    }
    return f"{opened['end']}?{urlencode(told)}"


def providers(request: HttpRequest) -> list[Any]:
    """The accounts held elsewhere that open this site."""
    found: list[Any] = get_adapter(request).list_providers(request)
    return found


@login_not_required
def login(request: HttpRequest) -> HttpResponseBase:
    return _answer(request, OAuth2LoginView)


@login_not_required
def callback(request: HttpRequest) -> HttpResponseBase:
    return _answer(request, OAuth2CallbackView)


def _answer(request: HttpRequest, view: Any) -> HttpResponseBase:
    try:
        answer: HttpResponseBase = view.adapter_view(ProConnectOAuth2Adapter(request, PROVIDER))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    except RequestException as error:  # on the way there; on the way back allauth sees to it
        provider = get_adapter(request).get_provider(request, PROVIDER)
        answer = render_authentication_error(request, provider, exception=error)
    return answer
