"""How somebody comes to a page that goes on from another: a code was asked for, a password was right."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

from suppliers.models import User
from tests.accounts.conftest import PASSWORD, last_code, make_person, sign_in


def somebody_new() -> User:
    return make_person(f"camille-{User.objects.count()}")


def _asks_for_a_code(client: Client) -> None:
    client.post("/compte/login/code/", {"email": somebody_new().email})


def _forgot_the_password(client: Client) -> None:
    client.post("/compte/password/reset/", {"email": somebody_new().email})


def _types_the_code_of_a_reset(client: Client) -> None:
    _forgot_the_password(client)
    client.post("/compte/password/reset/confirm/", {"code": last_code()})


def _asks_for_a_code_once_more(client: Client) -> None:
    user = somebody_new()
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    client.post("/compte/reauthenticate/code/", {"recipient": user.email})


def _signs_up(client: Client) -> None:
    client.post("/compte/signup/", {"email": "alix@structure.example", "password1": PASSWORD})


def _has_a_second_factor(client: Client) -> None:
    user = somebody_new()
    with_second_factor(user)
    sign_in(client, user)


def _has_no_password_but_a_code(client: Client) -> None:
    _asks_for_a_code_once_more(client)
    client.post("/compte/reauthenticate/code/confirm/", {"code": last_code()})


def with_second_factor(user: User) -> str:
    """An application's, and recovery codes; the secret of the first comes back."""
    secret: str = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def with_passkey(user: User) -> Authenticator:
    """Kept as the browser hands it over when it is made; nobody signs in with it."""
    name = b"cle-des-essais"
    public_key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    key = AttestedCredentialData.create(Aaguid.NONE, name, public_key)
    made = AuthenticatorData.create(sha256(b"localhost").digest(), 0x41, 0, key)
    asked = {"type": "webauthn.create", "challenge": "YQ", "origin": "http://localhost"}
    credential = {
        "id": websafe_encode(name),
        "rawId": websafe_encode(name),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(json.dumps(asked).encode()),
            "attestationObject": websafe_encode(AttestationObject.create("none", made, {})),
        },
    }
    data = {"name": "Ma clé", "credential": credential}
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)


WAYS: dict[str, Callable[[Client], None]] = {
    "account_confirm_login_code": _asks_for_a_code,
    "account_confirm_password_reset_code": _forgot_the_password,
    "account_complete_password_reset": _types_the_code_of_a_reset,
    "account_confirm_reauthentication_code": _asks_for_a_code_once_more,
    "account_email_verification_sent": _signs_up,
    "account_set_password": _has_no_password_but_a_code,
    "mfa_authenticate": _has_a_second_factor,
}
