"""What somebody does while an answer is on its way counts: nothing is taken from under the finger."""

import pytest
from playwright.sync_api import expect

from tests.browser.reading import CARD

pytestmark = pytest.mark.usefixtures("seeded")
ASKS_ESAT = "**certification=ESAT**"
ESAT, EA = "#f-certification-ESAT", "#f-certification-EA"


def press(page, target):
    """With the mouse, as long as a person does."""
    box = page.locator(target).first.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.wait_for_timeout(90)
    page.mouse.up()


@pytest.fixture
def listed(page):
    """The list, with htmx there."""
    page.goto("/annuaire/")
    with page.expect_response("**/htmx-2.min*.js"):
        page.locator("#q").focus()
    return page


@pytest.fixture
def slow(listed):
    """Answers take 400 ms."""

    def later(route):
        listed.wait_for_timeout(400)
        route.fallback()

    for address in ("**/annuaire/", "**/annuaire/?**"):
        listed.route(address, later)
    return listed


def settle(page):
    """What has arrived has been read."""
    page.evaluate("new Promise((then) => requestAnimationFrame(() => setTimeout(then)))")


@pytest.mark.parametrize(
    ("box", "typed", "asked"), [("#adresse", "Montreuil", "pres_de=48."), ("#q", "entretien", "q=entretien")]
)
def test_a_filter_ticked_right_after_typing_is_asked_with_what_was_typed(listed, box, typed, asked):
    listed.locator(box).press_sequentially(typed)
    listed.locator("[role=option]").first.wait_for()
    listed.keyboard.press("Escape")
    press(listed, ESAT)
    listed.wait_for_url("**certification=ESAT**")
    assert asked in listed.url
    expect(listed.locator(ESAT)).to_be_checked()


def test_two_filters_ticked_while_the_first_is_asked_are_both_kept(slow):
    with slow.expect_request(ASKS_ESAT):
        press(slow, ESAT)
    press(slow, EA)
    slow.wait_for_url("**certification=ESAT&certification=EA**")
    for box in (ESAT, EA):
        expect(slow.locator(box)).to_be_checked()


def test_a_filter_pressed_when_the_answer_comes_is_ticked(slow):
    with slow.expect_response(ASKS_ESAT):
        press(slow, ESAT)
        box = slow.locator(EA).bounding_box()
        slow.mouse.move(box["x"] + 8, box["y"] + 8)
        slow.mouse.down()
    settle(slow)
    slow.mouse.up()
    slow.wait_for_url("**certification=ESAT&certification=EA**")


def test_a_press_that_chooses_nothing_leaves_the_search_asked(slow):
    press(slow, ESAT)
    box = slow.locator(EA).bounding_box()
    slow.mouse.move(box["x"] + 8, box["y"] + 8)
    slow.mouse.down()
    slow.mouse.move(600, 20)
    slow.mouse.up()
    slow.wait_for_url("**certification=ESAT**")
    expect(slow.locator(EA)).not_to_be_checked()


def test_a_structure_is_opened_by_the_first_press_after_typing(listed):
    listed.locator("#q").press_sequentially("nettoyage")
    listed.locator("[role=option]").first.wait_for()
    listed.keyboard.press("Escape")
    press(listed, f"{CARD} h2 a")
    listed.wait_for_url("**/structures/**")


def test_a_place_chosen_among_the_suggestions_is_searched(listed):
    listed.locator("#adresse").press_sequentially("Montreu")
    listed.get_by_role("option", name="Montreuil").first.click()
    listed.wait_for_url("**pres_de=48.**")


def says(page):
    """The filters in force, and those ticked in the panel."""
    chips = [chip.inner_text().split("\n")[-1] for chip in page.locator(".chip").all()]
    ticked = page.locator("#filters input:checked").evaluate_all("all => all.map(({ value }) => value)")
    return chips, [value for value in ticked if value]


def test_a_link_pressed_while_the_form_is_asked_leaves_one_story(slow):
    slow.goto("/annuaire/?q=nettoyage")
    slow.locator("#q").focus()
    with slow.expect_response(ASKS_ESAT):
        with slow.expect_request(ASKS_ESAT):
            press(slow, ESAT)
        slow.locator(".chip").click()
    slow.wait_for_url("**/annuaire/")
    expect(slow.locator(".chip")).to_have_count(0)
    assert says(slow) == ([], [])
    expect(slow.locator("#q")).to_have_value("")


def test_of_two_links_the_last_is_shown_whole(slow):
    slow.goto("/annuaire/?certification=ESAT&certification=EA&famille=association")
    slow.locator("#q").focus()
    first = "**/annuaire/?certification=EA&famille=association"
    with slow.expect_response(first):
        with slow.expect_request(first):
            slow.locator(".chip", has_text="ESAT").click()
        slow.locator(".chip", has_text="Entreprise adaptée").click()
    slow.wait_for_url("**/annuaire/?certification=ESAT&famille=association")
    expect(slow.locator(".chip")).to_have_count(2)
    assert says(slow) == (["ESAT", "Association"], ["ESAT", "association"])


def test_words_typed_while_an_answer_comes_stay(slow):
    slow.goto("/annuaire/?certification=ESAT")
    slow.locator("#q").focus()
    slow.locator(".chip").click()
    slow.locator("#q").fill("traiteur")
    slow.wait_for_url("**/annuaire/")
    expect(slow.locator(".chip")).to_have_count(0)
    expect(slow.locator("#q")).to_have_value("traiteur")


def test_the_same_search_is_asked_once(slow):
    asked = []
    slow.on("request", lambda request: "/annuaire/?" in request.url and asked.append(request.url))
    slow.locator("#cpv").fill("90911200")
    slow.locator("#cpv").press("Enter")
    slow.wait_for_url("**cpv=90911200**")
    slow.wait_for_load_state("networkidle")
    assert len(asked) == 1
