"""The shortlist by keyboard: what a change leaves under the fingers, and what it says to the ear."""

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import expect

from suppliers.models import Structure
from suppliers.workspace.owning import KEY
from tests.browser.reading import CARD
from tests.buyer_factories import ShortlistFactory, ShortlistItemFactory

pytestmark = pytest.mark.usefixtures("seeded")


@pytest.fixture
def fill(live_server):
    """`fill(page)`: the shortlist's page, with three structures in it, and their names."""

    def filled(page, how_many=3):
        shortlist = ShortlistFactory()
        for structure in Structure.objects.published().order_by("pk")[:how_many]:
            ShortlistItemFactory(shortlist=shortlist, structure=structure)
        session = SessionStore()
        session[KEY] = shortlist.workspace.pk
        session.save()
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": live_server.url}
        page.context.add_cookies([cookie])
        page.goto("/selection/")
        return names(page)

    return filled


def names(page):
    return page.locator(f"{CARD} h2").all_inner_texts()


def press(page, name):
    """Enter, on what has this name."""
    page.get_by_role("button", name=name).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def has_focus(page, name, saying):
    """The button of this name, which a screen reader reads with what happened."""
    expect(page.get_by_role("button", name=name)).to_be_focused()
    expect(page.locator(":focus")).to_have_accessible_description(saying)


@pytest.mark.parametrize("scripts", [True, False])
def test_what_is_taken_out_leaves_the_focus_in_its_place(new_page, fill, scripts):
    page = new_page(java_script_enabled=scripts)
    first, second, third = fill(page)
    press(page, f"Retirer {second} de ma sélection")
    has_focus(page, "L’y remettre", f"« {second} » n’est plus dans votre sélection.")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name=third)).to_be_focused()
    press(page, "L’y remettre")
    has_focus(page, f"Retirer {second} de ma sélection", f"« {second} » est de nouveau dans votre sélection.")
    assert names(page) == [first, second, third]


def test_the_last_one_taken_out_leaves_the_focus_on_what_puts_it_back(page, fill, accessible):
    (only,) = fill(page, how_many=1)
    press(page, f"Retirer {only} de ma sélection")
    has_focus(page, "L’y remettre", f"« {only} » n’est plus dans votre sélection.")
    accessible(page)
    press(page, "L’y remettre")
    has_focus(page, f"Retirer {only} de ma sélection", f"« {only} » est de nouveau dans votre sélection.")
    accessible(page)


def test_what_is_emptied_leaves_the_focus_on_what_puts_it_back(page, fill):
    chosen = fill(page)
    press(page, "Vider la sélection")
    has_focus(page, "Annuler", "3 structures sont sorties de votre sélection.")
    press(page, "Annuler")
    expect(page.get_by_role("heading", name="Ma sélection")).to_be_focused()
    assert names(page) == chosen


@pytest.mark.parametrize("scripts", [True, False])
def test_a_structure_kept_from_its_page_leaves_the_focus_on_the_button(new_page, scripts):
    page = new_page(java_script_enabled=scripts)
    page.goto("/annuaire/?q=nettoyage&tri=nom")
    page.locator(f"{CARD} h2 a").first.click()
    press(page, "Ajouter à ma sélection")
    expect(page.get_by_role("button", name="Retirer de ma sélection")).to_be_focused()
    press(page, "Retirer de ma sélection")
    expect(page.get_by_role("button", name="Ajouter à ma sélection")).to_be_focused()


def test_a_result_kept_leaves_the_focus_on_its_button(new_page):
    """By htmx, and by the browser alone."""
    for scripts in (True, False):
        page = new_page(java_script_enabled=scripts)
        page.goto("/annuaire/?q=nettoyage&tri=nom")
        for pressed in ("true", "false"):
            page.locator(".pick").nth(3).focus()
            page.keyboard.press("Enter")
            expect(page.locator(".pick").nth(3)).to_have_attribute("aria-pressed", pressed)
            expect(page.locator(".pick").nth(3)).to_be_focused()
