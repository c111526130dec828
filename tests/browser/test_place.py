"""A member says where their structure is: with the map, by keyboard alone, and without a script."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from tests.factories import StructureFactory, StructureMembershipFactory
from tests.geocoding.ban_server import HTML, found
from tests.geocoding.conftest import ban as ban

pytestmark = pytest.mark.usefixtures("documents_folder")
METRE = 1 / 111_195  # degrees of latitude


@pytest.fixture
def structure(live_server):
    return StructureFactory(status="draft", name="Ateliers du Canal", address="1 rue de Paris")


@pytest.fixture
def signed_in(structure, live_server):
    """`signed_in(page)`: as a member of the structure."""
    user = StructureMembershipFactory(structure=structure).user

    def sign(page):
        client = Client()
        client.force_login(user)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}
        page.context.add_cookies([cookie])
        return page

    return sign


@pytest.fixture(autouse=True)
def service(ban):
    ban.otherwise = found("18 Rue Saint-Antoine, 93100 Montreuil", 48.865, 2.455)
    return ban


def address_of(structure, step):
    return f"/espace/structures/{structure.pk}/{step}/"


def save(page):
    page.get_by_role("button", name="Enregistrer et continuer").last.click()
    page.wait_for_load_state()


def pin(page):
    return page.get_by_role("button", name="Position de la structure")


def point_of(structure):
    structure.refresh_from_db()
    return structure.latitude, structure.longitude, structure.geo_precision


def test_an_address_is_chosen_and_its_pin_dragged_to_the_door(page, signed_in, structure, accessible):
    signed_in(page).goto(address_of(structure, "lieu"))
    pin(page).wait_for()
    page.get_by_label("Numéro et rue").fill("18 rue saint antoine")
    page.get_by_role("option", name="18 Rue Saint-Antoine").click()
    expect(page.get_by_label("Numéro et rue")).to_have_value("18 Rue Saint-Antoine")
    expect(page.get_by_text("Repère placé : 18 Rue")).to_be_visible()
    page.locator(".leaflet-tile-loaded").first.wait_for()
    accessible(page)
    pin(page).hover()
    box = pin(page).bounding_box()
    held = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.down()
    page.mouse.move(held[0] + 40, held[1] + 10, steps=4)
    page.mouse.up()
    expect(page.get_by_text("Repère placé à la main")).to_be_visible()

    save(page)

    latitude, longitude, precision = point_of(structure)
    assert precision == "manual"
    assert longitude > 2.455
    assert latitude < 48.865
    assert abs(longitude - 2.455) < 0.002
    assert structure.address == "18 Rue Saint-Antoine"


def test_a_chosen_address_keeps_the_precision_of_the_service(page, signed_in, structure):
    signed_in(page).goto(address_of(structure, "lieu"))
    pin(page).wait_for()
    page.get_by_label("Numéro et rue").fill("18 rue saint antoine")
    page.get_by_role("option", name="18 Rue Saint-Antoine").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    save(page)

    assert point_of(structure) == (48.865, 2.455, "housenumber")


def test_the_pin_moves_by_arrow_keys(page, signed_in, structure):
    signed_in(page).goto(address_of(structure, "lieu"))
    pin(page).focus()
    expect(page.get_by_text("les flèches le déplacent de 10 mètres")).to_be_visible()
    for key in ("ArrowUp", "ArrowUp", "ArrowDown", "Shift+ArrowUp", "ArrowRight"):
        page.keyboard.press(key)
    expect(page.get_by_text("Repère placé à la main")).to_be_visible()
    expect(pin(page)).to_be_focused()
    save(page)

    latitude, longitude, precision = point_of(structure)
    assert precision == "manual"
    assert latitude == pytest.approx(48.8638 + 110 * METRE, abs=2e-6)
    assert 2.4485 < longitude < 2.4485 + 20 * METRE


def test_without_a_script_an_address_is_looked_up_and_ticked(new_page, signed_in, structure):
    page = signed_in(new_page(java_script_enabled=False))
    page.goto(address_of(structure, "lieu"))
    page.get_by_label("Numéro et rue").fill("18 rue saint antoine")
    page.get_by_role("button", name="Chercher cette adresse").click()
    page.get_by_label("18 Rue Saint-Antoine, 93100 Montreuil").check()
    save(page)

    assert point_of(structure) == (48.865, 2.455, "housenumber")


def test_the_question_of_an_address_stands_within_its_box_on_a_phone(new_page, signed_in, structure):
    page = signed_in(new_page(java_script_enabled=False, viewport={"width": 360, "height": 780}))
    page.goto(address_of(structure, "lieu"))
    expect(page.get_by_text("« Chercher cette adresse » vous en propose")).to_be_visible()
    expect(page.get_by_text("pendant que vous tapez")).to_be_hidden()
    page.get_by_label("Numéro et rue").fill("18 rue saint antoine")
    page.get_by_role("button", name="Chercher cette adresse").click()

    box = page.get_by_role("group", name="Est-ce l’une de ces adresses ?")
    around, legend = box.bounding_box(), box.locator("legend").bounding_box()
    assert legend["y"] >= around["y"] + 8
    assert legend["x"] + legend["width"] <= around["x"] + around["width"]


def test_with_a_script_addresses_come_as_one_types(page, signed_in, structure):
    signed_in(page).goto(address_of(structure, "lieu"))
    expect(page.get_by_text("pendant que vous tapez")).to_be_visible()
    expect(page.get_by_text("« Chercher cette adresse » vous en propose")).to_be_hidden()


def test_a_service_that_is_away_leaves_the_commune_to_choose(page, signed_in, structure, service):
    service.otherwise = HTML
    signed_in(page).goto(address_of(structure, "lieu"))
    pin(page).wait_for()
    page.get_by_label("Numéro et rue").fill("3 rue du Pré")
    page.get_by_role("option", name="3 rue du Pré, 93100 Montreuil").click()
    expect(page.get_by_text("Point approximatif, au centre de la commune")).to_be_visible()
    save(page)

    assert point_of(structure)[2] == "commune"
