"""Pages announce the modules they will run: all of them, and no other."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.collected import collect

pytestmark = pytest.mark.usefixtures("seeded")


def scripts_of(page):
    """The modules announced, those among them that only a wide screen needs, and those asked for so far."""
    announced = page.locator("link[rel=modulepreload]").evaluate_all(
        "links => links.map(link => [link.href, link.media])"
    )
    asked = page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")
    modules = {
        name
        for name in asked
        if name.endswith(".js") and "htmx-2" not in name and "/django_htmx/" not in name
    }
    return {href for href, _ in announced}, {href for href, media in announced if media}, modules


def test_results_announce_every_module_of_theirs(page):
    page.goto("/annuaire/")
    page.locator(".leaflet-marker-icon").first.wait_for()
    announced, _, asked = scripts_of(page)
    assert announced == {name for name in asked if not name.endswith("/js/results.js")}


def test_a_phone_does_not_fetch_the_map_before_it_is_opened(new_page):
    page = new_page(**PHONE)
    page.goto("/annuaire/")
    page.wait_for_load_state("networkidle")
    announced, of_the_map, asked = scripts_of(page)
    assert any(name.endswith("/leaflet.js") for name in of_the_map)
    assert announced - of_the_map == {name for name in asked if not name.endswith("/js/results.js")}


@pytest.mark.parametrize(("address", "script"), [("/", "home.js"), ("structure", "structure.js")])
def test_other_pages_announce_theirs(page, address, script):
    if address == "structure":
        page.goto("/annuaire/?q=nettoyage")
        address = page.locator(".card__name a").first.get_attribute("href")
    page.goto(address)
    page.wait_for_load_state("networkidle")
    announced, _, asked = scripts_of(page)
    assert announced
    later = {name for name in asked if name.endswith("/leaflet/leaflet.js")}
    assert announced == {name for name in asked if not name.endswith(f"/js/{script}")} - later


def test_results_work_with_the_files_that_visitors_get(page, tmp_path):
    collected = collect(tmp_path)
    sent = []

    def send(route):
        name = route.request.url.partition("/static/")[2]
        path = collected.root / collected.names.get(name, name)
        sent.append(path)
        route.fulfill(path=path)

    page.route("**/static/**", send)
    page.goto("/annuaire/")
    page.locator(".pin").nth(19).wait_for(state="attached")
    page.locator("#f-certification-ESAT").check()
    expect(page.locator(".chips")).to_contain_text("ESAT")
    assert {path.parent.name for path in sent if path.suffix == ".js"} >= {"js", "map", "leaflet"}
