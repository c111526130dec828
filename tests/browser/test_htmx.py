"""htmx comes at the first gesture: nothing done before it is there is lost, nor when it does not come."""

import pytest
from playwright.sync_api import expect

from tests.browser.reading import CARD, count

pytestmark = pytest.mark.usefixtures("seeded")
ESAT = "input[name=certification][value=ESAT]"
HTMX = "**/htmx-2.min*.js"


@pytest.fixture
def asked(page):
    """Addresses of htmx asked by the page."""
    addresses = []

    def note(request):
        if "/htmx-" in request.url:
            addresses.append(request.url)

    page.on("request", note)
    yield addresses
    page.remove_listener("request", note)


@pytest.fixture
def late(page):
    """htmx takes 600 ms to come."""
    page.route(HTMX, lambda route: (page.wait_for_timeout(600), route.fallback()))


def same_page(page):
    return page.evaluate("window.same === true")


def visit(page, address):
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.evaluate("window.same = true")


def test_htmx_is_not_asked_before_the_first_gesture(page, asked):
    visit(page, "/annuaire/")
    assert asked == []
    with page.expect_response(HTMX):
        page.locator("#q").focus()
    page.locator("#adresse").focus()
    assert len(asked) == 1


def test_choice_made_before_htmx_is_there_is_kept(page, late):
    visit(page, "/annuaire/")
    before = count(page)
    page.locator(ESAT).evaluate("box => box.click()")
    page.wait_for_url("**certification=ESAT**")
    assert count(page) < before
    assert same_page(page)


def test_link_followed_before_htmx_is_there_is_followed(page, late):
    visit(page, "/annuaire/?certification=ESAT")
    page.locator(".chip").first.evaluate("link => link.click()")
    page.wait_for_url("**/annuaire/")
    assert same_page(page)


def test_shortlist_before_htmx_is_there_is_filled(page, late):
    visit(page, "/annuaire/")
    for rank in (0, 1):
        page.locator(".pick").nth(rank).evaluate("button => button.click()")
    expect(page.locator("#selection-count")).to_have_attribute("data-count", "2")
    assert same_page(page)


def test_search_works_when_htmx_does_not_come(page):
    page.route(HTMX, lambda route: route.abort("aborted"))
    visit(page, "/annuaire/")
    page.locator(ESAT).evaluate("box => box.click()")
    page.wait_for_url("**certification=ESAT**")
    assert not same_page(page)
    page.locator("#q").fill("nettoyage")
    page.locator("#q").press("Enter")
    page.wait_for_url("**q=nettoyage**")
    assert "certification=ESAT" in page.url


def test_back_shows_the_search_before_after_a_visit_elsewhere(page):
    visit(page, "/annuaire/")
    before = count(page)
    page.locator("input[name=verifie]").check()
    page.wait_for_url("**verifie=1**")
    page.locator(f"{CARD} h2 a").first.click()
    page.wait_for_url("**/structures/**")
    page.go_back()
    page.wait_for_load_state("networkidle")
    page.go_back()
    page.wait_for_url("**/annuaire/")
    expect(page.get_by_role("status").first).to_have_attribute("data-count", str(before))


def test_radius_of_a_territory_comes_back_with_the_place_that_is_typed(page):
    page.goto("/annuaire/?q=nettoyage&intervient=93048")
    radius = page.get_by_label("Rayon")
    expect(radius).to_be_disabled()

    page.get_by_label("Où ?").fill("Pantin")

    expect(radius).to_be_enabled()


@pytest.mark.parametrize("way", ["form", "link"])
def test_what_the_site_does_not_answer_is_said_and_tried_again(page, expected_in_console, way):
    expected_in_console.append("503")
    visit(page, "/annuaire/?famille=association")
    before, kept = count(page), page.url
    ask = page.locator(ESAT) if way == "form" else page.locator(".chips a").first
    with page.expect_response(HTMX):
        page.locator("#q").focus()
    page.route("**/annuaire/?**", lambda route: route.fulfill(status=503, body="Revenez plus tard."))
    page.route("**/annuaire/", lambda route: route.fulfill(status=503, body="Revenez plus tard."))
    ask.evaluate("one => one.click()")
    notice = page.locator("#messages").get_by_text("Le site n’a pas répondu")
    expect(notice).to_be_visible()
    assert (count(page), page.url) == (before, kept)
    page.unroute_all()
    page.get_by_role("button", name="Réessayer").press("Enter")
    page.wait_for_url("**certification=ESAT**" if way == "form" else "**/annuaire/")
    expect(notice).to_be_hidden()
    expect(page.locator("#results:focus-within")).to_have_count(1)
    assert count(page) != before
    assert same_page(page)
