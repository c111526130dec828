"""Letters are stopped from the letter itself or from the account, and taken up again."""

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from suppliers.mailing import write
from suppliers.mailing.kinds import KINDS, stoppable_kinds
from suppliers.mailing.stopping import SALT, resume_letters, stop_letters, stop_url
from suppliers.models import Event, OutgoingEmail
from tests.factories import StructureFactory, UserFactory

pytestmark = pytest.mark.django_db
KIND = "draft-waiting"
OTHER = "profile-to-confirm"


@pytest.fixture
def reader():
    return UserFactory(email="ines@canal.example", muted_emails=[OTHER])


@pytest.fixture
def path(reader, settings):
    return stop_url(reader, KIND).removeprefix(settings.SITE_URL)


def muted(reader):
    reader.refresh_from_db()
    return set(reader.muted_emails)


def test_looking_at_the_page_stops_nothing(client, path, reader):
    response = client.get(path)

    assert "Arrêter ces courriels" in response.content.decode()
    assert "ines@canal.example" in response.content.decode()
    assert response.headers["Cache-Control"].count("no-store")
    assert client.head(path).status_code == 200
    assert muted(reader) == {OTHER}


def test_the_button_stops_this_kind_and_the_other_takes_it_up_again(client, path, reader):
    assert "C’est fait : ces courriels sont arrêtés" in client.post(path).content.decode()
    assert muted(reader) == {OTHER, KIND}
    assert "Les recevoir à nouveau" in client.get(path).content.decode()

    assert "ces courriels reprennent" in client.post(path, {"reprendre": "1"}).content.decode()
    assert muted(reader) == {OTHER}
    assert list(Event.objects.values_list("action", "by")) == [
        ("mailing.resume", reader.pk),
        ("mailing.stop", reader.pk),
    ]


def test_one_click_of_a_mail_program_needs_no_cookie_of_ours(path, reader):
    mail_program = Client(enforce_csrf_checks=True)
    response = mail_program.post(path, {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    assert KIND in muted(reader)


def test_stopping_twice_changes_nothing_more(client, path, reader):
    for _ in range(2):
        client.post(path)

    assert sorted(reader.__class__.objects.get().muted_emails) == sorted([OTHER, KIND])
    assert Event.objects.count() == 1


def test_what_waits_to_leave_is_stopped_too(reader, settings):
    settings.EMAILS_LEAVE = True
    write(
        KIND,
        {"since": reader.date_joined, "dashboard_url": "https://x/"},
        to=reader,
        structure=StructureFactory(),
    )
    stop_letters(reader, KIND)

    assert not OutgoingEmail.objects.exists()


@pytest.mark.parametrize(
    "token",
    ["x", "%00", "a:b", signing.Signer(salt="other").sign_object({"user": 1, "kind": KIND})],
)
def test_a_token_of_anybody_else_is_unknown(client, token):
    for answer in (client.get, client.post):
        response = answer(f"/courriels/arreter/{token}/")
        assert response.status_code == 404
        assert "Ce lien ne correspond à aucun courriel" in response.content.decode()


@pytest.mark.parametrize(("user", "kind"), [(0, KIND), (None, "compte"), (None, "no-such-kind")])
def test_a_token_for_nobody_or_for_what_cannot_be_stopped_is_unknown(client, reader, user, kind):
    said = {"user": reader.pk if user is None else user, "kind": kind}
    token = signing.Signer(salt=SALT).sign_object(said)

    assert client.post(reverse("mailing:stop", args=[token])).status_code == 404
    assert muted(reader) == {OTHER}


def test_a_letter_that_answers_has_no_link_to_stop_it(reader):
    assert stop_url(reader, "compte") == ""
    assert stop_url(reader, "a decision") == ""


def test_preferences_ask_to_sign_in(client):
    response = client.get(reverse("mailing:preferences"))

    assert response.status_code == 302
    assert "next=/espace/courriels/" in response.url


def test_preferences_list_each_kind_and_keep_what_is_chosen(client, reader):
    client.force_login(reader)
    html = client.get(reverse("mailing:preferences")).content.decode()
    for kind in KINDS.values():
        assert (kind.label in html) != kind.of_address  # those are stopped for an address, not for an account
    assert html.count(" checked") == len(stoppable_kinds()) - 1

    response = client.post(
        reverse("mailing:preferences"), {"recevoir": [OTHER, "compte", "x\x00"]}, follow=True
    )

    assert "Vos choix de courriels sont enregistrés." in response.content.decode()
    assert muted(reader) == stoppable_kinds().keys() - {OTHER}
    assert response.content.decode().count(" checked") == 1


def test_two_pages_at_once_lose_nothing(reader):
    first, second = (type(reader).objects.get(pk=reader.pk) for _ in range(2))
    stop_letters(first, KIND)
    stop_letters(second, "certification-ending")
    resume_letters(first, OTHER)

    assert muted(reader) == {KIND, "certification-ending"}
