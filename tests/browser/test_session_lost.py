"""A session ends while a step is being filled in: what was typed is there again, and is saved."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from playwright.sync_api import expect

from suppliers.models import Structure
from tests.factories import StructureFactory, StructureMembershipFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "un-mot-de-passe-long"


@pytest.fixture
def expected_in_console():
    return ["403 (Forbidden)"]  # what the walk is about


@pytest.fixture
def draft():
    user = UserFactory(username="ines", email="ines@canal.example")
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    structure = StructureFactory(status="draft", name="Ateliers du Canal")
    return StructureMembershipFactory(structure=structure, user=user)


@pytest.fixture
def page(new_page, live_server, draft):
    client = Client()
    client.force_login(draft.user)
    page = new_page()
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    page.goto(f"/espace/structures/{draft.structure_id}/capacite/")
    return page


def sign_in(page):
    page.locator("input[name=login]").fill("ines@canal.example")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()


@pytest.mark.parametrize("lost", ["sessionid", "everything"])
def test_what_was_typed_is_there_again_and_is_saved(page, draft, lost):
    page.context.clear_cookies(**({"name": "sessionid"} if lost == "sessionid" else {}))
    page.get_by_label("Effectif (personnes)").fill("24")
    page.get_by_label("Délai habituel").fill("15 jours")
    page.get_by_role("button", name="Enregistrer et continuer").last.click()
    if lost == "everything":
        page.get_by_role("link", name="Rouvrir la page").click()
    sign_in(page)

    expect(page.get_by_text("Ce que vous aviez tapé est là")).to_be_visible()
    expect(page.get_by_label("Effectif (personnes)")).to_have_value("24")
    expect(page.get_by_text("Enregistré")).to_be_visible()
    assert Structure.objects.get(pk=draft.structure_id).headcount == 24


def test_who_signed_in_elsewhere_meanwhile_finds_it_too(page, draft):
    other = page.context.new_page()
    page.context.clear_cookies(name="sessionid")
    other.goto(f"/compte/login/?next=/espace/structures/{draft.structure_id}/capacite/")
    sign_in(other)
    other.get_by_role("heading", name="Ce que nous pouvons faire").wait_for()

    page.get_by_label("Effectif (personnes)").fill("24")
    page.get_by_role("button", name="Enregistrer et continuer").last.click()
    page.get_by_role("link", name="Rouvrir la page").click()

    expect(page.get_by_label("Effectif (personnes)")).to_have_value("24")
    expect(page.get_by_text("Ce que vous aviez tapé est là")).to_be_visible()
