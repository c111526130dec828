"""The work on a shortlist: noted, put in order, compared, shared by a link; by keyboard, on a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.reading import CARD

pytestmark = pytest.mark.usefixtures("seeded")


def names(page):
    return page.locator(f"{CARD} h2").all_inner_texts()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).focus()
    page.keyboard.press("Enter")


def pick(page, how_many=3):
    page.goto("/annuaire/?certification=ESAT&tri=nom")
    for rank in range(how_many):
        page.locator(".pick").nth(rank).focus()
        page.keyboard.press("Enter")
        expect(page.locator(".pick").nth(rank)).to_have_attribute("aria-pressed", "true")
    page.goto("/selection/")
    return names(page)


def follow(page, name):
    """The form of one structure, opened by keyboard."""
    part = page.locator(".follow").filter(has=page.get_by_text(f"Suivre {name}", exact=True))
    part.locator("summary").focus()
    page.keyboard.press("Enter")
    return part


@pytest.mark.parametrize("options", [{}, {**PHONE, "java_script_enabled": False}], ids=["wide", "phone"])
def test_from_bookmarks_to_a_link_that_is_taken_back(new_page, accessible, expected_in_console, options):
    scripts = options.get("java_script_enabled", True)
    check = accessible if scripts else lambda _page: None
    page = new_page(**options)
    first, second, third = pick(page)
    check(page)

    part = follow(page, first)
    part.get_by_label("État").select_option("set_aside")
    part.get_by_label("Note").fill("Vue au salon.")
    press(page, f"Enregistrer le suivi de {first}")
    expect(page.locator(".follow__edit[open]").get_by_label("Motif")).to_be_focused()
    expect(page.locator(":focus")).to_have_accessible_description(re.compile("demande un motif objectif"))
    check(page)
    page.locator(":focus").select_option("Délai trop long")
    press(page, f"Enregistrer le suivi de {first}")
    expect(page.get_by_text("Motif : Délai trop long")).to_be_visible()
    expect(page.get_by_text("Vue au salon.").first).to_be_visible()

    page.goto("/selection/")
    press(page, f"Descendre {first}, rang 1")
    expect(page.locator(f"{CARD} h2")).to_have_text([second, first, third])
    expect(page.get_by_role("button", name=f"Descendre {first}, rang 2")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(f"{CARD} h2")).to_have_text([second, third, first])
    if scripts:
        expect(page.locator("[data-atlas-order-said]")).to_have_text(f"{first} : rang 3 sur 3.")
    page.goto("/selection/")
    assert names(page) == [second, third, first]

    for name in (first, second):
        page.get_by_label(f"Comparer {name}").focus()
        page.keyboard.press("Space")
    press(page, "Comparer")
    expect(page.get_by_role("heading", name="Comparer 2 structures")).to_be_visible()
    expect(page.get_by_role("rowheader", name=re.compile("^État"))).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    check(page)

    page.goto("/selection/")
    page.get_by_role("link", name="Partager").click()
    check(page)
    press(page, "Créer le lien")
    link = page.get_by_label("Valable jusqu’au").input_value()
    other = new_page(**options)
    other.goto(link)
    assert names(other) == [second, third, first]
    expect(other.get_by_text("Écartée")).to_be_visible()
    expect(other.get_by_text("Vue au salon.")).to_have_count(0)
    check(other)

    page.locator(".person__do").get_by_role("button", name="Annuler").click()
    expect(page.get_by_text("Le lien est annulé")).to_be_visible()
    expected_in_console.append("404")
    other.goto(link)
    expect(other.get_by_role("heading", name="Ce lien n’ouvre pas, ou plus, de sélection")).to_be_visible()
    check(other)


def test_a_row_is_dragged_by_its_grip(page):
    page.set_viewport_size({"width": 1280, "height": 1800})
    first, second, third = pick(page)
    grip, last = page.locator("[data-atlas-grip]").first, page.locator(CARD).nth(2)
    start, end = grip.bounding_box(), last.bounding_box()
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 12, start["y"] + 40, steps=4)
    page.mouse.move(end["x"] + 200, end["y"] + end["height"] - 10, steps=10)
    page.mouse.up()

    expect(page.locator("[data-atlas-order-said]")).to_have_text(f"{first} : rang 3 sur 3.")
    page.reload()
    assert names(page) == [second, third, first]
