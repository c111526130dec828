"""On a phone, and on a page enlarged four times: nothing goes past the edge."""

import pytest
from playwright.sync_api import expect

from suppliers import search
from suppliers.models import Structure, User
from tests.browser.conftest import ERROR_PAGES, PHONE, answer_with_200
from tests.browser.test_axe import PAGES
from tests.browser.test_registration import sign_in

pytestmark = pytest.mark.usefixtures("seeded")
FILTERED = "/annuaire/?secteur=nettoyage-locaux&certification=ESAT&pres_de=48.8637,2.4491&rayon=10"
CUT_PLACEHOLDERS = """() => [...document.querySelectorAll("input[placeholder]")].filter((input) => {
  const style = getComputedStyle(input);
  const pen = new OffscreenCanvas(1, 1).getContext("2d");
  pen.font = style.font;
  const room = input.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  return room > 0 && pen.measureText(input.placeholder).width > room;
}).map((input) => input.placeholder)"""
# What stands alone on its line; a link in a sentence has the height of the line (WCAG 2.5.8).
SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, summary, select, input")].filter((one) => {
  const { width, height } = (one.closest("label") ?? one).getBoundingClientRect();
  const said = one.parentElement.textContent.trim();
  const isAlone = said === one.textContent.trim() || one.parentElement.matches("h2, h3, dt, dd");
  return width && height && height < 24 && isAlone && one.checkVisibility({ visibilityProperty: true });
}).map((one) => one.outerHTML)"""
LONG = "Association intercommunale de réinsertion " + "Donaudampfschifffahrtsgesellschaft" * 4


@pytest.mark.usefixtures("with_pages_that_fail")
def test_no_page_scrolls_sideways_and_a_finger_finds_what_it_wants(new_page):
    structure = Structure.objects.published().first()
    structure.name, structure.brand = LONG, ""
    structure.save()
    search.refresh()
    page = new_page(**PHONE)
    answer_with_200(page, ERROR_PAGES)
    past, cut, small = {}, {}, {}
    for address in [
        *PAGES,
        FILTERED,
        "/annuaire/?page=9",
        "/annuaire/?q=reinsertion",
        structure.get_absolute_url(),
    ]:
        page.goto(address)
        for width in (360, 320):
            page.set_viewport_size({"width": width, "height": 740})
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                past[address, width] = wide
            if placeholders := page.evaluate(CUT_PLACEHOLDERS):
                cut[address, width] = placeholders
            if targets := page.evaluate(SMALL_TARGETS):
                small[address, width] = targets
    assert (past, cut, small) == ({}, {}, {})


def test_numbers_of_pages_lead_there(new_page):
    page = new_page(**PHONE)
    page.goto("/annuaire/?tri=nom&page=5")
    current = page.locator(".pages [aria-current]")
    expect(current).to_have_text("Page 5")
    page.get_by_role("link", name="Page 1", exact=True).click()
    page.wait_for_url("**/annuaire/?tri=nom")
    expect(current).to_have_text("Page 1")
    expect(page.get_by_role("link", name="Suivante")).to_be_visible()


@pytest.mark.parametrize("address", ["/annuaire/?q=nettoyage", FILTERED])
def test_first_result_shows_without_a_scroll(new_page, address):
    page = new_page(**PHONE)
    page.goto(address)
    name, foot = page.locator(".card h2").first.bounding_box(), page.locator(".to-map").bounding_box()
    assert page.locator(".card").first.bounding_box()["y"] < 620
    assert name["y"] + 24 <= foot["y"]  # its first line at least


@pytest.mark.parametrize("width", [360, 320])
def test_filters_in_force_all_show(new_page, width):
    page = new_page(**{**PHONE, "viewport": {"width": width, "height": 740}})
    page.goto(f"{FILTERED}&certification=EA&verifie=1&article=L2113-12")
    page.locator(".chips").evaluate("list => scrollTo(0, list.offsetTop - 40)")
    chips = page.locator(".chips a").all()
    assert len(chips) == 7
    boxes = [chip.bounding_box() for chip in chips]
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)
    for box in boxes:  # a finger finds each, between its line and the next
        assert all(
            page.evaluate(
                "([x, y]) => !!document.elementFromPoint(x, y)?.closest('.chips a')",
                [box["x"] + box["width"] / 2, box["y"] + reach],
            )
            for reach in (-3, box["height"] + 3)
        )


def test_shortlist_gives_its_cards_the_width(new_page):
    page = new_page(**PHONE)
    page.goto("/annuaire/?q=nettoyage")
    page.locator(".pick").first.tap()
    expect(page.locator("#selection-count")).to_have_attribute("data-count", "1")
    page.goto("/selection/")
    body, remove = page.locator(".card__body").bounding_box(), page.locator(".card__pick").bounding_box()
    assert body["x"] + body["width"] == 360 - 16
    assert remove["y"] >= body["y"] + body["height"]


def test_way_to_the_map_lies_over_no_control(new_page):
    page = new_page(**{**PHONE, "viewport": {"width": 320, "height": 568}})
    page.goto(FILTERED)
    foot, bar = page.locator(".to-map"), page.locator(".bar")
    assert foot.bounding_box()["y"] >= bar.bounding_box()["y"] + bar.bounding_box()["height"]
    page.locator(".pick").nth(1).focus()
    assert foot.bounding_box()["y"] == 568 - foot.bounding_box()["height"]
    pick = page.locator(".pick").nth(1).bounding_box()
    assert pick["y"] + pick["height"] <= foot.bounding_box()["y"]
    page.set_viewport_size({"width": 640, "height": 360})
    expect(foot).to_be_hidden()
    page.get_by_role("link", name="Carte", exact=True).tap()
    page.locator(".leaflet-marker-icon").first.wait_for()
    page.locator("[data-atlas-map-close]").tap()
    expect(page.get_by_role("link", name="Carte", exact=True)).to_be_focused()


@pytest.mark.parametrize(
    ("opener", "sheet"), [("#open-filters", "[data-atlas-sheet]"), ("#open-map", "[data-atlas-map]")]
)
def test_the_way_back_of_a_phone_leaves_a_sheet_and_not_the_search(new_page, opener, sheet):
    page = new_page(**PHONE)
    page.add_init_script(
        "const Real = CloseWatcher;"
        "window.CloseWatcher = function () { return (window.watcher = new Real()); };"
    )
    page.goto("/annuaire/?certification=ESAT")
    for _ in range(2):
        page.locator(opener).tap()
        expect(page.locator(sheet)).to_have_attribute("data-open", "")
        page.evaluate("watcher.requestClose()")  # what the system asks for when its button is pressed
        expect(page.locator(sheet)).not_to_have_attribute("data-open", "")
        expect(page.locator(opener)).to_be_focused()


def test_a_sheet_that_was_closed_takes_no_way_back(new_page):
    page = new_page(**PHONE)
    page.add_init_script(
        "const Real = CloseWatcher;"
        "window.CloseWatcher = function () { return (window.watcher = new Real()); };"
    )
    page.goto("/annuaire/")
    page.locator("#open-filters").tap()
    page.locator(".filters__head [data-atlas-sheet-close]").tap()
    assert (
        page.evaluate(
            "let taken = false; watcher.onclose = () => (taken = true); watcher.requestClose(); taken"
        )
        is False
    )


@pytest.mark.parametrize("width", [320, 360, 390, 768])
def test_links_at_the_top_keep_to_one_row_whoever_looks(new_page, live_server, width):
    page = new_page(**{**PHONE, "viewport": {"width": width, "height": 740}})
    page.goto("/annuaire/")
    page.locator(".pick").first.tap()  # the count takes room beside « Ma sélection »
    expect(page.locator("#selection-count")).to_have_attribute("data-count", "1")
    heights = [page.locator(".top").bounding_box()["height"]]
    sign_in(page, live_server, User.objects.create_user("validatrice", is_validator=True))
    page.goto("/annuaire/")
    heights += [page.locator(".top").bounding_box()["height"]]
    links = page.locator(".nav__link")
    assert [link.inner_text().split("\n")[0].strip() for link in links.all()][-2:] == [
        "Validation",
        "Mon espace",
    ]
    boxes = [link.bounding_box() for link in links.all()]
    assert len({box["y"] for box in boxes[:-1]}) == 1
    assert heights[0] == heights[1]
    # « Mon espace » goes up beside the brand of a phone, and over none of its words.
    brand = page.locator(".brand > span").bounding_box()
    assert boxes[-1]["x"] >= brand["x"] + brand["width"] and boxes[-1]["x"] + boxes[-1]["width"] <= width
