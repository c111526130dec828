"""axe finds nothing in what searches, errors, scripts and phones make of pages; each page: every_page.py."""

import pytest
from playwright.sync_api import expect

from suppliers.models import Structure
from tests.browser.conftest import ERROR_PAGES, PHONE, answer_with_200

pytestmark = pytest.mark.usefixtures("seeded")
PAGES = [
    "/",
    "/annuaire/",
    "/annuaire/?q=nettoyage&pres_de=48.8637,2.4491&rayon=10",
    "/annuaire/?q=zzzzzz",
    "/annuaire/?rayon=mille&secteur=inconnu&pres_de=ici",
    "/annuaire/?adresse=zzzzzz",
    *ERROR_PAGES,
]


# On a phone, those that are laid out otherwise.
@pytest.mark.parametrize(("size", "pages"), [({}, PAGES), (PHONE, PAGES[:3])], ids=["wide", "phone"])
@pytest.mark.usefixtures("with_pages_that_fail")
def test_axe_finds_nothing(new_page, accessible, size, pages):
    page = new_page(**size)
    answer_with_200(page, ERROR_PAGES)
    structure = Structure.objects.published().first().get_absolute_url()
    for address in [*pages, structure]:
        page.goto(address)
        if page.locator(".leaflet-container").is_visible():
            page.locator(".leaflet-tile-loaded").first.wait_for()
        accessible(page)


def test_axe_finds_nothing_in_a_report_sent_empty_or_too_late(new_page, accessible):
    page = new_page()
    structure = Structure.objects.published().first().get_absolute_url()
    page.goto(f"{structure.rsplit('/', 2)[0]}/signaler/")
    page.locator("main form").evaluate("form => { form.noValidate = true; }")
    page.locator("main form [type=submit]").click()
    page.locator(".error").first.wait_for()
    expect(page.get_by_label("Qu’est-ce qui ne va pas ?")).to_be_focused()
    accessible(page)
    answer_with_200(page, ["/signaler/"])
    page.context.clear_cookies()
    page.locator("main form [type=submit]").click()
    page.get_by_role("heading", name="n’a pas pu être envoyé").wait_for()
    accessible(page)


def test_axe_finds_nothing_in_what_scripts_open(new_page, accessible):
    page = new_page(reduced_motion="reduce")  # a popup that is still fading in has no contrast yet
    page.goto("/annuaire/")
    page.locator(".pin").first.focus()
    page.keyboard.press("Enter")
    page.locator(".popup a").wait_for()
    accessible(page)
    page.get_by_role("combobox", name="Que cherchez-vous ?").press_sequentially("nett")
    page.get_by_role("listbox").wait_for()
    accessible(page)


def test_axe_finds_nothing_in_the_sheets_of_a_phone(new_page, accessible):
    page = new_page(**PHONE)
    page.goto("/annuaire/")
    page.locator("[data-atlas-sheet-open]").tap()
    accessible(page)
    page.locator("[data-atlas-sheet-close]").first.tap()
    page.locator("[data-atlas-map-open]").tap()
    page.locator(".leaflet-marker-icon").first.wait_for()
    accessible(page)
