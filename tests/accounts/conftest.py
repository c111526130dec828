"""Accounts to sign in with, and what reaches their mailbox."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.core import mail
from django.test import Client

from suppliers.models import User

PASSWORD = "une phrase assez longue"
CODE = re.compile(r"^([A-Z]{4}-[A-Z]{4})$", re.MULTILINE)


def make_person(username: str = "camille", **rights: Any) -> User:
    address = f"{username}@structure.example"
    user = User.objects.create_user(username, address, PASSWORD, **rights)
    EmailAddress.objects.create(user=user, email=address, primary=True, verified=True)
    return user


@pytest.fixture
def person(db: None) -> User:
    return make_person()


@pytest.fixture
def boss(db: None) -> User:
    return make_person("direction", is_staff=True, is_superuser=True)


def last_code() -> str:
    found = CODE.search(str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found[1]


def sign_in(client: Client, user: User, **more: Any) -> Any:
    return client.post("/compte/login/", {"login": user.email, "password": PASSWORD, **more})


def totp_code(secret: str) -> str:
    """What an application shows now."""
    counter = int(time.time()) // 30
    return format_hotp_value(hotp_value(secret, counter))


@pytest.fixture
def with_totp() -> Callable[[User], str]:
    """Give an account an application and recovery codes; the application's secret comes back."""

    def enrol(user: User) -> str:
        secret = generate_totp_secret()
        TOTP.activate(user, secret)
        RecoveryCodes.activate(user)
        return secret

    return enrol


@pytest.fixture
def shared_cache(settings: Any, db: None) -> None:
    """Limits counted where they are in production: in the database."""
    settings.CACHES = {**settings.CACHES, "default": settings.CACHES["shared"]}
