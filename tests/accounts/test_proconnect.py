"""ProConnect, against a real server of the same ways on this machine."""

import urllib.error
import urllib.request

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core import mail

from atlas import variables
from suppliers.models import User
from tests.accounts.conftest import PASSWORD, last_code, make_person, sign_in
from tests.accounts.oidc_server import CLIENT_ID, CLIENT_SECRET, OidcServer, path_of

LOGIN = "/compte/oidc/proconnect/login/"
AGENT = {
    "sub": "agent-1",
    "given_name": "Camille",
    "usual_name": "Roy",
    "email": "camille@structure.example",
    "email_verified": True,
    "siret": "13002526500013",
    "uid": "1",
}


@pytest.fixture
def proconnect(settings, monkeypatch, db):
    with OidcServer() as server:
        server.claims = dict(AGENT)
        monkeypatch.setenv("PROCONNECT_SERVER", server.address)
        monkeypatch.setenv("PROCONNECT_CLIENT_ID", CLIENT_ID)
        monkeypatch.setenv("PROCONNECT_CLIENT_SECRET", CLIENT_SECRET)
        apps = variables.proconnect(variables.issuer("PROCONNECT_SERVER"))
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps}}
        yield server


class NoRedirection(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def go(client, path=LOGIN):
    """There, as a browser does, and back with the answer of our callback."""
    there = client.post(path).url
    with pytest.raises(urllib.error.HTTPError) as sent:
        urllib.request.build_opener(NoRedirection).open(there)
    assert sent.value.code == 302
    back = sent.value.headers["Location"]
    sent.value.close()
    return client.get(path_of(back))


def test_off_by_default(client, db):
    assert client.post(LOGIN).status_code == 404
    assert "ProConnect" not in client.get("/compte/login/").content.decode()


def test_on_it_is_offered(client, proconnect):
    assert "S’identifier avec ProConnect" in client.get("/compte/login/").content.decode()
    assert "S’identifier avec ProConnect" in client.get("/compte/signup/").content.decode()
    assert "Continuer" in client.get(LOGIN).content.decode()


def test_a_new_agent_gets_an_account(client, proconnect):
    assert go(client).url == "/espace/"
    user = User.objects.get()

    assert (user.first_name, user.last_name, user.email) == ("Camille", "Roy", AGENT["email"])
    assert SocialAccount.objects.get().provider == "proconnect"
    assert SocialAccount.objects.get().extra_data["userinfo"]["siret"] == AGENT["siret"]
    assert proconnect.asked["acr_values"] == "eidas1"
    assert set(proconnect.asked["scope"].split()) == {
        "openid",
        "given_name",
        "usual_name",
        "email",
        "uid",
        "siret",
    }
    assert min(len(proconnect.asked["state"]), len(proconnect.asked["nonce"])) >= 32
    assert {"jwks", "token", "userinfo"} <= set(proconnect.calls)


def test_the_way_back_is_kept(client, proconnect):
    assert go(client, f"{LOGIN}?next=/annuaire/").url == "/annuaire/"


def test_a_verified_address_opens_the_account_that_has_verified_it(client, proconnect):
    person = make_person("camille")

    assert go(client).url == "/espace/"
    assert SocialAccount.objects.get().user == person
    assert int(client.session["_auth_user_id"]) == person.pk


def test_an_account_whose_address_is_not_verified_is_not_opened(client, proconnect):
    squatter = User.objects.create_user("squatteur", AGENT["email"], PASSWORD)
    EmailAddress.objects.create(user=squatter, email=AGENT["email"], primary=True, verified=False)
    go(client)

    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.exists()
    assert "Elle en a déjà un" in mail.outbox[-1].body


def test_an_address_that_the_other_side_has_not_verified_opens_nothing(client, proconnect):
    make_person("camille")
    proconnect.claims["email_verified"] = False
    go(client)

    assert "_auth_user_id" not in client.session


def test_an_address_that_nobody_has_verified_takes_a_code(client, proconnect):
    del proconnect.claims["email_verified"]
    assert go(client).url == "/compte/confirm-email/"

    assert client.post("/compte/confirm-email/", {"code": last_code()}).url == "/espace/"


def test_an_agent_without_an_address_gives_one(client, proconnect):
    del proconnect.claims["email"]
    asked = go(client).url
    assert 'for="id_email">Adresse électronique</label>' in client.get(asked).content.decode()

    assert client.post(asked, {"email": "choisie@structure.example"}).url == "/compte/confirm-email/"
    assert client.post("/compte/confirm-email/", {"code": last_code()}).url == "/espace/"


def test_it_is_no_second_factor(client, proconnect, settings, with_totp):
    settings.SECOND_FACTOR_REQUIRED = True
    boss = make_person("camille", is_staff=True)
    go(client)
    assert client.get("/admin/").url.startswith("/espace/second-facteur/")
    client.logout()
    with_totp(boss)

    assert go(client).url == "/compte/2fa/authenticate/"


def test_it_is_added_to_an_account_from_the_inside(client, proconnect):
    person = make_person("autre")
    sign_in(client, person)
    client.post("/compte/reauthenticate/", {"password": PASSWORD})
    added = go(client, f"{LOGIN}?process=connect")

    assert added.url == "/compte/3rdparty/"
    assert SocialAccount.objects.get().user == person


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "another"},
        {"aud": "another site"},
        {"iss": "https://ailleurs.example"},
        {"exp": 1},
        {"sub": "somebody else"},
    ],
)
def test_a_token_that_is_not_for_us_opens_nothing(client, proconnect, wrong):
    proconnect.id_claims = wrong
    refused = go(client)

    assert refused.status_code == 401
    assert "L’identification n’a pas abouti" in refused.content.decode()
    assert not User.objects.exists()


def test_a_token_signed_by_somebody_else_opens_nothing(client, proconnect):
    proconnect.is_forged = True

    assert go(client).status_code == 401
    assert not User.objects.exists()


def test_an_answer_nobody_asked_for_opens_nothing(client, proconnect):
    assert client.get(f"{LOGIN}callback/?code=the-code&state=invented").status_code == 401


def test_giving_up_there_is_said(client, proconnect):
    there = client.post(LOGIN).url
    state = there.split("state=")[1].split("&")[0]
    back = client.get(f"{LOGIN}callback/?error=access_denied&state={state}", follow=True)

    assert "L’identification a été abandonnée" in back.content.decode()


def test_a_server_that_does_not_answer_is_no_breakdown(client, proconnect, settings, unused_port):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = (
        f"http://127.0.0.1:{unused_port}"
    )

    assert client.post(LOGIN).status_code == 401


def test_signing_out_closes_the_session_over_there_too(client, proconnect):
    go(client)
    left = client.post("/compte/logout/").url

    assert left.startswith(f"{proconnect.address}/session/end?id_token_hint=")
    assert "post_logout_redirect_uri=http%3A%2F%2Ftestserver%2F" in left
    assert "_auth_user_id" not in client.session


def test_half_of_the_variables_stop_the_start(monkeypatch):
    monkeypatch.setenv("PROCONNECT_CLIENT_ID", CLIENT_ID)
    with pytest.raises(SystemExit, match="il manque PROCONNECT_SERVER et PROCONNECT_CLIENT_SECRET"):
        variables.proconnect("")


def test_what_a_visitor_has_begun_is_the_agents(client, proconnect):
    client.post("/espace/recherches/enregistrer/", {"recherche": "verifie=1", "name": "Sûres"})
    go(client)
    assert list(User.objects.get().workspace.searches.values_list("name", flat=True)) == ["Sûres"]
