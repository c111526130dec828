"""The map beside the list: they show the same structures, and neither needs the other."""

import math
import re

import pytest
from geopy.distance import geodesic
from playwright.sync_api import expect

from suppliers import search
from suppliers.models import Structure
from tests.browser.reading import CARD, PIN, count, on_the_map, wait_for_count
from tests.factories import ActivityFactory, CertificationFactory, StructureFactory

EVIL = '<img src=x onerror="document.title=1"><b>Malin</b> & Cie'
AROUND_MONTREUIL = "/annuaire/?pres_de=48.8637,2.4491&rayon=10"


def published(name, latitude=48.8637, longitude=2.4491, **given):
    structure = StructureFactory(published=True, name=name, latitude=latitude, longitude=longitude, **given)
    ActivityFactory(structure=structure, sectors=["nettoyage-locaux"])
    return structure


@pytest.fixture
def three(live_server):
    """An ESAT, a structure with a name that wants to be HTML, and a third far from both, in Créteil."""
    esat = published("Les Ateliers du Canal")
    CertificationFactory(structure=esat, valid_from="2020-01-01", valid_until="2034-12-31")
    published(EVIL, 48.89, 2.40)
    published("Le Troisième", 48.79, 2.455)
    search.refresh()


@pytest.fixture
def crowded(live_server):
    """Thirty structures in a row, some thirty metres apart, and one far from them."""
    for rank in range(30):
        published(f"Atelier {rank:02d}", 48.86 + rank / 4000, 2.44)
    published(f"{EVIL} 2", 48.85, 2.40)
    search.refresh()


def pin(page, number):
    return page.locator(f"{PIN}[aria-label^='{number}. ']")


def hidden_numbers(page):
    """What the pins and groups say whose number something else covers."""
    return page.evaluate(
        """() => [...document.querySelectorAll(".pin, .cluster")].filter((mark) => {
          const { left, right, top, bottom } = mark.querySelector("text").getBoundingClientRect();
          return [left + 1, (left + right) / 2, right - 1].some((x) => {
            const onTop = document.elementFromPoint(x, (top + bottom) / 2);
            return onTop?.closest(".leaflet-marker-icon") !== mark;
          });
        }).map((mark) => mark.ariaLabel)"""
    )


def middle(box):
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def labels(page, selector):
    return [mark.get_attribute("aria-label") for mark in page.locator(selector).all()]


def test_card_and_pin_take_the_accent_together(page, three):
    page.goto(AROUND_MONTREUIL)
    pin(page, 1).wait_for()
    page.locator(CARD).nth(1).hover()
    expect(page.locator(".mark--on")).to_have_attribute("aria-label", f"2. {EVIL}")
    pin(page, 3).focus()
    expect(page.locator(".card--on h2")).to_have_text("Le Troisième")
    pin(page, 3).press("Enter")
    expect(page.locator(".popup a")).to_be_focused()
    expect(page.locator(".card--on h2")).to_have_text("Le Troisième")


def test_circle_has_the_size_searched_and_shapes_say_the_family(page, three):
    page.goto(AROUND_MONTREUIL)
    pin(page, 3).wait_for()
    centre, south = pin(page, 1).bounding_box(), pin(page, 3).bounding_box()
    pixels = math.hypot(centre["x"] - south["x"], centre["y"] - south["y"])
    metres = geodesic((48.8637, 2.4491), (48.79, 2.455)).m
    circle = page.locator(".map-radius").bounding_box()
    assert circle["width"] / 2 == pytest.approx(10_000 * pixels / metres, rel=0.02)
    assert circle["x"] + circle["width"] / 2 == pytest.approx(centre["x"] + centre["width"] / 2, abs=2)
    expect(pin(page, 1).locator(".glyph--sq")).to_be_visible()
    expect(pin(page, 3).locator(".glyph--sq")).to_have_count(0)
    expect(page.locator(".map__legend")).to_contain_text("Handicap (EA, ESAT)")


@pytest.mark.parametrize("address", [AROUND_MONTREUIL, "/annuaire/?tri=nom&page=2"])
def test_name_that_looks_like_html_stays_text_in_the_popup(page, three, crowded, address):
    page.goto(address)
    marker = page.locator(f".leaflet-marker-icon[aria-label*='{EVIL}']").first
    marker.focus()
    marker.press("Enter")
    expect(page.locator(".popup")).to_contain_text(EVIL)
    assert page.locator(".popup img, .popup b b").count() == 0
    assert page.title() != "1"


