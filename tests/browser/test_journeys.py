"""Whole journeys, by two people each: who registers or changes a profile, and who decides on it."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from suppliers import search
from suppliers.models import OutgoingEmail, Structure, User
from suppliers.showing.days import long_day_in_words
from tests.accounts.conftest import PASSWORD, last_code
from tests.browser.test_accounts import submit
from tests.browser.test_registration import sign_in
from tests.factories import (
    ActivityFactory,
    StructureFactory,
    StructureMembershipFactory,
    siret_number,
)
from tests.geocoding.ban_server import found
from tests.geocoding.conftest import ban as ban
from tests.imports.lists import a_row, write_list
from tests.registration.people import user_with

pytestmark = pytest.mark.usefixtures("documents_folder")
NUMBERS = {"siret": siret_number(9_000_002), "rna": "W931009002"}  # nobody has them yet
NAME = "Les Voisins de l’Ourcq"
DESCRIPTION = "Une association de quartier qui nettoie à vélo."
EXPLANATION = "J’en suis la directrice depuis le mois de mars."


@pytest.fixture(autouse=True)
def service(ban):
    ban.otherwise = found("18 Rue Saint-Antoine, 93100 Montreuil", 48.865, 2.455)


@pytest.fixture
def member(new_page, live_server):
    return new_page()


@pytest.fixture
def validator(new_page, live_server):
    """Another window, of somebody who decides."""
    page = new_page(viewport={"width": 1281, "height": 800})
    sign_in(page, live_server, User.objects.create_user("animatrice", is_validator=True))
    return page


def sign_up(page, email, number):
    page.goto("/")
    page.get_by_role("link", name="Inscrire ma structure").click()
    page.get_by_label("SIRET de l’établissement").fill(number)
    page.get_by_role("button", name="Continuer").click()
    page.locator("main").get_by_role("link", name="Créer un compte").click()
    page.wait_for_url("**/compte/signup/**")
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    submit(page)
    page.get_by_label("Code reçu").wait_for()
    page.get_by_label("Code reçu").fill(last_code())
    submit(page)


def go_on(page):
    with page.expect_navigation():
        page.get_by_role("button", name="Enregistrer et continuer").last.click()


def fill_in(page, structure):
    """Each step that is needed to be handed in, one after the other."""
    page.goto(f"/espace/structures/{structure.pk}/identite/")
    page.get_by_label("Présentation").fill(DESCRIPTION)
    go_on(page)
    page.get_by_role("link", name="Décrire une première activité").click()
    page.get_by_role("combobox", name="Chercher un secteur").fill("ménage")
    page.get_by_role("option", name="Nettoyage de locaux").click()
    page.get_by_label("Prestation de service").check()
    page.get_by_label("Toute la France").check()
    page.get_by_role("button", name="Enregistrer l’activité").click()
    page.wait_for_url("**/offre/")
    change_address(page, structure)
    page.goto(f"/espace/structures/{structure.pk}/contact/")
    page.get_by_label("Téléphone", exact=False).first.fill("01 23 45 67 89")
    go_on(page)


def change_address(page, structure):
    page.goto(f"/espace/structures/{structure.pk}/lieu/")
    page.get_by_role("button", name="Position de la structure").or_(
        page.get_by_text("Le point sur la carte")
    ).first.wait_for()
    page.get_by_label("Numéro et rue").fill("18 rue saint antoine")
    page.get_by_role("option", name="18 Rue Saint-Antoine").click()
    expect(page.get_by_label("Numéro et rue")).to_have_value("18 Rue Saint-Antoine")
    go_on(page)


def open_item(page, name):
    """From the queue to what waits under this name."""
    page.goto("/validation/")
    page.get_by_role("link", name=name).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    return page.locator("section[aria-labelledby=proposition]")


def decide(page, button):
    page.locator(".decide__bar").get_by_role("button", name=button).click()
    expect(page.locator(".messages")).to_contain_text("C’est accepté")


def letter_to(address):
    return OutgoingEmail.objects.get(kind="decision_approved", to=address).text


@pytest.mark.parametrize("kind", NUMBERS)
def test_an_association_goes_from_nothing_to_the_directory(member, validator, live_server, kind):
    sign_up(member, "dominique@voisins.example", NUMBERS[kind])
    member.get_by_label("Nom de la structure").fill(NAME)
    member.get_by_label("Forme juridique").select_option("9220")
    member.get_by_label("Forme juridique").press("Tab")
    member.locator("main form [type=submit]").first.click()
    expect(member.get_by_role("heading", level=1)).to_have_text(NAME)
    draft = Structure.objects.get(**{kind: NUMBERS[kind]})
    fill_in(member, draft)
    member.goto(f"/espace/structures/{draft.pk}/")
    member.get_by_role("button", name="Envoyer à la validation").click()
    expect(member.locator(".messages")).to_contain_text("Votre fiche est envoyée")
    member.goto("/annuaire/?q=voisins+ourcq")
    expect(member.locator("[role=status][data-count]")).to_have_attribute("data-count", "0")

    public = f"{live_server.url}{draft.get_absolute_url()}"
    assert member.request.get(public).status == 404

    read = open_item(validator, NAME)
    for said in (DESCRIPTION, "Nettoyage de locaux", "Toute la France", "18 Rue Saint-Antoine"):
        expect(read).to_contain_text(said)
    decide(validator, "Publier")

    member.goto("/annuaire/?q=voisins+ourcq")
    member.get_by_role("heading", name=NAME).get_by_role("link").click()
    expect(member.get_by_role("heading", level=1)).to_have_text(NAME)
    assert member.url.split("?")[0] == public
    expect(member.locator("main")).to_contain_text("18 Rue Saint-Antoine")
    expect(member.locator("main")).to_contain_text(DESCRIPTION)
    assert NAME in letter_to("dominique@voisins.example")


def test_a_change_of_address_is_held_until_it_is_approved(member, validator, live_server):
    structure = StructureFactory(published=True, name=NAME, address="1 rue de Paris")
    ActivityFactory(structure=structure)
    search.refresh([structure.pk])
    owner = StructureMembershipFactory(structure=structure).user
    sign_in(member, live_server, owner)

    change_address(member, structure)

    member.goto(structure.get_absolute_url())
    expect(member.locator("main")).to_contain_text("1 rue de Paris")
    expect(member.locator("main")).not_to_contain_text("18 Rue Saint-Antoine")
    line = open_item(validator, NAME).get_by_role("row", name="Adresse")
    expect(line.locator("[data-side=Aujourd’hui]")).to_have_text("1 rue de Paris")
    expect(line.locator("[data-side=Proposé]")).to_have_text("18 Rue Saint-Antoine")
    decide(validator, "Accepter")
    member.reload()
    expect(member.locator("main")).to_contain_text("18 Rue Saint-Antoine")
    expect(member.locator("main")).not_to_contain_text("1 rue de Paris")
    assert NAME in letter_to(owner.email)


@pytest.fixture
def imported(tmp_path, live_server):
    """What the real command makes of a small list in the official format."""
    row = a_row(name=NAME, website="https://ourcq.example", updated_at=timezone.localdate().isoformat())
    call_command(
        "import_structures", "siae", str(write_list(tmp_path / "siae.csv", [row])), stdout=StringIO()
    )
    return Structure.objects.get(siret=row["siret"])


def test_who_is_not_known_to_an_imported_structure_waits_for_the_team(
    member, validator, live_server, imported
):
    sign_in(member, live_server, user_with("jeanne@gmail.com"))
    member.goto("/annuaire/?q=voisins+ourcq")
    member.get_by_role("heading", name=NAME).get_by_role("link").click()
    expect(member.locator("main")).to_contain_text("Entreprise d’insertion")
    member.goto("/inscription/")
    member.get_by_label("SIRET de l’établissement").fill(imported.siret)
    member.get_by_role("button", name="Continuer").click()
    expect(member.get_by_role("button", name="Tenir cette fiche")).to_have_count(0)
    member.get_by_label("Votre lien avec la structure").fill(EXPLANATION)
    member.get_by_role("button", name="Demander à l’équipe").click()
    expect(member.locator(".messages")).to_contain_text("demande")
    assert member.request.get(f"{live_server.url}/espace/structures/{imported.pk}/").status == 404

    read = open_item(validator, NAME)
    for said in (EXPLANATION, "jeanne@gmail.com", "https://ourcq.example"):
        expect(read).to_contain_text(said)
    official = validator.locator("section[aria-labelledby=officiel]")
    for said in (
        "liste des SIAE (ASP)",
        "Entreprise d’insertion",
        f"vue dans la liste le {long_day_in_words(timezone.localdate())}",
    ):
        expect(official).to_contain_text(said)
    decide(validator, "Donner l’accès")

    assert NAME in letter_to("jeanne@gmail.com")
    member.goto(f"/espace/structures/{imported.pk}/identite/")
    member.get_by_label("Présentation").fill(DESCRIPTION)
    go_on(member)
    member.goto(imported.get_absolute_url())
    expect(member.locator("main")).to_contain_text(DESCRIPTION)
    expect(member.locator("main")).to_contain_text("Entreprise d’insertion")
    certification = imported.certifications.get()
    assert (certification.kind_id, certification.verification) == ("EI", "verified")
