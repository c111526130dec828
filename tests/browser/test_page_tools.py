"""The address of a search, copied for a colleague."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.usefixtures("seeded")


def test_link_copied_is_that_of_the_search(new_page):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/annuaire/?q=nettoyage#pick-1")  # as from the page of a structure
    page.get_by_role("button", name="Copier le lien").click()
    expect(page.get_by_role("button", name="Lien copié")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").endswith("/annuaire/?q=nettoyage")
