"""A structure puts itself on the map: a claim by mail, a draft from nothing, a question answered."""

import re

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from suppliers.models import OutgoingEmail, ReviewItem, Structure, StructureMembership
from suppliers.profiles.changing import change_facts
from tests.browser.conftest import PHONE
from tests.factories import (
    ActivityFactory,
    ReviewItemFactory,
    StructureMembershipFactory,
    UserFactory,
    siret_number,
)
from tests.registration.people import user_with

pytestmark = pytest.mark.usefixtures("seeded", "documents_folder")
UNKNOWN = siret_number(9_000_001)


def sign_in(page, live_server, user):
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])


def known():
    structure = Structure.objects.published().filter(admin_state="A", siret__isnull=False).first()
    structure.email, structure.website = "contact@ateliers-canal.fr", "https://www.ateliers-canal.fr"
    structure.save()
    return structure


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_claim_is_granted_at_once_by_an_address(new_page, live_server, scripts):
    page, structure = new_page(java_script_enabled=scripts), known()
    sign_in(page, live_server, user_with("jeanne@ateliers-canal.fr"))
    siret = structure.siret

    page.goto("/inscription/")
    page.get_by_label("SIRET de l’établissement").fill(f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}")
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cette structure est dans l’annuaire")
    page.get_by_role("button", name="Tenir cette fiche").click()
    expect(page.locator(".messages")).to_contain_text("est à vous")
    page.get_by_role("button", name="Tout est exact").click()

    expect(page.locator(".messages")).to_contain_text("confirmée à la date d’aujourd’hui")
    assert StructureMembership.objects.filter(structure=structure, role="owner").exists()


def test_a_new_structure_is_begun_and_handed_in_by_keyboard(page, live_server):
    user = UserFactory()
    sign_in(page, live_server, user)
    page.goto("/inscription/")
    page.get_by_label("SIRET de l’établissement").fill(UNKNOWN)
    page.keyboard.press("Enter")
    page.get_by_label("Nom de la structure").fill("Les Voisins du Canal")
    page.get_by_label("Forme juridique").select_option("9220")
    page.get_by_label("Site web").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Les Voisins du Canal")
    expect(page.get_by_role("link", name="Une activité, avec son secteur")).to_be_visible()
    draft = Structure.objects.get(siret=UNKNOWN)
    ActivityFactory(structure=draft)
    Structure.objects.filter(pk=draft.pk).update(city="Montreuil", phone="01 23 45 67 89")

    page.reload()
    page.get_by_role("button", name="Envoyer à la validation").press("Enter")

    expect(page.locator(".messages")).to_contain_text("Votre fiche est envoyée")
    expect(page.get_by_text("En attente de validation")).to_be_visible()
    assert ReviewItem.objects.get(structure=draft).status == "waiting"
    assert OutgoingEmail.objects.filter(kind="structure-submitted", to=user.email).exists()


def test_a_wrong_number_is_told_while_it_is_typed(page):
    page.goto("/inscription/")
    field = page.get_by_label("SIRET de l’établissement")
    wrong = UNKNOWN[:-1] + str((int(UNKNOWN[-1]) + 1) % 10)

    field.press_sequentially(wrong)
    expect(page.get_by_role("status").filter(has_text="n’existe pas")).to_be_visible()
    expect(field).to_have_attribute("aria-invalid", "true")

    field.fill(UNKNOWN)
    expect(field).not_to_have_attribute("aria-invalid", re.compile(".*"))


def test_a_claim_with_a_document_goes_to_the_team(page, live_server, tmp_path):
    structure = known()
    sign_in(page, live_server, user_with("jeanne@gmail.com"))
    proof = tmp_path / "pouvoir.pdf"
    proof.write_bytes(b"%PDF-1.7\n%%EOF")
    page.goto(f"/inscription/{structure.siret}/")
    page.get_by_label("Un justificatif").set_input_files(proof)
    page.get_by_role("button", name="Demander à l’équipe").click()

    page.get_by_role("link", name=str(structure)).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="pouvoir.pdf").click()

    assert download.value.suggested_filename == "pouvoir.pdf"
    page.get_by_role("button", name="Retirer cette demande").click()
    expect(page.locator(".messages")).to_contain_text("Votre demande est retirée")


@pytest.mark.parametrize("size", [{}, PHONE], ids=["wide", "phone"])
def test_axe_finds_nothing(new_page, live_server, accessible, size):
    page, structure = new_page(**size), known()
    taken = StructureMembershipFactory(structure__name="Une structure tenue").structure
    for address in ["/inscription/", "/inscription/?siret=12", f"/inscription/?siret={structure.siret[:9]}"]:
        page.goto(address)
        accessible(page)
    user = user_with("jeanne@gmail.com")
    sign_in(page, live_server, user)
    own = StructureMembershipFactory(structure=structure, user=user).structure
    change_facts(own, {"name": "Un autre nom", "city": "Bondy"}, by=user)
    ReviewItem.objects.filter(structure=own).update(status="asked", question="Pourquoi ce nom ?")
    draft = StructureMembershipFactory(user=user, structure__status="draft").structure
    claim = ReviewItemFactory(kind="claim", key=str(user.pk), submitted_by=user)
    for address in [
        f"/inscription/{taken.siret}/",
        f"/inscription/{UNKNOWN}/",
        "/espace/structures/",
        f"/espace/structures/{own.pk}/",
        f"/espace/structures/{draft.pk}/",
        f"/espace/structures/{draft.pk}/supprimer/",
        f"/espace/demandes/{claim.pk}/",
        f"/espace/demandes/{ReviewItem.objects.get(structure=own, kind='change').pk}/",
    ]:
        page.goto(address)
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
