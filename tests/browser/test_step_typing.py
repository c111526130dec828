"""The card follows each key, and what is typed into a draft is there when its author comes back."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from suppliers.models import Structure
from tests.factories import StructureFactory, StructureMembershipFactory, UserFactory

pytestmark = pytest.mark.usefixtures("seeded")
DESCRIPTION = "Nous nettoyons les écoles et les mairies du Grand Paris, avec des salariés en insertion."


@pytest.fixture
def member_page(new_page, live_server):
    """A page opened by a member of a structure in this state: `member_page("draft")`."""

    def open_page(status: str):
        structure = StructureFactory(**{"published": True} if status == "published" else {"status": status})
        user = UserFactory()
        StructureMembershipFactory(structure=structure, user=user)
        client = Client()
        client.force_login(user)
        page = new_page()
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([cookie])
        return page, structure

    return open_page


def at(structure: Structure, step: str) -> str:
    return f"/espace/structures/{structure.pk}/{step}/"


def kept(page, structure: Structure, name: str):
    """A fact of the structure once it is there, or None after five seconds."""
    for _ in range(100):
        structure.refresh_from_db()
        if getattr(structure, name) is not None:
            break
        page.wait_for_timeout(50)
    return getattr(structure, name)


def card(page):
    return page.get_by_role("complementary", name="Ce que les acheteurs voient")


def test_card_follows_each_key_of_a_published_profile(member_page):
    page, structure = member_page("published")
    page.goto(at(structure, "identite"))

    page.get_by_label("Enseigne ou nom d’usage").press_sequentially("Les Mains vertes")

    expect(card(page).get_by_role("heading", name="Les Mains vertes")).to_be_visible()
    expect(card(page)).to_contain_text("rien n’en est encore enregistré")
    structure.refresh_from_db()
    assert structure.brand == ""


def test_published_profile_is_not_left_half_way_without_a_question(member_page):
    page, structure = member_page("published")
    page.goto(at(structure, "identite"))
    page.get_by_label("Présentation").press_sequentially("Nous lavons")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    page.get_by_role("link", name=str(structure)).first.click()

    expect(page.get_by_label("Présentation")).to_have_value(re.compile("Nous lavons$"))
    assert asked == ["beforeunload"]


def test_draft_is_saved_field_by_field_and_resumed_where_it_was_left(member_page):
    page, structure = member_page("draft")
    page.goto(at(structure, "identite"))
    page.get_by_label("Présentation").fill(DESCRIPTION)
    page.get_by_label("Enseigne ou nom d’usage").fill("Les Mains vertes")
    page.keyboard.press("Tab")

    expect(page.get_by_text("Enregistré à ")).to_be_visible()
    expect(card(page).get_by_role("heading", name="Les Mains vertes")).to_be_visible()
    expect(page.get_by_role("progressbar")).not_to_have_attribute("value", "0")
    page.goto("/")
    page.goto(at(structure, "identite"))
    expect(page.get_by_label("Présentation")).to_have_value(DESCRIPTION)
    # Sent after it was saved as one goes: the same tab is no second tab.
    page.get_by_label("Horaires").fill("Tous les jours")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Enregistré à ")).to_be_visible()
    page.get_by_role("button", name="Enregistrer et continuer").last.click()
    page.wait_for_url(re.compile(r"/offre/$"))


def test_mistakes_go_one_by_one_as_they_are_put_right(member_page):
    page, structure = member_page("draft")
    page.goto(at(structure, "capacite"))
    people, delay = page.get_by_label("Effectif (personnes)"), page.get_by_label("Délai habituel")
    people.fill("dix")
    page.keyboard.press("Tab")
    expect(page.get_by_text("sauf ce qui est à compléter")).to_be_visible()
    box = page.locator("#erreurs")
    expect(box).to_have_count(0)  # nothing was sent: half a form is no mistake yet
    delay.fill("vite")
    page.get_by_role("button", name="Enregistrer et continuer").last.click()
    expect(box).to_contain_text("il reste 2 points")
    expect(page.locator(".error")).to_have_count(2)

    people.fill("10")
    page.keyboard.press("Tab")

    expect(box).to_contain_text("Le reste est enregistré : il reste un point")
    expect(page.locator(".error")).to_have_count(1)
    assert people.get_attribute("aria-invalid") is None
    delay.fill("15")
    page.keyboard.press("Tab")
    expect(box).to_have_count(0)
    expect(page.locator(".error")).to_have_count(0)
    structure.refresh_from_db()
    assert (structure.headcount, structure.lead_time_days) == (10, 15)


def test_last_field_is_saved_when_the_page_is_left_from_within_it(member_page):
    page, structure = member_page("draft")
    page.goto(at(structure, "capacite"))
    page.get_by_label("Effectif (personnes)").press_sequentially("24")
    page.goto("/")

    # No page is left to be told that it arrived.
    assert kept(page, structure, "headcount") == 24


def test_half_a_number_is_not_saved_while_it_is_typed(member_page):
    page, structure = member_page("draft")
    page.goto(at(structure, "capacite"))
    page.get_by_label("Effectif (personnes)").focus()
    page.keyboard.type("24")
    # The first field is saved as it is left, while the next is already being typed in.
    page.keyboard.press("Tab")
    page.get_by_label("Plus grosse commande").focus()
    page.keyboard.type("12")
    page.get_by_label("Effectif (personnes)").dispatch_event("change")

    expect(page.get_by_text("Enregistré à ")).to_be_visible()
    structure.refresh_from_db()
    assert (structure.headcount, structure.largest_order_excl_tax) == (24, None)
    page.keyboard.type(" 000")
    page.keyboard.press("Tab")
    assert kept(page, structure, "largest_order_excl_tax") == 12_000


def test_keyword_that_is_too_long_is_refused_as_it_is_added(member_page):
    page, structure = member_page("draft")
    page.goto(at(structure, "offre") + "ajouter/")
    page.get_by_label("Ajouter un mot-clé").fill(f"bio, {'z' * 61}")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Trop long, pas ajouté")).to_be_visible()
    expect(page.get_by_label("bio")).to_be_checked()
    expect(page.get_by_label("Ajouter un mot-clé")).to_have_value("z" * 61)


def test_new_activity_of_a_draft_is_one_and_has_its_own_address(member_page):
    page, structure = member_page("draft")
    page.goto(at(structure, "offre") + "ajouter/")
    page.get_by_label("Chercher un secteur").press_sequentially("ménage")
    page.get_by_role("option").first.click()
    page.get_by_label("Prestation de service").check()
    page.get_by_label("Dans toute la France").check()

    page.wait_for_url(re.compile(r"/offre/\d+/$"))
    page.get_by_label("Votre offre, avec vos mots").fill(DESCRIPTION)
    page.get_by_role("button", name="Enregistrer l’activité").click()
    page.wait_for_url(re.compile(r"/offre/$"))
    assert structure.activities.get().description == DESCRIPTION


def test_session_that_ends_is_said_and_nothing_typed_is_lost(member_page):
    page, structure = member_page("draft")
    page.goto(at(structure, "identite"))
    page.context.clear_cookies(name="sessionid")

    page.get_by_label("Présentation").fill(DESCRIPTION)
    page.keyboard.press("Tab")

    expect(page.get_by_text("votre session est terminée")).to_be_visible()
    expect(page.get_by_label("Présentation")).to_have_value(DESCRIPTION)
