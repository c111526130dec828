"""Suggestions as one types, after the combobox pattern of ARIA 1.2."""

import pytest
from playwright.sync_api import expect

from tests.browser.reading import tab_to

pytestmark = pytest.mark.usefixtures("seeded")


def test_sector_is_chosen_by_keyboard_and_keeps_the_filters(page):
    page.goto("/annuaire/?certification=ESAT")
    box = page.get_by_role("combobox", name="Que cherchez-vous ?")
    box.press_sequentially("nett")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(chosen).to_contain_text("Nettoyage")
    expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id"))
    page.keyboard.press("Enter")
    page.wait_for_url("**secteur=**")
    assert "certification=ESAT" in page.url


def test_escape_closes_and_enter_sends_what_was_typed(page):
    page.goto("/")
    box = page.get_by_role("combobox", name="Que cherchez-vous ?")
    box.press_sequentially("nett")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(box).to_have_value("nett")
    page.keyboard.press("Enter")
    page.wait_for_url("**/annuaire/?q=nett&**")


def test_place_fills_the_box_and_the_search_follows(page):
    page.goto("/annuaire/")
    box = page.get_by_role("combobox", name="Où ?")
    box.press_sequentially("montreuil")
    page.get_by_role("option", name="Montreuil").first.click()
    page.wait_for_url("**pres_de=48.86**")
    expect(box).to_have_value("Montreuil")
    box.fill("")
    box.press_sequentially("est ens")
    expect(page.get_by_role("option", name="Est Ensemble Territoire")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/annuaire/?intervient=T8")
    expect(box).to_have_value("Est Ensemble")
    expect(page.locator(".results__count small")).to_contain_text("intervenant à Est Ensemble")


def test_territory_in_the_box_follows_the_filters(page):
    page.goto("/annuaire/?intervient=T8")
    box = page.get_by_role("combobox", name="Où ?")
    expect(box).to_have_value("Est Ensemble")
    other = page.locator("input[name=intervient][value=T6]")
    other.evaluate("box => box.click()")
    page.wait_for_url("**intervient=T6**")
    expect(box).to_have_value("")
    other.evaluate("box => box.click()")
    expect(box).to_have_value("Est Ensemble")
    page.locator(".chip").click()
    page.wait_for_url("**/annuaire/")
    expect(box).to_have_value("")


def test_a_territory_chosen_by_its_name_has_no_radius(page):
    page.goto("/annuaire/?q=nettoyage")
    box, radius = page.get_by_role("combobox", name="Où ?"), page.get_by_label("Rayon")
    for typed, address, is_there in (
        ("Est Ens", "**intervient=T8**", False),
        ("Montreu", "**pres_de=**", True),
    ):
        box.fill(typed)
        page.get_by_role("listbox").wait_for()
        box.press("ArrowDown")
        box.press("Enter")
        page.wait_for_url(address)
        expect(radius).to_be_enabled(enabled=is_there)


def test_name_of_several_places_is_chosen_by_keyboard(page, accessible):
    page.goto("/annuaire/?q=nettoyage")
    box = page.get_by_role("combobox", name="Où ?")
    box.fill("Fontenay")
    box.press("Enter")
    expect(page.locator(".ask__choices")).to_contain_text("Vouliez-vous dire : Fontenay-sous-Bois (94)")
    expect(box).to_be_focused()
    expect(box).to_have_value("Fontenay")
    accessible(page)
    tab_to(page, ".ask__choices a", most=4)
    page.keyboard.press("Enter")
    page.wait_for_url("**/annuaire/?q=nettoyage&pres_de=48.8503*")
    expect(box).to_have_value("Fontenay-sous-Bois")
    expect(page.locator(".ask__choices")).to_have_count(0)


def test_suggestions_still_come_after_the_fields_are_changed(page):
    page.goto("/annuaire/?q=nettoyage")
    page.locator(".chip").first.click()
    page.wait_for_url("**/annuaire/")
    box = page.get_by_role("combobox", name="Que cherchez-vous ?")
    expect(box).to_have_value("")
    box.press_sequentially("trait")
    expect(page.locator("[role=option]").first).to_be_visible()
