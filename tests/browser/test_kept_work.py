"""A visitor's work becomes an account's: a search is saved, an address given, and everything is there."""

import re

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from suppliers.models import Structure, User, Workspace
from suppliers.workspace.shortlists import add
from tests.accounts.conftest import PASSWORD, last_code
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.usefixtures("seeded")


@pytest.mark.parametrize(
    "options", [{}, PHONE, {"java_script_enabled": False}], ids=["wide", "phone", "no js"]
)
def test_from_a_saved_search_to_an_account(new_page, accessible, options):
    page = new_page(**options)
    page.goto("/annuaire/?certification=EA")
    page.get_by_role("link", name="Enregistrer cette recherche").and_(page.locator(":visible")).click()
    expect(page.get_by_label("Nom de la recherche")).to_have_value(re.compile("adaptée"))
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", name=re.compile("adaptée"))).to_be_visible()
    found = int(page.locator(".saved [data-count]").get_attribute("data-count"))
    if options.get("java_script_enabled", True):
        accessible(page)

    cookie = next(one for one in page.context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME)
    number = Session.objects.get(pk=cookie["value"]).get_decoded()["workspace"]
    shortlist = Workspace.objects.get(pk=number).shortlists.create()
    add(shortlist, [Structure.objects.published().order_by("pk")[0].pk], by=None)

    page.get_by_label("Gardez-le").fill("ines@canal.example")
    page.get_by_role("button", name="Garder").click()
    expect(page.get_by_label("Adresse électronique")).to_have_value("ines@canal.example")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Créer mon compte").click()
    page.get_by_label("Code reçu").fill(last_code())
    page.get_by_role("button", name="Valider").click()

    page.wait_for_url("**/espace/recherches/")
    expect(page.locator(".saved [data-count]")).to_have_attribute("data-count", str(found))
    expect(page.get_by_label("Gardez-le")).to_have_count(0)
    own = User.objects.get(email="ines@canal.example").workspace
    assert (own.pk != number, own.shortlists.get().items.count(), own.searches.count()) == (True, 1, 1)
    page.goto("/espace/")
    expect(page.get_by_role("heading", name="Mes achats")).to_be_visible()
