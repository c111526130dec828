"""A member says what is sold, and where: with the map, by keyboard alone, and without a script."""

import io
import math
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from suppliers.models import Activity, Photo
from suppliers.territories.outlines import outlines
from tests.browser.conftest import PHONE
from tests.factories import ActivityFactory
from tests.geocoding.conftest import ban as ban
from tests.profiles.images import taken_by_a_phone

from .test_place import address_of, service, signed_in, structure

__all__ = ["service", "signed_in", "structure"]
pytestmark = pytest.mark.usefixtures("documents_folder")


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
