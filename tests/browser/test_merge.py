"""Two pages become one: chosen field by field, followed by the old address, and put back."""

import pytest
from playwright.sync_api import Page, expect

from suppliers import search
from suppliers.models import ReviewKind, Structure
from suppliers.profiles.queue import submit
from tests.browser.conftest import PHONE
from tests.factories import StructureFactory, UserFactory

PLACE = {"published": True, "address": "12 rue du Lac"}


@pytest.fixture
def pair(live_server):
    kept = StructureFactory(**PLACE, name="La Ressourcerie du Lac", website="https://lac.example")
    merged = StructureFactory(**PLACE, name="Ressourcerie du Lac bleu", phone="01 99 00 12 34")
    search.refresh()
    return kept, merged


@pytest.fixture
def waiting(pair):
    return submit(ReviewKind.DUPLICATE, pair[0], key=str(pair[1].pk), other=pair[1])[0]


@pytest.fixture
def sign_in(client, live_server):
    """Sign a validator in, on a page of any size."""
    validator = UserFactory(is_validator=True, first_name="Ana", last_name="Bel")

    def signed_in(page: Page) -> Page:
        client.force_login(validator)
        session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([session])
        return page

    return signed_in


def test_merge_is_chosen_followed_and_put_back(new_page, sign_in, pair, waiting):
    kept, merged = pair
    old_address = merged.get_absolute_url()
    page = sign_in(new_page())
    page.goto(f"/validation/{waiting.pk}/")
    page.get_by_role("link", name="Comparer les deux fiches").click()
    page.get_by_role("group", name="Nom et enseigne").get_by_label("Ressourcerie du Lac bleu").check()
    page.get_by_role("button", name="Fusionner ces deux fiches").click()
    expect(page.get_by_text("Les deux fiches n’en font plus qu’une")).to_be_visible()

    page.goto(old_address)
    assert f"/structures/{kept.siret}/" in page.url
    expect(page.get_by_role("heading", level=1)).to_have_text("Ressourcerie du Lac bleu")
    page.goto("/annuaire/?q=ressourcerie+lac")
    expect(page.locator("[role=status][data-count]").first).to_have_attribute("data-count", "1")

    page.goto(f"/validation/{waiting.pk}/")
    page.get_by_role("button", name="Annuler cette décision").click()
    expect(page.get_by_text("La décision est annulée")).to_be_visible()
    page.goto(old_address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ressourcerie du Lac bleu")
    assert page.url.endswith(old_address)
    page.goto(kept.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text("La Ressourcerie du Lac")


def test_axe_finds_nothing_in_the_pages_of_the_team_on_a_phone(new_page, sign_in, accessible, waiting):
    page = sign_in(new_page(**PHONE))
    pages = [
        f"/validation/{waiting.pk}/fusionner/",
        "/validation/journal/?du=demain",
        "/validation/chiffres/",
    ]
    for address in pages:
        page.goto(address)
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_merge_without_scripts_by_keyboard(new_page, sign_in, pair, waiting):
    page = sign_in(new_page(java_script_enabled=False))
    page.goto(f"/validation/{waiting.pk}/fusionner/")
    page.get_by_role("group", name="Fiche qui reste").get_by_role("radio", checked=True).focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Fusionner ces deux fiches").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Les deux fiches n’en font plus qu’une")).to_be_visible()
    assert Structure.objects.get(pk=pair[0].pk).merged_into == pair[1]
