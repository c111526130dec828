"""The administration is closed to a password alone: to enter, to post, by every door."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from suppliers.accounts.second_factor import needs_second_factor
from suppliers.models import User
from tests.accounts.conftest import PASSWORD, last_code, make_person, sign_in, totp_code

WHY = "/espace/second-facteur/"
DOCUMENT = "/documents/0b5c1f1e-7a0e-4c6e-9a55-1f2d3c4b5a69/"  # what a structure has handed in
pytestmark = pytest.mark.usefixtures("required")


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/suppliers/structure/?q=a", "/validation/", "/admin/nulle-part", DOCUMENT]
)
@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_without_a_factor_every_address_leads_to_the_explanation(client, boss, path, method):
    sign_in(client, boss)
    response = getattr(client, method)(path)

    assert response.status_code == 302
    assert response.url.startswith(WHY)
    assert "Activez un second facteur" in client.get(response.url).content.decode()


def test_the_way_back_is_kept(client, boss):
    sign_in(client, boss)

    assert client.get("/admin/suppliers/user/?q=a").url.endswith(
        "?next=%2Fadmin%2Fsuppliers%2Fuser%2F%3Fq%3Da"
    )
    assert client.post("/admin/suppliers/user/?q=a").url.endswith("?next=%2Fadmin%2Fsuppliers%2Fuser%2F")


@pytest.mark.django_db(transaction=True)  # what follows the commit is told within the request
def test_enrolling_opens_the_door_at_once(client, boss):
    sign_in(client, boss)
    client.get("/admin/")
    client.post("/compte/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/compte/2fa/totp/activate/").context_data["form"].secret
    activated = client.post("/compte/2fa/totp/activate/", {"code": totp_code(secret)})
    codes = client.get(activated.url).content.decode()

    assert client.get("/admin/").status_code == 200
    assert 'href="/admin/"' in codes
    assert "Une application de codes protège maintenant" in mail.outbox[-1].body


def test_sign_in_asks_for_the_factor(client, boss, with_totp):
    secret = with_totp(boss)
    assert sign_in(client, boss, next="/admin/").url == "/compte/2fa/authenticate/"
    assert client.get("/admin/").url.startswith("/admin/login/")

    assert client.post("/compte/2fa/authenticate/", {"code": totp_code(secret)}).url == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_a_recovery_code_will_do_once(client, boss, with_totp):
    with_totp(boss)
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    sign_in(client, boss)
    client.post("/compte/2fa/authenticate/", {"code": code})
    assert client.get("/admin/").status_code == 200
    client.logout()
    sign_in(client, boss)

    assert "n’est pas le bon" in client.post("/compte/2fa/authenticate/", {"code": code}).content.decode()


def test_a_code_by_email_is_not_a_second_factor(client, boss, with_totp):
    with_totp(boss)
    client.post("/compte/login/code/", {"email": boss.email})

    assert (
        client.post("/compte/login/code/confirm/", {"code": last_code()}).url == "/compte/2fa/authenticate/"
    )


def test_a_session_opened_without_the_factor_is_refused_until_it_is_given(client, boss, with_totp):
    client.force_login(boss)  # as one that was opened before the factor was activated
    secret = with_totp(boss)
    refused = client.get("/admin/")
    assert refused.url.startswith(WHY)
    assert "cette session a été ouverte sans lui" in client.get(refused.url).content.decode()

    given = client.post("/compte/2fa/reauthenticate/?next=/admin/", {"code": totp_code(secret)})

    assert given.url == "/admin/"
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    "path", ["/compte/2fa/", "/compte/2fa/webauthn/add/", "/compte/2fa/totp/deactivate/", "/compte/email/"]
)
def test_a_session_without_the_factor_cannot_change_the_factors(client, person, with_totp, path):
    client.force_login(person)
    with_totp(person)
    client.post("/compte/reauthenticate/", {"password": PASSWORD})

    assert client.get(path).url.startswith(WHY)
    assert client.post(path).url.startswith(WHY)


def test_the_proof_of_a_factor_that_was_removed_is_none(client, boss, with_totp):
    secret = with_totp(boss)
    sign_in(client, boss)
    client.post("/compte/2fa/authenticate/", {"code": totp_code(secret)})
    Authenticator.objects.filter(user=boss).delete()

    assert client.get("/admin/").url.startswith(WHY)


def test_the_login_page_of_the_admin_is_ours(client, boss):
    there = client.get("/admin/login/?next=/admin/suppliers/user/")
    posted = client.post("/admin/login/?next=/admin/", {"username": boss.username, "password": PASSWORD})

    assert there.url == "/compte/login/?next=/admin/suppliers/user/"
    assert posted.url == "/compte/login/?next=/admin/"
    assert "_auth_user_id" not in client.session


def test_who_has_no_right_is_told_so_and_not_sent_around(client, person):
    sign_in(client, person)

    assert client.get("/admin/", follow=True).status_code == 403


def test_who_needs_a_second_factor(db):
    plain, staff = User(username="a"), User(username="b", is_staff=True)
    validator = User(username="c")
    validator.is_validator = True

    assert [needs_second_factor(one) for one in (plain, staff, validator)] == [False, True, True]


def test_others_are_left_alone(client, person):
    sign_in(client, person)

    assert client.get("/espace/").status_code == 200
    assert client.get("/compte/2fa/").status_code == 200


def test_a_demonstration_asks_for_none(client, boss, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    sign_in(client, boss)

    assert client.get("/admin/").status_code == 200


def test_a_way_back_that_leads_elsewhere_is_dropped(client, boss):
    sign_in(client, boss)
    client.get("/admin/")

    assert "ailleurs" not in client.get(f"{WHY}?next=https://ailleurs.example/").content.decode()


def test_two_visitors_do_not_share_a_proof(boss, with_totp):
    secret = with_totp(boss)
    one, other = Client(), Client()
    sign_in(one, boss)
    one.post("/compte/2fa/authenticate/", {"code": totp_code(secret)})
    other.force_login(make_person("autre", is_staff=True))

    assert one.get("/admin/").status_code == 200
    assert other.get("/admin/").url.startswith(WHY)
