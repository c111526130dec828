"""A structure changes hands: its owner invites a colleague, who joins, takes over, and stays alone."""

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import expect

from suppliers.accounts.groups import Group
from suppliers.models import BuyerOrganisation
from tests.accounts.people import link_in_letter, roles, somebody
from tests.browser.conftest import PHONE
from tests.factories import StructureFactory, StructureMembershipFactory

pytestmark = pytest.mark.usefixtures("seeded")
LEA = "lea@canal.example"


@pytest.fixture
def sign_in(live_server):
    """`sign_in(page, user)`: the browser of somebody who has signed in."""

    def as_user(page, user):
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": live_server.url}
        page.context.add_cookies([cookie])

    return as_user


@pytest.fixture
def owner():
    return somebody("marie", first_name="Marie", last_name="Lopez")


@pytest.fixture
def group(owner):
    structure = StructureFactory(published=True, name="Les Ateliers du Canal", siret=None)
    return Group(StructureMembershipFactory(user=owner, structure=structure).structure)


def press(page, name):
    page.get_by_role("button", name=name).click()


@pytest.mark.parametrize("options", [{}, {**PHONE, "java_script_enabled": False}], ids=["wide", "phone"])
def test_structure_changes_hands(new_page, sign_in, accessible, owner, group, options):
    check = accessible if options.get("java_script_enabled", True) else lambda _page: None
    hers, his = new_page(**options), new_page(**options)
    sign_in(hers, owner)
    hers.goto("/espace/")
    check(hers)
    hers.get_by_role("link", name="Membres de Les Ateliers du Canal").click()
    press(hers, "Envoyer l’invitation")
    expect(hers.get_by_role("alert")).to_contain_text("Tapez l’adresse de la personne à inviter.")
    check(hers)
    hers.get_by_label("Adresse électronique").fill(LEA)
    press(hers, "Envoyer l’invitation")
    expect(hers.get_by_text("L’invitation est partie à lea@canal.example.")).to_be_visible()
    check(hers)

    link = link_in_letter(LEA)
    his.goto(link)
    expect(his.get_by_role("link", name="Créer un compte")).to_be_visible()
    check(his)
    sign_in(his, somebody("lea", first_name="Léa", last_name="Martin"))
    his.goto(link)
    check(his)
    press(his, "Rejoindre la structure")
    expect(his.get_by_text("Vous êtes maintenant membre")).to_be_visible()

    hers.reload()
    hers.get_by_role("link", name="Nommer responsable : Léa Martin").click()
    check(hers)
    press(hers, "Confier la responsabilité")
    expect(hers.get_by_text("Léa Martin est maintenant responsable")).to_be_visible()
    hers.get_by_role("link", name="Quitter la structure").click()
    check(hers)
    press(hers, "Quitter")
    expect(hers.get_by_text("Vous avez quitté la structure")).to_be_visible()
    assert roles(group) == {"lea": "owner"}


def test_organisation_is_made_by_keyboard(page, sign_in, accessible, owner):
    sign_in(page, owner)
    page.goto("/espace/organisations/nouvelle/")
    page.get_by_label("Nom de l’organisation").fill("Ville de Montreuil")
    page.get_by_label("SIRET").fill("123")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Un SIRET compte quatorze chiffres.")
    accessible(page)
    page.get_by_label("SIRET").fill("")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Membres de l’organisation").wait_for()
    accessible(page)
    assert BuyerOrganisation.objects.get().name == "Ville de Montreuil"


def test_account_is_deleted_after_its_owner_has_chosen_who_takes_over(
    page, sign_in, accessible, owner, group
):
    owner.set_password("une phrase assez longue")
    owner.save()
    StructureMembershipFactory(structure=group.place, user=somebody("lea"), role="editor")
    sign_in(page, owner)
    page.goto("/espace/compte/export/")
    accessible(page)
    with page.expect_download() as download:
        press(page, "Télécharger mes données")
    assert download.value.suggested_filename.startswith("mon-compte-")
    page.goto("/espace/compte/supprimer/")
    page.get_by_label("Mot de passe").fill("une phrase assez longue")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Supprimer mon compte").wait_for()
    accessible(page)
    press(page, "Supprimer mon compte")
    expect(page.get_by_role("alert")).to_contain_text("Cochez cette case")
    accessible(page)
    page.get_by_label("J’ai lu ce qui va se passer").check()
    press(page, "Supprimer mon compte")
    expect(page.get_by_text("Votre compte est supprimé.")).to_be_visible()
    assert roles(group) == {"lea": "owner"}
