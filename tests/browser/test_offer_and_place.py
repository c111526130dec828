"""A member says what is sold, and where: with the map, by keyboard alone, and without a script."""

import io
import math
import re

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image
from playwright.sync_api import expect

from suppliers.models import Activity, Photo
from suppliers.territories.outlines import outlines
from tests.browser.conftest import PHONE
from tests.factories import ActivityFactory, StructureFactory, StructureMembershipFactory
from tests.geocoding.ban_server import HTML, found
from tests.geocoding.conftest import ban as ban
from tests.profiles.images import taken_by_a_phone

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


def shape(points):
    """How wide for its height, and how much of its box it fills: the same at any scale."""
    across, down = zip(*points, strict=True)
    width, height = max(across) - min(across), max(down) - min(down)
    turned = zip(points, [*points[1:], points[0]], strict=True)
    area = abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in turned)) / 2
    return width / height, area / (width * height)


def outlined(page):
    """The territory whose outline is drawn, told by its shape."""
    drawn = re.findall(r"(-?[\d.]+)[ ,](-?[\d.]+)", page.locator("path.outline--on").get_attribute("d"))
    width, fill = shape([(float(x), float(y)) for x, y in drawn])

    def far(code):
        ring = outlines()[code].ring
        known = shape([(lon, math.degrees(math.asinh(math.tan(math.radians(lat))))) for lon, lat in ring])
        return abs(known[0] - width) + abs(known[1] - fill)

    return min(outlines(), key=far)


def test_an_activity_is_described_and_its_territories_drawn(page, signed_in, structure, accessible):
    signed_in(page).goto(address_of(structure, "offre"))
    page.get_by_role("link", name="Décrire une première activité").click()
    page.get_by_role("combobox", name="Chercher un secteur").fill("ménage")
    page.get_by_role("option", name="Nettoyage de locaux").click()
    expect(page.get_by_label("Nettoyage de locaux")).to_be_checked()
    page.get_by_label("Prestation de service").check()
    page.get_by_label("Dans des territoires").check()
    for typed, label in [("Est Ensemble", "Est Ensemble"), ("93500", "Pantin"), ("94", "Val-de-Marne")]:
        page.get_by_role("combobox", name="Chercher un territoire").fill(typed)
        page.get_by_role("option", name=label).first.click()
        expect(page.get_by_text(f"Ajouté : {label}.")).to_be_visible()
    expect(page.locator("path.outline--on")).to_have_count(1)
    assert outlined(page) == "T8"
    expect(page.locator("path.map-radius")).to_have_count(2)
    expect(page.get_by_text("Les pointillés sont un contour approché.")).to_be_visible()
    page.get_by_label("Ajouter un mot-clé").fill("vitres, écoles")
    page.keyboard.press("Enter")
    expect(page.get_by_label("écoles")).to_be_checked()
    accessible(page)
    page.get_by_role("button", name="Enregistrer l’activité").click()
    page.wait_for_url("**/offre/")
    accessible(page)

    activity = Activity.objects.get()
    assert {place.code for place in activity.territories.all()} == {"T8", "93055", "94"}
    assert activity.keywords == ["vitres", "écoles"]


def test_a_radius_is_a_circle_that_follows_the_choice(page, signed_in, structure):
    activity = ActivityFactory(structure=structure, zone_kind="radius", radius_km=5)
    signed_in(page).goto(f"{address_of(structure, 'offre')}{activity.pk}/")
    circle = page.locator("path.map-radius")
    circle.wait_for()
    page.get_by_label("Jusqu’à quelle distance ?").select_option("50")
    expect(page.get_by_text("50 km autour de votre adresse.")).to_be_visible()
    expect(circle).to_have_count(1)
    page.get_by_label("Dans toute la France").check()
    expect(circle).to_have_count(0)
    expect(page.get_by_label("Jusqu’à quelle distance ?")).to_be_hidden()


NEAREST_OUTLINE = """
  async (path) => {
    const { topology } = { topology: await (await fetch("/annuaire/contours.json")).json() };
    return [topology, path.getAttribute("d")];
  }
"""


def test_an_activity_is_described_by_keyboard_alone(page, signed_in, structure):
    signed_in(page).goto(f"{address_of(structure, 'offre')}ajouter/")
    page.get_by_role("combobox", name="Chercher un secteur").focus()
    page.keyboard.type("menage")
    page.get_by_role("option", name="Nettoyage de locaux").wait_for()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ajouté : Nettoyage de locaux")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for key in ("ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    expect(page.get_by_label("Dans toute la France")).to_be_checked()
    page.get_by_label("Votre offre, avec vos mots").focus()
    page.keyboard.type("Nous nettoyons.")
    page.get_by_role("button", name="Enregistrer l’activité").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/offre/")

    activity = Activity.objects.get()
    assert (activity.zone_kind, activity.service_type) == ("france", "prestation")


NEAREST_OUTLINE = """
  async (path) => {
    const { topology } = { topology: await (await fetch("/annuaire/contours.json")).json() };
    return [topology, path.getAttribute("d")];
  }
"""


def test_an_activity_is_described_without_a_script(new_page, signed_in, structure):
    page = signed_in(new_page(java_script_enabled=False, **PHONE))
    page.goto(f"{address_of(structure, 'offre')}ajouter/")
    page.get_by_label("Chercher un secteur").fill("ménage")
    page.get_by_label("Chercher un territoire").fill("Montreuil")
    page.get_by_role("button", name="Chercher").first.click()
    page.get_by_label("Nettoyage de locaux").check()
    page.get_by_label("Montreuil 93100").check()
    page.get_by_label("Chercher un secteur").fill("")
    page.get_by_label("Chercher un territoire").fill("")
    page.get_by_label("Fabrication").check()
    page.get_by_label("Dans des territoires").check()
    page.get_by_role("button", name="Enregistrer l’activité").click()
    page.wait_for_url("**/offre/")

    assert [place.code for place in Activity.objects.get().territories.all()] == ["93048"]


def test_a_photo_is_sent_and_says_nothing_of_where_it_was_taken(page, signed_in, structure, accessible):
    activity = ActivityFactory(structure=structure)
    signed_in(page).goto(f"{address_of(structure, 'offre')}{activity.pk}/photos/")
    upload = taken_by_a_phone()
    file = {"name": "IMG_0001.JPG", "mimeType": "image/jpeg", "buffer": upload.read()}
    page.get_by_label("Image").set_input_files(file)
    page.get_by_label("Ce qu’elle montre").fill("Une halle lavée")
    page.get_by_role("button", name="Ajouter la photo").click()
    shown = page.get_by_role("img", name="Une halle lavée")
    shown.wait_for()
    accessible(page)
    content = page.request.get(shown.get_attribute("src")).body()

    assert Image.open(io.BytesIO(content)).size == (200, 400)
    assert b"Exif" not in content
    page.get_by_role("button", name="Retirer").click()
    page.get_by_text("La photo est retirée.").wait_for()
    assert not Photo.objects.exists()


def test_modules_are_announced(page, signed_in, structure):
    for step in ("lieu", "offre/ajouter"):
        signed_in(page).goto(address_of(structure, step))
        page.locator(".leaflet-container").wait_for()
        announced = page.locator("link[rel=modulepreload]").evaluate_all("all => all.map(one => one.href)")
        assert any(one.endswith("/combobox.js") for one in announced)
