"""No page, letter or message of an account is one of allauth's own."""

from pathlib import Path

import allauth
import pytest
from django.template import engines
from django.template.loader import get_template
from django.urls import URLResolver, get_resolver, reverse

from tests.accounts.conftest import sign_in

PACKAGE = Path(allauth.__file__).parent / "templates"
ROOMS = ("account", "mfa", "socialaccount", "usersessions")
# What no address of ours leads to, or what only allauth's own templates are made of.
NOT_REACHED = {
    "account/email.html": "one address, replaced: email_change.html",
    "account/email_confirm.html": "codes, no links",
    "account/verification_sent.html": "codes, no links",
    "account/password_reset_done.html": "codes, no links",
    "account/email/password_reset_key_message.txt": "codes, no links",
    "account/email/password_reset_key_subject.txt": "codes, no links",
    "account/signup_by_passkey.html": "a passkey is added to an account, not the other way round",
    "mfa/webauthn/signup_form.html": "a passkey is added to an account, not the other way round",
    "mfa/trust.html": "no browser is trusted",
    "account/email/email_confirm_message.txt": "kept in ours too",
}
PARTS = ("/base", "/snippets/", "phone")


def reached() -> list[str]:
    names = [
        str(path.relative_to(PACKAGE)) for room in ROOMS for path in sorted((PACKAGE / room).rglob("*.*"))
    ]
    return [name for name in names if name not in NOT_REACHED and not any(part in name for part in PARTS)]


@pytest.mark.parametrize("name", reached())
def test_a_template_that_allauth_may_ask_for_is_ours(name):
    assert get_template(name).backend is engines["jinja2"]


def addresses() -> list[str]:
    """Every address under /compte/, with a number where it takes one."""
    compte = next(
        found for found in get_resolver().url_patterns[0].url_patterns if str(found.pattern) == "compte/"
    )

    def walk(resolver: URLResolver, before: str) -> list[str]:
        found = []
        for pattern in resolver.url_patterns:
            here = f"{before}{pattern.pattern}"
            found += walk(pattern, here) if isinstance(pattern, URLResolver) else [here]
        return found

    plain = [name.replace("<int:pk>", "1") for name in walk(compte, "/compte/")]
    return [name for name in plain if "<" not in name]


def test_there_are_addresses_to_walk():
    assert len(addresses()) > 35


@pytest.mark.parametrize("address", addresses())
@pytest.mark.parametrize("who", ["nobody", "person", "just confirmed"])
def test_no_page_is_drawn_with_a_template_of_a_package(client, person, with_totp, address, who):
    if who != "nobody":
        sign_in(client, person)
    if who == "just confirmed":
        client.post(reverse("account_reauthenticate"), {"password": "une phrase assez longue"})
    response = client.get(address)

    assert response.status_code in (200, 302, 301, 401, 404)
    # Those of Jinja tell nobody that they are drawn: what is told here was drawn by Django's own engine.
    assert not [template.name for template in response.templates or []]
    if response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
        assert '<html lang="fr">' in response.content.decode()
