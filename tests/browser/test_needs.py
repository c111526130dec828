"""From a need to those who may answer it: with a keyboard, with scripts and without."""

import re

import pytest
from playwright.sync_api import expect

from suppliers.models import Need
from tests.geocoding.ban_server import HTML, found
from tests.geocoding.conftest import ban as ban

pytestmark = pytest.mark.usefixtures("seeded")


def number_in(page, row):
    """The number of those that work there, in a row of the first table."""
    cell = page.get_by_role("row", name=row).first.get_by_role("cell").nth(1)
    return int(cell.inner_text().replace("\u202f", ""))


def test_a_need_is_useful_after_three_boxes(page):
    page.goto("/besoins/")
    page.get_by_label("De quoi avez-vous besoin ?").fill("Nettoyage de trois écoles")
    page.get_by_label("Secteur, métier ou code CPV").press_sequentially("nettoyage de locaux")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox", name="Nettoyage de locaux")).to_be_checked()
    page.get_by_label("Commune, territoire ou adresse").press_sequentially("Montreuil")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Voir ce que le marché permet").click()

    working = number_in(page, "Toutes")
    assert working
    page.get_by_role("heading", name="Sur la carte").scroll_into_view_if_needed()
    expect(page.locator("[data-atlas-map][data-drawn] .leaflet-marker-icon").first).to_be_visible()
    page.get_by_role("row", name="Toutes").first.get_by_role("link").nth(1).click()
    expect(page.locator("[role=status][data-count]")).to_have_attribute("data-count", str(working))


@pytest.mark.parametrize("scripts", [True, False])
def test_lots_have_a_market_each_and_proposals_go_to_the_shortlist(new_page, scripts):
    page = new_page(java_script_enabled=scripts)
    page.goto("/besoins/")
    page.get_by_label("De quoi avez-vous besoin ?").fill("Une fête d’école")
    page.get_by_label("Commune, territoire ou adresse").fill("Montreuil")
    page.get_by_label("Commune, territoire ou adresse").press("Escape")
    page.get_by_role("button", name="Voir ce que le marché permet").click()
    page.get_by_role("link", name="Ajouter un lot").click()
    page.get_by_label("Intitulé du lot").fill("Repas")
    page.get_by_label("Secteur, métier ou code CPV").fill("traiteur")
    page.get_by_role("button", name="Enregistrer, et un autre").click()
    page.get_by_label("Intitulé du lot").fill("Ménage")
    page.get_by_label("Secteur, métier ou code CPV").fill("90911200")
    page.get_by_label("Réservation envisagée").select_option(label="Handicap et insertion (L2113-14)")
    page.get_by_role("button", name="Enregistrer le lot").click()

    expect(page.get_by_role("heading", name="Lot 1 · Repas")).to_be_visible()
    expect(page.get_by_role("heading", name="Lot 2 · Ménage")).to_be_visible()
    expect(page.get_by_text("· envisagé")).to_be_hidden()
    page.get_by_role("link", name="Lot 2 · Ménage").click()  # its place in the summary opens its detail
    expect(page.get_by_text("· envisagé")).to_be_visible()
    page.get_by_role("link", name="Structures proposées", exact=True).click()
    expect(page.get_by_text("éligibilité à la réservation envisagée est prouvée")).to_be_visible()
    boxes = page.get_by_role("checkbox", name="Choisir ")
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.get_by_role("button", name="Ajouter à la sélection du besoin").click()
    expect(page.get_by_text("2 structures ajoutées à la sélection pour le lot 2.")).to_be_visible()
    expect(page.get_by_text("Dans la sélection", exact=True)).to_have_count(2)
    assert Need.objects.get().shortlist.items.count() == 2


def test_an_address_is_offered_and_chosen_by_keyboard(page, ban):
    ban.otherwise = found("18 Rue Saint-Antoine, 93100 Montreuil", 48.865, 2.455)
    page.goto("/besoins/")
    page.get_by_label("De quoi avez-vous besoin ?").fill("Ménage d’une école")
    page.get_by_label("Commune, territoire ou adresse").press_sequentially("18 rue saint antoine")
    expect(page.get_by_role("option", name="18 Rue Saint-Antoine, 93100 Montreuil")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox", name="18 Rue Saint-Antoine")).to_be_checked()
    page.get_by_role("button", name="Voir ce que le marché permet").click()

    expect(page.get_by_role("rowheader", name="18 Rue Saint-Antoine, 93100 Montreuil")).to_be_visible()


def test_a_service_of_addresses_that_is_away_is_said_as_one_types(page, ban):
    ban.otherwise = HTML
    page.goto("/besoins/")
    page.get_by_label("Commune, territoire ou adresse").press_sequentially("18 rue saint antoine, Montreuil")

    expect(page.get_by_text("Le service d’adresses ne répond pas")).to_be_visible()
    expect(page.get_by_role("option", name="Montreuil").first).to_be_visible()


def test_what_cannot_be_read_takes_the_focus_and_keeps_the_rest(page):
    page.goto("/besoins/")
    page.get_by_label("De quoi avez-vous besoin ?").fill("Un besoin")
    page.get_by_label("Commune, territoire ou adresse").fill("Nullepart-sur-Rien")
    page.get_by_role("button", name="Voir ce que le marché permet").click()

    where = page.get_by_label("Commune, territoire ou adresse")
    expect(where).to_be_focused()
    expect(where).to_have_value("Nullepart-sur-Rien")
    expect(where).to_have_accessible_description(re.compile("n’est pas reconnu"))
    expect(page.get_by_label("De quoi avez-vous besoin ?")).to_have_value("Un besoin")
