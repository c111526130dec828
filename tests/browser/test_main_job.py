"""The main job: office cleaning, around Montreuil, by an ESAT; however one uses a computer."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.reading import (
    CARD,
    count,
    kilometres,
    numbers_of_cards,
    numbers_of_pins,
    on_the_map,
    tab_to,
)

pytestmark = pytest.mark.usefixtures("seeded")
ESAT = "input[name=certification][value=ESAT]"


def assert_esat_within_10_km(page):
    cards = page.locator(CARD).all()
    assert 0 < len(cards) <= count(page)
    assert all("ESAT" in card.inner_text() for card in cards)
    assert all("L2113-12" in card.inner_text() for card in cards)
    assert len(kilometres(page)) == len(cards)
    assert max(kilometres(page)) <= 10


def test_main_job_with_scripts(page):
    page.goto("/")
    page.get_by_label("Que cherchez-vous ?").fill("nettoyage de bureaux")
    page.get_by_label("Où ?").fill("Montreuil")
    page.get_by_role("button", name="Rechercher").click()
    page.wait_for_url("**pres_de=48.*")
    before = count(page)
    page.locator(ESAT).check()
    page.wait_for_url("**certification=ESAT**")
    expect(page.locator(".chips")).to_contain_text("ESAT")
    assert count(page) < before
    assert_esat_within_10_km(page)
    expect(page.get_by_text("à moins de 10 km de Montreuil").first).to_be_visible()
    assert numbers_of_pins(page) == numbers_of_cards(page)
    world = on_the_map(page)
    assert world["shown"] + world["unplaced"] == count(page)
    results, read = page.url, page.locator(CARD).nth(5)
    key = read.get_attribute("data-atlas-card")
    read.locator("h2 a").click()
    page.get_by_role("link", name="Retour aux résultats").click()
    page.wait_for_url(f"{results}#pick-{key}")
    expect(read.locator(".pick")).to_be_focused()
    expect(read.locator("h2")).to_be_in_viewport()


def test_main_job_without_scripts(new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/")
    page.get_by_label("Que cherchez-vous ?").fill("nettoyage de bureaux")
    page.get_by_label("Où ?").fill("Montreuil")
    page.get_by_role("button", name="Rechercher").click()
    page.locator(ESAT).check()
    page.get_by_role("button", name="Appliquer les filtres").click()
    page.wait_for_url("**certification=ESAT**")
    assert_esat_within_10_km(page)
    expect(page.locator("#carte")).to_be_hidden()  # the list takes its place
    page.locator(CARD).first.locator("h2 a").click()
    expect(page.get_by_role("heading", name="Marchés réservés")).to_be_visible()


def test_without_scripts_a_phone_is_not_led_to_a_map(new_page):
    page = new_page(java_script_enabled=False, **PHONE)
    for address in ("/annuaire/", "/annuaire/#carte"):
        page.goto(address)
        expect(page.locator(CARD).first).to_be_visible()
        for link in page.locator("a[href='#carte']").all():
            expect(link).to_be_hidden()
        expect(page.locator("#carte")).to_be_hidden()


def test_main_job_by_keyboard(page):
    page.goto("/")
    tab_to(page, "#q")
    page.keyboard.type("nettoyage de bureaux")
    tab_to(page, "#adresse")
    page.keyboard.type("Montreuil")
    page.keyboard.press("Enter")
    page.wait_for_url("**pres_de=48.*")
    tab_to(page, ESAT)
    page.keyboard.press("Space")
    page.wait_for_url("**certification=ESAT**")
    expect(page.locator(f"{ESAT}:focus")).to_be_checked()
    assert_esat_within_10_km(page)
    page.locator(".pin").first.wait_for()
    tab_to(page, ".pin", most=200)
    page.keyboard.press("Enter")
    expect(page.locator(".popup a:focus")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".pin:focus")).to_be_visible()


def test_main_job_on_a_phone(new_page):
    page = new_page(**PHONE)
    page.goto("/annuaire/?q=nettoyage+de+bureaux&adresse=Montreuil")
    page.locator("[data-atlas-sheet-open]").tap()
    page.locator(ESAT).check()
    page.wait_for_url("**certification=ESAT**")
    page.locator(".filters__foot [data-atlas-sheet-close]").tap()
    expect(page.locator("[data-atlas-sheet-open]")).to_be_focused()
    assert page.locator("[inert]").count() == 0
    assert_esat_within_10_km(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator("[data-atlas-map-open]").tap()
    assert numbers_of_pins(page) == numbers_of_cards(page)
    page.locator(".pin").first.tap(force=True)
    expect(page.locator(".popup a")).to_be_visible()
    page.locator("[data-atlas-map-close]").tap()
    expect(page.locator("[data-atlas-map-open]")).to_be_focused()


def test_shortlist_is_filled_without_a_reload(page, accessible):
    page.goto("/annuaire/")
    page.evaluate("window.same = true")
    name = page.locator(f"{CARD} h2").first.inner_text()
    page.locator(".pick").first.click()
    expect(page.locator(".pick").first).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("window.same")
    page.get_by_role("link", name="Ma sélection").click()
    expect(page.locator(CARD)).to_have_count(1)
    expect(page.locator(CARD)).to_contain_text(name)
    accessible(page)


def test_shortlist_leads_back_to_the_results_it_came_from(page):
    page.goto("/annuaire/?q=nettoyage&tri=nom")
    page.locator(".pick").first.click()
    expect(page.locator(".pick").first).to_have_attribute("aria-pressed", "true")
    page.locator(f"{CARD} h2 a").first.click()
    page.get_by_role("link", name="Ma sélection").click()
    page.get_by_role("button", name="Vider la sélection").click()
    expect(page.get_by_role("status")).to_contain_text("1 structure est sortie de votre sélection.")
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator(CARD)).to_have_count(1)
    page.get_by_role("link", name="Retour aux résultats").click()
    page.wait_for_url("**/annuaire/?q=nettoyage&tri=nom")


def test_shortlist_is_emptied_and_put_back_without_scripts(new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/annuaire/?q=nettoyage")
    page.locator(".pick").first.click()
    page.get_by_role("link", name="Ma sélection").click()
    page.get_by_role("button", name="Vider la sélection").click()
    expect(page.get_by_text("Votre sélection est vide.")).to_be_visible()
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator(CARD)).to_have_count(1)
    page.get_by_role("link", name="Retour à l’annuaire").click()
    page.wait_for_url("**/annuaire/")
