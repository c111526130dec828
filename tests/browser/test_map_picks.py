"""A structure is put in the shortlist from its popup on the map."""

from playwright.sync_api import expect

from tests.browser.reading import CARD
from tests.browser.test_map import AROUND_MONTREUIL, EVIL, crowded, pin, three

__all__ = ["crowded", "three"]


def test_structure_is_kept_from_its_popup_by_keyboard(page, three):
    page.goto(AROUND_MONTREUIL)
    pin(page, 1).focus()
    pin(page, 1).press("Enter")
    expect(page.locator(".popup a")).to_be_focused()
    page.keyboard.press("Tab")
    button = page.locator(".popup__pick")
    expect(button).to_be_focused()
    expect(button).to_have_text("Garder dans ma sélection Les Ateliers du Canal")
    button.press("Enter")
    expect(button).to_have_text("Retirer de ma sélection Les Ateliers du Canal")
    expect(button).to_be_focused()
    expect(page.locator("#selection-count")).to_have_attribute("data-count", "1")
    expect(page.locator(f"{CARD} .pick").first).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.locator("#selection-count")).to_have_attribute("data-count", "1")
    pin(page, 1).focus()
    pin(page, 1).press("Enter")
    button.press("Enter")
    expect(page.locator("#selection-count")).to_have_attribute("data-count", "0")
    expect(page.locator(f"{CARD} .pick").first).to_have_attribute("aria-pressed", "false")


def test_structure_that_no_card_shows_is_kept_from_its_popup(page, crowded):
    page.goto(AROUND_MONTREUIL)
    mark = page.locator(f".leaflet-marker-icon[aria-label*='{EVIL}']").first
    mark.focus()
    mark.press("Enter")
    page.locator(".popup__pick").click()
    expect(page.locator(".popup__pick")).to_contain_text("Retirer de ma sélection")
    expect(page.locator("#selection-count")).to_have_attribute("data-count", "1")
