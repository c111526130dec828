"""An officer asks two structures the same; one answers elsewhere, without an account; the officer reads."""

import re

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import expect

from suppliers.models import Enquiry, OutgoingEmail
from suppliers.sourcing.exchanges.letter import SIGNATURE
from tests.accounts.people import somebody
from tests.browser.conftest import PHONE
from tests.buyer_factories import (
    NeedFactory,
    ShortlistFactory,
    ShortlistItemFactory,
    WorkspaceFactory,
)
from tests.factories import StructureFactory

pytestmark = pytest.mark.usefixtures("seeded")


@pytest.fixture
def officer():
    return somebody("marie", first_name="Marie", last_name="Lopez")


@pytest.fixture
def need(officer):
    need = NeedFactory(workspace=WorkspaceFactory(user=officer), amount_excl_tax=60_000)
    shortlist = ShortlistFactory(workspace=need.workspace, need=need)
    for name in ("Aurore", "Boreal"):
        structure = StructureFactory(published=True, name=name, email=f"contact@{name.lower()}.example")
        ShortlistItemFactory(shortlist=shortlist, structure=structure)
    return need


@pytest.fixture
def sign_in(live_server):
    def as_user(page, user):
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": live_server.url}
        page.context.add_cookies([cookie])

    return as_user


def sign(page):
    """Write who asks, where the letter leaves a place for it."""
    message = page.locator("textarea[name=message]")
    message.fill(message.input_value().replace(SIGNATURE, "Mairie de Montreuil"))


def press(page, name):
    page.get_by_role("button", name=name).click()


@pytest.mark.parametrize("options", [{}, {**PHONE, "java_script_enabled": False}], ids=["wide", "phone"])
def test_two_structures_are_asked_by_the_site_and_one_answers(
    new_page, sign_in, accessible, officer, need, options
):
    check = accessible if options.get("java_script_enabled", True) else lambda _page: None
    hers, theirs = new_page(**options), new_page(**options)
    sign_in(hers, officer)
    hers.goto(f"/besoins/{need.pk}/echanges/")
    check(hers)
    hers.get_by_role("link", name="Interroger des structures").click()
    check(hers)
    first = hers.get_by_label("Question 1", exact=True).input_value()
    press(hers, "Descendre la question 1")
    expect(hers.get_by_label("Question 2", exact=True)).to_have_value(first)
    expect(hers.get_by_label("Question 2", exact=True)).to_be_focused()
    hers.get_by_label("Objet").fill("")
    press(hers, "Enregistrer et relire")
    expect(hers.get_by_role("alert")).to_contain_text("Donnez un objet")
    check(hers)
    hers.get_by_label("Objet").fill("Sourcing : nettoyage")
    hers.get_by_label("Ajouter une fourchette").check()
    press(hers, "Enregistrer et relire")
    expect(hers.get_by_text("Brouillon : rien n’est parti.")).to_be_visible()
    expect(hers.get_by_text("Montant estimé : entre")).to_be_visible()
    check(hers)
    press(hers, "Envoyer à 2 structures")
    expect(hers.get_by_text("Signez la lettre")).to_be_visible()
    hers.get_by_role("link", name="Modifier", exact=True).click()
    sign(hers)
    press(hers, "Enregistrer et relire")
    press(hers, "Envoyer à 2 structures")
    expect(hers.get_by_text("La lettre est partie à 2 structures.")).to_be_visible()
    check(hers)

    letter = OutgoingEmail.objects.get(kind="enquiry", to="contact@aurore.example")
    theirs.goto(re.search(r"https?://[^/]+(/reponse/\S+)", letter.text)[1])
    check(theirs)
    press(theirs, "Enregistrer ma réponse")
    expect(theirs.get_by_role("alert")).to_contain_text("Dites qui répond.")
    check(theirs)
    theirs.get_by_label("2. Quelle est votre capacité").fill("Douze personnes <b>à temps plein</b>")
    theirs.get_by_label("Secret des affaires").fill("21 euros de l’heure")
    theirs.get_by_label("Votre nom").fill("Inès Diallo")
    press(theirs, "Enregistrer ma réponse")
    expect(theirs.get_by_text("Votre réponse est enregistrée")).to_be_visible()
    check(theirs)

    hers.reload()
    expect(hers.get_by_text("Douze personnes <b>à temps plein</b>")).to_be_visible()
    check(hers)
    hers.goto(f"/besoins/{need.pk}/echanges/")
    expect(hers.get_by_text("A répondu le")).to_have_count(1)
    expect(hers.get_by_text("Sans réponse à ce jour")).to_have_count(1)
    check(hers)


def test_a_letter_leaves_by_ones_own_mail(page, sign_in, accessible, officer, need):
    sign_in(page, officer)
    page.goto(f"/selection/{need.shortlist.pk}/echanges/demandes/nouvelle/")
    sign(page)
    page.get_by_label("Par ma messagerie").check()
    press(page, "Enregistrer et relire")
    press(page, "Figer le texte et préparer 2 lettres")
    link = page.get_by_role("link", name="Ouvrir dans ma messagerie la lettre à Aurore")
    assert link.get_attribute("href").startswith("mailto:contact@aurore.example?subject=")
    accessible(page)
    press(page, "Marquer comme envoyée : Aurore")
    expect(page.get_by_text("Noté : la lettre est partie à Aurore.")).to_be_visible()
    page.get_by_role("link", name="Noter sa réponse : Aurore").click()
    page.get_by_label("Autres précisions").fill("Intéressés, au téléphone")
    page.get_by_label("Qui a répondu").fill("M. Roux")
    accessible(page)
    press(page, "Enregistrer la réponse")
    expect(page.get_by_text("Intéressés, au téléphone")).to_be_visible()
    assert Enquiry.objects.get().recipients.filter(sent_at=None).count() == 1

    page.get_by_role("link", name="Tous les échanges").click()
    page.get_by_role("link", name="Noter un échange").click()
    page.get_by_label("Structure").select_option(label="Boreal")
    page.get_by_label("Moyen").select_option("phone")
    page.get_by_label("Ce qui s’est dit").fill("Ils rappellent lundi")
    page.get_by_label("Informations que vous avez données").fill("Il y aura deux lots")
    accessible(page)
    press(page, "Enregistrer l’échange")
    expect(page.get_by_text("Ils rappellent lundi")).to_be_visible()
    accessible(page)
