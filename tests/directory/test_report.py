import datetime as dt
import logging
import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from suppliers.directory import report_limits
from suppliers.models import ErrorReport, NotDuplicate, ReviewItem
from tests.factories import StructureFactory


@pytest.fixture
def url(esat):
    return reverse("directory:report", args=[esat.siret])


def test_report_is_stored_logged_and_acknowledged(client, esat, url, caplog):
    with caplog.at_level(logging.INFO, "suppliers"):
        response = client.post(
            url, {"kind": "address", "message": " Déménagée ", "email": "a@b.fr"}, follow=True
        )

    report = ErrorReport.objects.get()
    assert (report.structure, report.kind, report.message, report.email) == (
        esat,
        "address",
        "Déménagée",
        "a@b.fr",
    )
    assert "votre signalement est enregistré" in response.content.decode()
    assert any(f"error report {report.pk}" in record.getMessage() for record in caplog.records)
    assert not any("a@b.fr" in record.getMessage() for record in caplog.records)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"message": "Bonjour"}, "Choisissez ce qui ne va pas."),
        ({"kind": "nimporte", "message": "Bonjour"}, "Choisissez une réponse de la liste."),
        ({"kind": "other", "message": "  "}, "Dites en quelques mots ce qui ne va pas."),
        ({"kind": "closed", "message": "Bonjour", "email": "abc"}, "Une adresse électronique s’écrit"),
        ({"kind": "closed", "message": "x" * 2001}, "2 000 caractères au plus"),
    ],
)
def test_report_with_a_mistake_keeps_what_was_typed(client, url, typed, said):
    response = client.post(url, typed)
    html = response.content.decode()

    assert response.status_code == 200
    assert said in html
    assert typed["message"].strip() in html
    assert not ErrorReport.objects.exists()


def test_report_of_a_robot_is_thanked_and_thrown_away(client, url):
    response = client.post(url, {"kind": "closed", "nom_de_famille": "Bot"}, follow=True)

    assert "votre signalement est enregistré" in response.content.decode()
    assert not ErrorReport.objects.exists()


def test_report_needs_the_page_it_comes_from(esat, url):
    response = Client(enforce_csrf_checks=True).post(url, {"kind": "closed"})

    assert response.status_code == 403
    assert "n’a pas pu être envoyé" in response.content.decode()
    assert not ErrorReport.objects.exists()


def test_report_has_a_page_of_its_own(client, esat, url):
    html = client.get(url).content.decode()

    assert esat.name in html
    assert 'method="post"' in html


def test_a_visitor_sends_a_few_an_hour_and_loses_nothing_written(client, url, esat):
    with time_machine.travel(dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC), tick=False) as clock:
        for n in range(report_limits.MOST_PER_VISITOR):
            client.post(url, {"kind": "other", "message": f"Erreur {n}"})
        refused = client.post(url, {"kind": "other", "message": "Encore une"})
        clock.shift(dt.timedelta(minutes=59))
        still = client.post(url, {"kind": "other", "message": "Encore une"})
        clock.shift(dt.timedelta(minutes=1))
        later = client.post(url, {"kind": "other", "message": "Encore une"})

    assert (refused.status_code, still.status_code, later.status_code) == (429, 429, 302)
    assert "Vous avez envoyé 5 signalements en une heure." in refused.content.decode()
    assert ">\nEncore une</textarea>" in refused.content.decode()
    assert ErrorReport.objects.count() == report_limits.MOST_PER_VISITOR + 1


@pytest.mark.parametrize(
    ("limit", "said"),
    [("MOST_PER_STRUCTURE", "Cette fiche a reçu"), ("MOST_IN_ALL", "L’annuaire reçoit trop")],
)
def test_visitors_without_a_session_are_bounded_too(url, monkeypatch, limit, said):
    monkeypatch.setattr(report_limits, limit, 2)
    answers = [Client().post(url, {"kind": "closed", "message": f"Bonjour {n}"}) for n in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert said in answers[-1].content.decode()
    assert ErrorReport.objects.count() == 2


def test_the_limit_is_said_before_it_is_met(client, url):
    assert report_limits.IN_WORDS in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"message": "a\x00b"}, "Un caractère illisible s’est glissé dans ce texte : retapez-le."),
        ({"email": "a\x00@b.fr"}, "Un caractère illisible s’est glissé dans ce texte : retapez-le."),
        ({"email": "a@" + "b" * 300 + ".fr"}, "compte 254 caractères au plus"),
        ({"kind": "\x00"}, "Choisissez une réponse de la liste."),
    ],
)
def test_report_that_cannot_be_read_is_refused_in_our_words(client, url, typed, said):
    response = client.post(url, {"kind": "other", "message": "Bonjour", **typed})
    html = response.content.decode()

    assert response.status_code == 200
    assert said in html
    assert "Assurez-vous" not in html
    assert "caractère nul" not in html
    assert not ErrorReport.objects.exists()


