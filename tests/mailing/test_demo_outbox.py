"""A demonstration shows the e-mails it would have sent; anywhere else these pages are not there."""

import datetime as dt

import pytest
from django.core.mail import EmailMultiAlternatives, send_mail
from django.urls import reverse

from suppliers.models import OutgoingEmail
from tests.factories import StructureFactory, UserFactory

pytestmark = pytest.mark.django_db
OUTBOX = "/demo/courriels/"


@pytest.fixture
def email():
    return OutgoingEmail.objects.create(
        kind="compte",
        to="ines@canal.example",
        subject="<b>Bonjour</b>",
        text="Voir : https://localhost/x/?a=1&b=2\n<script>alert(1)</script>",
        html="<!doctype html><html><head></head><body><script>alert(1)</script></body></html>",
    )


def pages(email):
    return [
        OUTBOX,
        *(reverse(f"mailing:{name}", args=[email.pk]) for name in ("demo-email", "demo-email-html")),
    ]


def test_outside_of_a_demonstration_there_is_nothing(client, settings, email):
    settings.DEMO = False

    assert [client.get(page).status_code for page in pages(email)] == [404, 404, 404]


def test_the_list_and_the_letter_show_what_would_have_left(client, email):
    outbox, letter, _ = (client.get(page).content.decode() for page in pages(email))

    for html in (outbox, letter):
        assert "ines@canal.example" in html
        assert "&lt;b&gt;Bonjour&lt;/b&gt;" in html
        assert "<script>alert" not in html
    assert 'href="https://localhost/x/?a=1&amp;b=2"' in letter
    assert f'src="/demo/courriels/{email.pk}/html/"' in letter


def test_the_list_and_the_letter_say_at_what_time(client, email):
    OutgoingEmail.objects.update(created_at=dt.datetime(2026, 11, 25, 8, 5, tzinfo=dt.UTC))

    for page in pages(email)[:2]:
        assert "25 novembre 2026 à 9 h 05" in client.get(page).content.decode()


def test_the_html_of_a_letter_runs_nothing(client, email):
    response = client.get(pages(email)[2])
    policy = response.headers["Content-Security-Policy"]

    assert response.content.decode().startswith('<!doctype html><html><head><base target="_blank">')
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    for said in [
        "default-src 'none'",
        "script-src 'none'",
        "form-action 'none'",
        "sandbox allow-popups allow-popups-to-escape-sandbox",
        "frame-ancestors 'self'",
    ]:
        assert said in policy
    assert "allow-scripts" not in policy


@pytest.mark.parametrize("path", ["0/", "99999999999999999999999/", "0/html/"])
def test_an_email_that_is_not_there_is_a_404(client, path):
    assert client.get(OUTBOX + path).status_code == 404


def test_an_email_without_html_has_no_frame(client):
    email = OutgoingEmail.objects.create(kind="compte", to="a@b.example", subject="", text="Code : 123")

    assert "<iframe" not in client.get(pages(email)[1]).content.decode()
    assert client.get(pages(email)[2]).status_code == 404


def test_the_list_has_pages_and_its_queries_do_not_grow(client, django_assert_max_num_queries):
    structure = StructureFactory()
    OutgoingEmail.objects.bulk_create(
        OutgoingEmail(kind="compte", to="a@b.example", subject=f"n° {n}", structure=structure)
        for n in range(60)
    )
    with django_assert_max_num_queries(4):
        html = client.get(OUTBOX).content.decode()

    assert html.count('class="outbox__one"') == 50
    assert "Page 1 sur 2" in html
    assert client.get(f"{OUTBOX}?page=9999").content.decode().count('class="outbox__one"') == 10
    assert client.get(f"{OUTBOX}?page=x").status_code == 200


def test_the_banner_of_a_demonstration_leads_there(client, settings):
    from suppliers import search

    StructureFactory(published=True, is_demo=True)
    search.refresh()
    assert f'href="{OUTBOX}"' in client.get("/accessibilite/").content.decode()

    settings.DEMO = False
    assert OUTBOX not in client.get("/accessibilite/").content.decode()


def test_letters_of_the_account_land_there(settings):
    settings.EMAIL_BACKEND = "suppliers.mailing.backend.OutboxBackend"
    ines = UserFactory(email="ines@canal.example")
    send_mail("Votre\ncode", "Code : 123", None, ["Ines@Canal.example", "autre@canal.example"])
    message = EmailMultiAlternatives("Deux formes", "texte", to=["autre@canal.example"])
    message.attach_alternative("<p>HTML</p>", "text/html")

    assert message.send() == 1
    assert list(
        OutgoingEmail.objects.order_by("pk").values_list("kind", "to", "user", "subject", "html")
    ) == [
        ("compte", "Ines@Canal.example", ines.pk, "Votre code", ""),
        ("compte", "autre@canal.example", None, "Votre code", ""),
        ("compte", "autre@canal.example", None, "Deux formes", "<p>HTML</p>"),
    ]
