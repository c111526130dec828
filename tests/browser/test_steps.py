"""A member fills their profile in: two tabs, by keyboard, without scripts, on a phone."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from suppliers.models import Structure
from suppliers.registration.step_pages import VIEWS
from suppliers.registration.steps import STEPS
from tests.browser.conftest import PHONE
from tests.factories import (
    CertificationFactory,
    StructureFactory,
    StructureMembershipFactory,
    UserFactory,
)

pytestmark = pytest.mark.usefixtures("seeded")
DESCRIPTION = "Nous nettoyons les écoles et les mairies du Grand Paris, avec des salariés en insertion."


@pytest.fixture
def member():
    user = UserFactory()
    structure = StructureFactory(status="draft", name="Ateliers du Canal")
    StructureMembershipFactory(structure=structure, user=user)
    return user, structure


@pytest.fixture
def signed_in(new_page, live_server, member):
    """Open a page as the member: `signed_in(java_script_enabled=False)`."""

    def open_page(**options):
        client = Client()
        client.force_login(member[0])
        page = new_page(**options)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([cookie])
        return page

    return open_page


def at(structure: Structure, step: str) -> str:
    return f"/espace/structures/{structure.pk}/{step}/"


def test_second_of_two_tabs_is_told_and_loses_nothing(signed_in, member):
    _, structure = member
    first, second = signed_in(), signed_in()
    for tab in (first, second):
        tab.goto(at(structure, "capacite"))
    first.get_by_label("Effectif (personnes)").fill("24")
    first.get_by_role("button", name="Enregistrer et continuer").last.click()
    first.get_by_role("heading", name="Nos références").wait_for()

    second.get_by_label("Effectif (personnes)").fill("30")
    second.get_by_label("Délai habituel").fill("15 jours")
    second.get_by_role("button", name="Enregistrer et continuer").last.click()

    alert = second.get_by_role("alert")
    expect(alert).to_contain_text("cette étape a changé entre-temps")
    expect(alert).to_be_focused()
    expect(second.get_by_text("Changé entre-temps en : « 24 »")).to_be_visible()
    expect(second.get_by_label("Effectif (personnes)")).to_have_value("30")
    second.get_by_role("button", name="Enregistrer et continuer").last.click()
    second.get_by_role("heading", name="Nos références").wait_for()
    structure.refresh_from_db()
    assert (structure.headcount, structure.lead_time_days) == (30, 15)


def test_step_is_filled_in_and_left_by_keyboard(signed_in, member):
    _, structure = member
    page = signed_in()
    page.goto(at(structure, "identite"))
    page.get_by_label("Présentation").focus()
    page.keyboard.type(DESCRIPTION)
    expect(page.get_by_text(re.compile(rf"^{len(DESCRIPTION)} sur 3"))).to_be_visible()
    page.get_by_role("navigation", name="Étapes").get_by_role("button", name="Nous joindre").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Nous joindre").wait_for()
    page.get_by_label("Téléphone").first.focus()
    page.keyboard.type("0102030405")
    page.keyboard.press("Enter")  # « enregistrer et continuer », and not the first step of the list

    page.get_by_role("heading", name="Aperçu").wait_for()
    structure.refresh_from_db()
    assert (structure.description, structure.phone) == (DESCRIPTION, "01 02 03 04 05")


def test_list_of_steps_saves_before_it_leads_elsewhere(signed_in, member):
    _, structure = member
    page = signed_in()
    page.goto(at(structure, "contact"))
    page.get_by_label("Téléphone").first.fill("0102030405")

    page.get_by_role("navigation", name="Étapes de la fiche").get_by_role("button", name="Aperçu").click()

    page.get_by_role("heading", name="Dans les listes de l’annuaire").wait_for()
    structure.refresh_from_db()
    assert structure.phone == "01 02 03 04 05"


def test_everything_is_filled_in_without_scripts(signed_in, member):
    _, structure = member
    page = signed_in(java_script_enabled=False)
    page.goto(at(structure, "references"))
    row = page.get_by_role("group", name="Référence 2")
    row.get_by_label("Client").fill("Ville de Montreuil")
    row.get_by_label("Ce que vous avez fait").fill("Trois écoles")
    row.get_by_label("Année").fill("2025")
    page.get_by_role("button", name="Enregistrer et continuer").last.click()
    page.get_by_role("heading", name="Nous joindre").wait_for()
    assert structure.references.get().client == "Ville de Montreuil"

    page.goto(at(structure, "certifications"))
    page.get_by_role("link", name="Ajouter une certification").click()
    page.get_by_label("Agrément, convention ou label").select_option(label="Entreprise adaptée")
    page.get_by_label("Début").fill("2025-01-01")
    page.get_by_role("button", name="Enregistrer et continuer").last.click()
    page.get_by_role("heading", name="Entreprise adaptée", level=2).wait_for()


def test_rows_are_added_and_what_a_kind_opens_is_said(signed_in, member):
    _, structure = member
    page = signed_in()
    page.goto(at(structure, "references"))
    page.get_by_role("button", name="Ajouter une référence").click()
    row = page.get_by_role("group", name="Référence 3")
    expect(row.get_by_label("Client")).to_be_focused()
    row.get_by_label("Client").fill("Est Ensemble")
    row.get_by_label("Ce que vous avez fait").fill("Entretien")
    row.get_by_label("Année").fill("2024")
    page.get_by_role("button", name="Enregistrer et continuer").last.click()
    page.get_by_role("heading", name="Nous joindre").wait_for()
    assert structure.references.get().client == "Est Ensemble"

    page.goto(f"{at(structure, 'certifications')}ajouter/")
    page.get_by_label("Agrément, convention ou label").select_option(label="Entreprise adaptée")
    expect(page.get_by_text("Marché réservé aux structures du handicap (L2113-12)").first).to_be_visible()
    expect(page.locator("[data-atlas-kind]:visible")).to_have_count(1)


def test_axe_finds_nothing_in_the_steps_on_a_phone(signed_in, member, accessible):
    _, structure = member
    CertificationFactory(structure=structure, kind_id="EA", verification="declared", verified_on=None)
    page = signed_in(**PHONE)
    addresses = [at(structure, step.slug) for step in STEPS if step.slug in VIEWS]
    for address in [*addresses, f"{at(structure, 'certifications')}ajouter/"]:
        page.goto(address)
        page.locator("h1").wait_for()
        accessible(page)
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, f"{address} is cut"


def test_axe_finds_nothing_in_a_step_that_is_refused(signed_in, member, accessible):
    _, structure = member
    page = signed_in()
    page.goto(at(structure, "identite"))
    page.get_by_label("Nom de la structure").fill("")
    page.get_by_role("button", name="Enregistrer et continuer").last.click()
    expect(page.get_by_label("Nom de la structure")).to_be_focused()
    accessible(page)
