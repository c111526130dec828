"""A printed page is a piece of a contract's file: when, what was asked, how many, who; and nothing folded."""

import pytest
from playwright.sync_api import expect

from suppliers.templatetags.atlas import now
from tests.browser.reading import CARD

pytestmark = pytest.mark.usefixtures("seeded")


def on_paper(page):
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")


def facts(page):
    """What the printed block says, by name."""
    lines = [line.inner_text().split("\n") for line in page.locator(".paper > div:visible").all()]
    return {line[0]: line[-1] for line in lines}


def test_list_says_on_paper_what_it_is(page):
    before = now()
    page.goto("/annuaire/?certification=ESAT&tri=nom&utm=x")
    page.locator(".pin").first.wait_for()
    expect(page.locator(".paper")).to_be_hidden()
    on_paper(page)
    said = facts(page)
    assert said["Recherche"] == "ESAT"
    assert said["Résultats"].startswith(f"1 à {page.locator(CARD).count()} sur ")
    assert said["Ordre"] == "Nom"
    assert said["Adresse"].endswith("/annuaire/?certification=ESAT&tri=nom")
    assert {said["Données lues le"], said["Imprimé le"]} <= {before, now()}  # a minute may pass between
    head, plan, cards = (page.locator(part).bounding_box() for part in (".paper", ".map", ".cards"))
    assert head["y"] < plan["y"] < cards["y"]


def test_paper_gets_the_map_at_its_own_size_and_fills_it(page):
    page.route("**/wmts**", lambda route: route.fulfill(body="no plan", content_type="image/png"))
    page.goto("/annuaire/?pres_de=48.8637,2.4491&rayon=10")
    expect(page.locator(".outline")).to_have_count(12)
    page.locator(".pin").first.wait_for()
    before, on_screen = page.locator(".map").bounding_box(), page.locator(".map-radius").bounding_box()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    box, circle = page.locator(".map").bounding_box(), page.locator(".map-radius").bounding_box()
    assert (round(box["width"]), round(box["height"])) == (688, 435)  # 18.2 cm by 11.5
    for mark in [circle, *(pin.bounding_box() for pin in page.locator(".pin").all())]:
        assert box["x"] <= mark["x"]
        assert mark["x"] + mark["width"] <= box["x"] + box["width"]
        assert box["y"] <= mark["y"]
        assert mark["y"] + mark["height"] <= box["y"] + box["height"]
    assert circle["height"] > box["height"] * 2 / 3
    assert page.locator(".outline").count() == 12
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".map").bounding_box() == before
    page.locator(".map").hover()
    with page.expect_response("**/carte.json**"):
        page.mouse.wheel(0, -20)
    closer = page.locator(".map-radius").bounding_box()["height"]
    assert closer == pytest.approx(2 * on_screen["height"], rel=0.05)  # by whole levels again


def test_shortlist_gives_on_paper_who_to_write_to(page):
    page.goto("/annuaire/?certification=ESAT")
    for rank in (0, 1):
        page.locator(".pick").nth(rank).click()
        expect(page.locator(".pick").nth(rank)).to_have_attribute("aria-pressed", "true")
    page.goto("/selection/")
    on_paper(page)
    assert facts(page).keys() == {"Données lues le", "Imprimé le"}
    for card in page.locator(CARD).all():
        for name in ("SIRET", "Adresse", "Contact", "Fiche"):
            expect(card.get_by_text(name, exact=True)).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False])
def test_structure_unfolds_on_paper(new_page, scripts):
    page = new_page(java_script_enabled=scripts)
    page.goto("/annuaire/?article=L2113-12&tri=nom")
    page.locator(f"{CARD} h2 a").first.click()
    closed = page.locator("details .line").first
    expect(closed).to_be_hidden()
    page.emulate_media(media="print")
    expect(closed).to_be_visible()
    expect(page.locator(".map__caption")).to_be_visible()
    assert facts(page)["Adresse"] == page.url
    layouts = page.locator(".block, .lines").evaluate_all(
        "all => all.map((one) => getComputedStyle(one).display)"
    )
    assert "grid" not in layouts  # chromium lays a grid that a page cuts over what follows it