def test_counts_of_the_map_are_those_of_the_list(page, crowded):
    published("Sans adresse", None, None, territory=None)
    search.refresh()
    page.goto("/annuaire/?tri=nom")
    expect(page.locator("[data-atlas-map-status]")).to_contain_text("1 structure sans adresse connue")
    world = on_the_map(page)
    assert (world["shown"], world["unplaced"]) == (31, 1)
    assert count(page) == 32
    clusters = [label.split()[0] for label in labels(page, ".cluster")]
    assert len(labels(page, PIN)) == 20
    assert sum(map(int, clusters)) + len(labels(page, ".mark")) == 11
    assert hidden_numbers(page) == []
    cluster = page.locator(".cluster").first
    cluster.focus()
    cluster.press("Enter")
    expect(page.locator(".cluster")).to_have_count(0)
    expect(page.locator("[data-atlas-canvas]")).to_be_focused()  # not lost with the cluster


def test_map_goes_where_many_structures_are(page, live_server):
    Structure.objects.bulk_create(
        StructureFactory.build(
            published=True, territory=None, latitude=45.75 + n % 20 / 1000, longitude=4.85 + n // 20 / 1000
        )
        for n in range(320)
    )
    search.refresh()
    page.goto("/annuaire/")
    expect(page.locator(".leaflet-control-scale-line")).to_have_text(re.compile(r"^\d+ m$"))


def test_moving_the_map_searches_there_once_asked(page, three):
    page.goto(AROUND_MONTREUIL)
    pin(page, 1).wait_for()
    page.locator("[data-atlas-canvas]").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(900)
    assert page.url.endswith(AROUND_MONTREUIL)
    page.get_by_label("Chercher quand je déplace la carte").check()
    page.locator("[data-atlas-canvas]").focus()
    with page.expect_response("**/annuaire/?*pres_de=*"):
        page.keyboard.press("+")
    page.wait_for_url(lambda url: not url.endswith(AROUND_MONTREUIL))
    expect(page.get_by_label("Où ?")).not_to_have_value("")
    said = page.locator("[data-atlas-map-status]")
    expect(said).to_contain_text(re.compile(r"Recherche à moins de \d+ km du centre de la carte\."))
    km = int(page.locator("[data-atlas-results]").get_attribute("data-radius"))
    view, circle = page.locator(".map__canvas").bounding_box(), page.locator(".map-radius").bounding_box()
    assert circle["width"] <= min(view["width"], view["height"]) < circle["width"] * (km + 1) / km
    assert middle(circle) == pytest.approx(middle(view), abs=2)
    expect(page.locator(".chip").first).to_contain_text(f"À moins de {km} km")
    page.get_by_label("Où ?").fill("Créteil")
    page.get_by_label("Où ?").press("Enter")
    page.wait_for_url("**pres_de=48.784*")
    expect(said).not_to_contain_text("centre de la carte")


def test_back_button_brings_back_the_list_and_the_map(page, three):
    page.goto("/annuaire/")
    pin(page, 3).wait_for()
    page.locator("input[name=verifie]").check()
    wait_for_count(page, 1)
    expect(page.locator(PIN)).to_have_count(1)
    page.go_back()
    wait_for_count(page, 3)
    expect(page.locator(PIN)).to_have_count(3)
    page.go_forward()
    wait_for_count(page, 1)
    expect(page.locator(PIN)).to_have_count(1)


def without_plan(page):
    page.route("**/wmts**", lambda route: route.fulfill(body="no plan", content_type="image/png"))


def test_places_are_named_and_drawn_when_the_plan_does_not_come(page, three):
    without_plan(page)
    page.goto(AROUND_MONTREUIL)
    expect(page.locator(".place-name span", has_text="Montreuil").first).to_be_visible()
    expect(page.locator("[data-atlas-map-status]")).to_have_text("Fond de plan indisponible.")
    expect(page.locator(PIN)).to_have_count(3)
    expect(page.locator(".outline")).to_have_count(12)
    expect(page.locator("[data-atlas-credit]")).to_contain_text("Contours : IGN Admin Express")


def test_what_is_said_of_the_plan_makes_room_once_read(new_page, three):
    page = new_page(color_scheme="dark")  # a page nobody else borrows: its clock is ours
    page.clock.install()
    without_plan(page)
    page.goto(AROUND_MONTREUIL)
    status = page.locator("[data-atlas-map-status]")
    expect(status).to_have_text("Fond de plan indisponible.")
    page.clock.fast_forward(10_000)
    expect(status).to_have_text("")


