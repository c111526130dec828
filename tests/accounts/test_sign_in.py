import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from suppliers.models import User
from tests.accounts.conftest import PASSWORD, last_code, sign_in

NEW = {"email": "dominique@structure.example", "password1": PASSWORD}
VERIFY = "/compte/confirm-email/"


def test_sign_up_takes_a_code_and_opens_the_account(client, db):
    sent = client.post("/compte/signup/", NEW)
    assert sent.url == VERIFY
    assert "dominique@structure.example" in client.get(VERIFY).content.decode()

    opened = client.post(VERIFY, {"code": last_code()})

    assert opened.url == "/espace/"
    assert EmailAddress.objects.get(email=NEW["email"]).verified
    assert "dominique@structure.example" in client.get("/espace/").content.decode()


def test_an_account_is_closed_until_its_address_is_verified(client, db):
    client.post("/compte/signup/", NEW)

    assert client.get("/espace/").status_code == 302
    assert client.post(VERIFY, {"code": "AAAA-AAAA"}).status_code == 200
    assert client.get("/espace/").status_code == 302


def test_three_wrong_codes_end_the_attempt(client, db):
    client.post("/compte/signup/", NEW)
    right = last_code()
    for _ in range(3):
        client.post(VERIFY, {"code": "AAAA-AAAA"})

    assert client.post(VERIFY, {"code": right}).url == "/compte/login/"


def test_a_letter_is_text_and_page_in_french(client, db):
    client.post("/compte/signup/", NEW)
    letter = mail.outbox[-1]
    page = letter.alternatives[0].content

    assert letter.subject == f"Votre code : {last_code()}"
    assert "Voici le code qui termine la création de votre compte." in letter.body
    assert "&#" not in letter.body
    assert f'<p class="code">{last_code()}</p>' in page
    assert '<html lang="fr">' in page


@pytest.mark.parametrize("login", ["camille@structure.example", "camille", "CAMILLE@structure.example"])
def test_sign_in_takes_an_address_or_a_user_name(client, person, login):
    assert client.post("/compte/login/", {"login": login, "password": PASSWORD}).url == "/espace/"


def test_sign_in_leads_where_one_was_going_and_nowhere_else(client, person):
    assert sign_in(client, person, next="/annuaire/").url == "/annuaire/"
    client.logout()
    assert sign_in(client, person, next="https://ailleurs.example/").url == "/espace/"


def test_an_account_without_any_address_signs_in_by_its_name(client, db):
    User.objects.create_superuser("racine", None, PASSWORD)

    assert client.post("/compte/login/", {"login": "racine", "password": PASSWORD}).url == "/espace/"


def test_sign_in_by_code(client, person):
    assert client.post("/compte/login/code/", {"email": person.email}).url == "/compte/login/code/confirm/"

    assert client.post("/compte/login/code/confirm/", {"code": last_code()}).url == "/espace/"


def test_a_forgotten_password_is_replaced_with_a_code(client, person):
    client.post("/compte/password/reset/", {"email": person.email})
    client.post("/compte/password/reset/confirm/", {"code": last_code()})
    chosen = "une autre phrase assez longue"
    done = client.post("/compte/password/reset/complete/", {"password1": chosen, "password2": chosen})

    assert done.url == "/compte/password/reset/done/"
    assert "a été remplacé" in mail.outbox[-1].body
    assert client.post("/compte/login/", {"login": person.email, "password": chosen}).url == "/espace/"


def test_an_address_is_replaced_once_the_new_one_is_verified(client, person):
    sign_in(client, person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post("/compte/email/", {"email": "nouvelle@structure.example", "action_add": "1"})
    person.refresh_from_db()
    assert person.email == "camille@structure.example"
    client.post(VERIFY, {"code": last_code()})
    person.refresh_from_db()

    assert person.email == "nouvelle@structure.example"
    assert mail.outbox[-1].to == ["camille@structure.example"]


def test_a_session_left_open_does_not_change_the_address(client, person):
    sign_in(client, person)
    asked = client.post("/compte/email/", {"email": "voleur@structure.example", "action_add": "1"})

    assert asked.url == "/compte/reauthenticate/?next=%2Fcompte%2Femail%2F"
    assert not mail.outbox


def test_a_mistake_is_said_at_its_field_and_takes_the_focus(client, db):
    html = client.post("/compte/signup/", {"email": "camille", "password1": "court"}).content.decode()

    assert "Erreur : Créer un compte" in html
    assert "Une adresse électronique s’écrit nom@domaine.fr." in html
    assert html.count("autofocus") == 1
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert 'id="id_email_error"' in html
    assert 'value="camille"' in html
    assert "court" not in html.replace("trop court", "")


def test_my_space_is_for_who_is_signed_in(client, db):
    assert client.get("/espace/").url == "/compte/login/?next=/espace/"
    assert client.get("/compte/").url == "/espace/"


def test_a_name_is_kept(client, person):
    sign_in(client, person)
    client.post("/espace/nom/", {"first_name": "Camille", "last_name": "Roy"})

    assert "Camille Roy" in client.get("/espace/").content.decode()


def test_sessions_elsewhere_are_closed(client, person):
    from django.test import Client

    elsewhere = Client()
    sign_in(elsewhere, person)
    sign_in(client, person)
    client.post("/compte/sessions/")

    assert elsewhere.get("/espace/").status_code == 302
    assert client.get("/espace/").status_code == 200


def test_the_space_of_an_account_leads_to_what_it_keeps_and_has_asked_for(client, person):
    client.force_login(person)
    html = client.get("/espace/").content.decode()

    for name in ["registration:mine", "registration:start", "mailing:preferences", "accounts:delete"]:
        assert f'href="{reverse(name)}"' in html


@pytest.mark.parametrize("is_demo", [True, False])
def test_a_demonstration_alone_says_that_it_asks_for_no_second_factor(client, db, settings, is_demo):
    settings.DEMO = is_demo

    assert ("Le second facteur, obligatoire ailleurs" in client.get("/compte/login/").text) is is_demo