def test_report_says_which_fields_are_required(client, url):
    html = client.get(url).content.decode()

    optional = ' <span class="field__optional">(facultatif)</span></label>'
    assert "Qu’est-ce qui ne va pas ?</label>" in html
    assert "Précisions (obligatoires pour « Autre chose »)</label>" in html
    assert f"L’autre fiche, si la structure figure deux fois{optional}" in html
    assert f"Votre adresse électronique{optional}" in html
    assert re.search(r'<select name="kind"[^>]* required', html)
    assert " novalidate" in html  # our sentences, not the browser's
    assert "autofocus" not in html


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ({"email": "abc"}, "kind"),
        ({"kind": "other", "email": "abc"}, "message"),
        ({"kind": "closed", "email": "abc"}, "email"),
    ],
)
def test_report_with_a_mistake_opens_on_the_first(client, url, typed, first):
    html = client.post(url, typed).content.decode()

    assert re.findall(r'name="(\w+)"[^>]* autofocus', html) == [first]
    assert html.count("autofocus") == 1


def test_report_refused_for_now_opens_on_why(client, url, monkeypatch):
    monkeypatch.setattr(report_limits, "MOST_PER_VISITOR", 0)
    html = client.post(url, {"kind": "closed"}).content.decode()

    assert re.search(r'role="alert" tabindex="-1" autofocus>.*signalements', html)
    assert html.count("autofocus") == 1


@pytest.mark.parametrize(
    "typed",
    ["{siret}", "{spaced}", "https://atlas.example/structures/{siret}/brosse/", "/structures/a-{pk}/"],
)
def test_report_of_a_duplicate_puts_the_pair_in_the_queue(client, esat, url, typed):
    other = StructureFactory(published=True)
    spaced = f"{other.siret[:3]} {other.siret[3:9]} {other.siret[9:]}"
    typed = typed.format(siret=other.siret, pk=other.pk, spaced=spaced)

    client.post(url, {"kind": "duplicate", "autre_fiche": typed, "message": "Deux fois"})

    item = ReviewItem.objects.get()
    assert (item.kind, {item.structure, item.other}) == ("duplicate", {esat, other})
    assert (item.structure_id < item.other_id, item.key) == (True, str(item.other_id))
    assert (item.report, item.message) == (ErrorReport.objects.get(), "Deux fois")


@pytest.mark.parametrize(
    "typed", ["", "{own}", "99999999999999", "a-" + "9" * 30, "n’importe quoi", "javascript:alert(1)"]
)
def test_report_of_a_duplicate_of_nothing_we_know_is_read_as_it_is(client, esat, url, typed):
    typed = typed.format(own=esat.siret)
    client.post(url, {"kind": "duplicate", "autre_fiche": typed})

    item = ReviewItem.objects.get()
    assert (item.kind, item.structure, item.data.get("other_page", "")) == ("report", esat, typed)


def test_report_of_a_pair_found_to_be_two_is_read_as_it_is(client, esat, url):
    other = StructureFactory(published=True)
    first, second = sorted((esat, other), key=lambda side: side.pk)
    NotDuplicate.objects.create(first=first, second=second)

    client.post(url, {"kind": "duplicate", "autre_fiche": other.siret})

    item = ReviewItem.objects.get()
    assert (item.kind, item.other) == ("report", other)


def test_report_of_another_kind_takes_no_other_page(client, esat, url):
    client.post(url, {"kind": "closed", "autre_fiche": StructureFactory(published=True).siret})
    assert ReviewItem.objects.get().kind == "report"


def test_report_sent_twice_is_one_for_the_team(client, esat, url):
    typed = {"kind": "closed", "message": "Rideau baissé.", "email": "a@b.fr"}
    thanks = [client.post(url, typed, follow=True).content.decode() for _ in range(2)]

    assert all("votre signalement est enregistré" in said for said in thanks)
    assert (ErrorReport.objects.count(), ReviewItem.objects.count()) == (1, 1)

    client.post(url, {**typed, "message": "Déménagée."})
    assert ReviewItem.objects.count() == 2


def test_report_comes_back_once_the_first_was_seen_to(client, esat, url):
    typed = {"kind": "closed", "message": "Rideau baissé."}
    client.post(url, typed)
    ErrorReport.objects.update(handled_at=timezone.now())
    ReviewItem.objects.update(status="refused", decided_at=timezone.now())

    client.post(url, typed)

    assert ReviewItem.objects.open().count() == 1


def test_report_is_drawn_as_the_other_forms_each_mistake_told_with_its_field(client, esat, url):
    html = client.post(url, {"kind": "other", "email": "ici"}).content.decode()

    for name, described in (("message", "id_message_helptext id_message_error"), ("email", "id_email_error")):
        tag = re.search(rf'<(?:input|textarea)[^>]*name="{name}"[^>]*>', html)[0]
        assert re.search(rf'aria-describedby="[^"]*{described}"', tag)
        assert 'aria-invalid="true"' in tag
        assert f'id="id_{name}_error"' in html
    assert html.count('name="nom_de_famille"') == 1


def test_report_of_a_duplicate_sent_twice_is_one_and_of_two_pages_two(client, esat, url):
    others = [StructureFactory(published=True), StructureFactory(published=True)]
    for other in (others[0], others[0], others[1]):
        client.post(url, {"kind": "duplicate", "autre_fiche": other.siret})

    pairs = ReviewItem.objects.filter(kind="duplicate").values_list("structure", "other")
    assert ReviewItem.objects.count() == 2
    assert {frozenset(pair) - {esat.pk} for pair in pairs} == {frozenset([one.pk]) for one in others}