def test_plan_has_no_names_over_it_and_only_the_outline_searched(page, three):
    page.goto("/annuaire/?territoire=T8")
    page.locator(".leaflet-tile-loaded").first.wait_for(state="attached")
    expect(page.locator(".outline--on")).to_have_count(1)
    assert page.locator(".outline").count() == 1
    assert page.locator(".place-name").count() == 0
    page.get_by_role("link", name="Retirer Est Ensemble").first.click()
    expect(page.locator(".outline")).to_have_count(0)


def test_failure_of_the_map_is_said_and_tried_again(page, three):
    page.route("**/carte.json**", lambda route: route.fulfill(body="oops"))
    page.goto(AROUND_MONTREUIL)
    expect(page.locator("[data-atlas-map-status]")).to_contain_text("n’a pas pu être mise à jour")
    assert count(page) == 3
    page.unroute("**/carte.json**")
    page.get_by_role("button", name="Réessayer").click()
    expect(page.locator("[data-atlas-map-status]")).to_have_text("")


def test_locate_me_searches_around_me(new_page, three):
    here = {"latitude": 48.7904, "longitude": 2.4556}
    page = new_page(geolocation=here, permissions=["geolocation"])
    page.goto("/annuaire/")
    page.get_by_role("button", name="Me localiser").click()
    page.wait_for_url("**pres_de=48.7900,2.4560*")
    expect(page.get_by_label("Où ?")).to_have_value("Près de Créteil")


def test_locate_me_refused_says_what_to_do(page, three):
    page.goto("/annuaire/")
    page.get_by_role("button", name="Me localiser").click()
    expect(page.locator("[data-atlas-map-status]")).to_contain_text("écrire une adresse")


def test_full_screen_is_left_by_escape(page, three):
    page.goto("/annuaire/")
    button = page.locator("[data-atlas-full-screen]")
    button.click()
    expect(button).to_have_text("Quitter le plein écran")
    page.keyboard.press("Escape")
    expect(button).to_have_text("Plein écran")


def test_structure_page_shows_where_it_is_and_how_sure(page, three):
    structure = published("Au centre", geo_precision="commune")
    search.refresh()
    without_plan(page)
    page.goto(structure.get_absolute_url())
    page.locator("[data-atlas-structure-map]").scroll_into_view_if_needed()
    expect(page.get_by_role("img", name="Au centre")).to_be_visible()
    expect(page.locator(".map-doubt")).to_be_attached()
    expect(page.get_by_text("Position approximative")).to_be_visible()
    expect(page.locator(".outline")).to_have_count(12)


def test_buttons_of_the_map_leave_the_page_where_it_is(page, crowded):
    page.set_viewport_size({"width": 1280, "height": 600})
    page.goto("/annuaire/")
    page.locator(".leaflet-marker-icon").first.wait_for()
    closer = page.get_by_role("button", name="Zoomer", exact=True)
    for _ in range(2):
        scale = page.locator(".leaflet-control-scale-line").inner_text()
        closer.click()
        expect(page.locator(".leaflet-control-scale-line")).not_to_have_text(scale)
    assert page.evaluate("scrollY") == 0


def test_each_number_of_the_list_is_in_view(page, live_server):
    page.set_viewport_size({"width": 1280, "height": 720})
    for degrees in range(0, 360, 18):  # all around Paris, some where the first screen no longer shows the map
        turn = math.radians(degrees)
        published(f"À {degrees} degrés", 48.86 + math.sin(turn) / 8, 2.34 + math.cos(turn) / 6)
    search.refresh()
    page.goto("/annuaire/")
    page.locator(".pin").nth(19).wait_for(state="attached")
    unseen = """([map, ...pins]) => {
      const { left, right, top, bottom } = map.getBoundingClientRect();
      const isIn = (box) => box.left >= left && box.right <= right && box.top >= top && box.bottom <= bottom;
      const isAboveFold = (box) => box.bottom <= innerHeight;
      const boxes = pins.map((pin) => pin.getBoundingClientRect());
      return boxes.filter((box) => !isIn(box) || !isAboveFold(box)).length;
    }"""
    assert page.locator(".map, .pin").evaluate_all(unseen) == 0
