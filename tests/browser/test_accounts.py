"""An account, from the first visit to the second factor, in a real browser."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from playwright.sync_api import Page, expect

from suppliers.models import User
from tests.accounts.conftest import PASSWORD, last_code, make_person, totp_code
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)
OPEN = ["login/", "signup/", "login/code/", "password/reset/", "inactive/", "3rdparty/login/cancelled/"]
MINE = ["email/", "password/change/", "2fa/", "2fa/webauthn/", "3rdparty/", "sessions/", "logout/"]
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def submit(page: Page) -> None:
    page.locator("main form [type=submit]").first.click()


def sign_in(page: Page, user: User, then: str = "/espace/") -> None:
    page.goto(f"/compte/login/?next={then}")
    page.get_by_label("Adresse électronique, ou nom d’utilisateur").fill(user.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    submit(page)


@pytest.mark.parametrize(
    "options", [{}, PHONE, {"java_script_enabled": False}], ids=["wide", "phone", "no js"]
)
def test_from_sign_up_to_my_space(new_page, options):
    page = new_page(**options)
    page.goto("/")
    page.get_by_role("link", name="Mon espace").click()
    page.get_by_role("link", name="Créer un compte").click()
    page.get_by_label("Adresse électronique").fill("dominique@structure.example")
    page.get_by_label("Mot de passe").fill("court")
    submit(page)
    expect(page.locator("#id_password1_error")).to_contain_text("trop court")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    submit(page)
    page.get_by_label("Code reçu").fill(last_code())
    submit(page)

    expect(page.get_by_role("heading", name="Mon espace")).to_be_visible()
    expect(page.get_by_role("definition").filter(has_text="dominique@structure.example")).to_be_visible()


def test_an_application_opens_the_administration(new_page, accessible, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    boss = make_person("direction", is_staff=True, is_superuser=True)
    page = new_page()
    sign_in(page, boss, then="/admin/")
    expect(page.get_by_role("heading", name="Activez un second facteur")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="Activer une application").click()
    accessible(page)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    submit(page)
    accessible(page)
    page.get_by_label("Code à six chiffres").fill(totp_code(page.locator(".secret").inner_text()))
    submit(page)
    expect(page.get_by_role("heading", name="Mes codes de secours")).to_be_visible()
    assert page.locator(".codes li").count() == 10
    accessible(page)
    page.get_by_role("link", name="Continuer").click()

    page.wait_for_url("**/admin/")
    assert "Une application de codes" in mail.outbox[-1].body


def test_a_passkey_opens_the_administration_then_the_site_without_a_password(new_page, accessible, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    boss = make_person("direction", is_staff=True, is_superuser=True)
    page = new_page()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    sign_in(page, boss, then="/admin/")
    page.get_by_role("link", name="Ajouter une clé d’accès").click()
    page.get_by_label("Mot de passe").fill(PASSWORD)
    submit(page)
    accessible(page)
    page.get_by_label("Nom de la clé").fill("Clé des essais")
    submit(page)
    page.get_by_role("link", name="Continuer").click()
    page.wait_for_url("**/admin/")
    page.goto("/compte/2fa/webauthn/")
    expect(page.get_by_text("Clé des essais").first).to_be_visible()
    accessible(page)

    page.context.clear_cookies()
    page.goto("/compte/login/?next=/admin/")
    page.get_by_role("button", name="Utiliser une clé d’accès").click()
    page.wait_for_url("**/admin/")
    device.send("WebAuthn.disable")


def test_a_passkey_is_a_second_factor_after_the_password(new_page, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    boss = make_person("direction", is_staff=True, is_superuser=True)
    page = new_page()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    sign_in(page, boss)
    page.goto("/compte/2fa/webauthn/add/")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    submit(page)
    submit(page)
    page.get_by_role("heading", name="Mes codes de secours").wait_for()
    page.context.clear_cookies()
    sign_in(page, boss)
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()

    expect(page.get_by_role("heading", name="Mon espace")).to_be_visible()
    device.send("WebAuthn.disable")


def test_a_passkey_that_does_not_come_is_said(new_page):
    page = new_page()
    page.goto("/compte/login/")
    refuse = "Promise.reject(new DOMException('no', 'NotAllowedError'))"
    page.evaluate(f"() => {{ navigator.credentials.get = () => {refuse}; }}")
    page.get_by_role("button", name="Utiliser une clé d’accès").click()

    expect(page.get_by_role("alert")).to_have_text(re.compile("La demande a été abandonnée"))
    expect(page.get_by_role("button", name="Utiliser une clé d’accès")).to_be_enabled()


def test_axe_finds_nothing_on_the_pages_of_an_account_on_a_phone(new_page, accessible):
    page = new_page(**PHONE)
    for path in OPEN:
        page.goto(f"/compte/{path}")
        accessible(page)
    page.goto("/compte/signup/")
    submit(page)
    page.locator(".error").first.wait_for()
    expect(page.get_by_label("Adresse électronique")).to_be_focused()
    accessible(page)
    person = make_person()
    page.goto("/compte/login/code/")
    page.get_by_label("Adresse électronique").fill(person.email)
    submit(page)
    page.get_by_text("Rien reçu").click()
    accessible(page)
    page.get_by_label("Code reçu").fill(last_code())
    submit(page)
    for path in [
        "/espace/",
        "/espace/nom/",
        "/espace/second-facteur/",
        *(f"/compte/{path}" for path in MINE),
    ]:
        page.goto(path)
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not Authenticator.objects.exists()
