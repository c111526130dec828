"""A validator at work: by keyboard, on a phone, without scripts."""

import pytest
from playwright.sync_api import expect

from suppliers import search
from suppliers.models import ReviewItem, Structure, User
from suppliers.profiles.changing import change_facts
from tests.browser.conftest import PHONE
from tests.factories import (
    ReviewItemFactory,
    StructureFactory,
    StructureMembershipFactory,
    UserFactory,
)


@pytest.fixture
def waiting(live_server):
    structure = StructureFactory(published=True, name="La Brosse", phone="")
    member = StructureMembershipFactory(structure=structure, user=UserFactory(username="membre")).user
    search.refresh([structure.pk])
    moved = {"latitude": 48.87, "longitude": 2.45, "geo_precision": "street"}
    change_facts(structure, {"name": "Le Balai", **moved}, by=member)
    ReviewItemFactory(kind="claim", structure=structure, submitted_by=UserFactory(username="demandeuse"))
    return ReviewItem.objects.get(kind="change")


@pytest.fixture
def signed_in(new_page, client, live_server):
    """`signed_in(**options)`: a page of a validator."""
    client.force_login(User.objects.create_user("animatrice", is_validator=True))
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}

    def open_page(**options):
        page = new_page(**options)
        page.context.add_cookies([session])
        return page

    return open_page


def test_an_item_is_opened_approved_and_undone_by_keyboard(signed_in, waiting, accessible):
    page = signed_in()
    page.goto("/validation/")
    accessible(page)
    page.keyboard.press("?")
    expect(page.get_by_text("précédent")).to_be_visible()
    page.keyboard.press("?")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.get_by_role("link", name="La Brosse").first).to_be_focused()
    page.keyboard.press("o")
    page.get_by_role("heading", name="Avant, après").wait_for()
    page.locator("[data-atlas-review-map] .mark").first.wait_for()
    accessible(page)

    page.keyboard.press("a")

    expect(page.get_by_text("C’est accepté")).to_be_visible()
    assert Structure.objects.get().name == "Le Balai"
    accessible(page)
    page.get_by_role("button", name="Annuler cette décision").press("Enter")
    expect(page.get_by_text("tout est comme avant")).to_be_visible()
    assert Structure.objects.get().name == "La Brosse"


def test_letters_that_somebody_types_decide_nothing(signed_in, waiting):
    page = signed_in()
    page.goto(f"/validation/{waiting.pk}/")

    page.keyboard.press("r")
    expect(page.get_by_label("Motif du refus")).to_be_focused()
    page.get_by_label("Motif du refus").select_option("registry")
    page.get_by_label("Explication").press_sequentially("aqrjku?")
    expect(page.get_by_label("Explication")).to_have_value("aqrjku?")
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("q")
    page.get_by_label("Votre question").press_sequentially("a")
    assert ReviewItem.objects.get(pk=waiting.pk).is_open

    page.locator("#refuser").get_by_role("button", name="Refuser").click()
    expect(page.get_by_text("C’est refusé")).to_be_visible()
    assert ReviewItem.objects.get(pk=waiting.pk).answer == "aqrjku?"


def test_shortcuts_are_switched_off_and_stay_so(signed_in, waiting):
    page = signed_in()
    page.goto(f"/validation/{waiting.pk}/")
    page.keyboard.press("?")
    page.get_by_role("button", name="Les désactiver").click()
    page.reload()

    page.keyboard.press("a")
    page.keyboard.press("r")

    expect(page.get_by_label("Motif du refus")).to_be_hidden()
    assert ReviewItem.objects.get(pk=waiting.pk).is_open


def test_everything_is_done_without_scripts(signed_in, waiting):
    page = signed_in(java_script_enabled=False)
    page.goto("/validation/?nature=change")
    page.get_by_role("link", name="La Brosse").click()
    expect(page.get_by_text("Raccourcis clavier")).to_be_hidden()
    page.get_by_role("button", name="Je m’en occupe").click()
    expect(page.get_by_text("Vous vous en occupez.").first).to_be_visible()
    page.get_by_text("Corriger avant d’accepter").click()
    page.get_by_label("Nom", exact=True).fill("Le Balai vert")
    page.get_by_role("button", name="avec ces corrections").click()

    expect(page.get_by_text("C’est accepté")).to_be_visible()
    assert Structure.objects.get().name == "Le Balai vert"
    page.get_by_role("button", name="Annuler cette décision").click()
    assert ReviewItem.objects.get(pk=waiting.pk).is_open


@pytest.mark.parametrize(
    "screen", [{"viewport": {"width": 1280, "height": 800}}, PHONE], ids=["desk", "phone"]
)
def test_each_field_of_a_long_correction_is_seen_with_its_button(signed_in, screen):
    item = ReviewItemFactory(kind="structure", structure=StructureFactory(status="pending"))
    page = signed_in(**screen)
    page.goto(f"/validation/{item.pk}/")
    page.locator("#corriger > summary").click()
    button = page.get_by_role("button", name="avec ces corrections")

    for label in ("Numéro RNA", "Présentation", "Téléphone public"):
        page.get_by_label(label).focus()
        expect(button).to_be_in_viewport(ratio=1)
        expect(page.get_by_label(label)).to_be_in_viewport(ratio=1)
        field, below = page.get_by_label(label).bounding_box(), button.bounding_box()
        assert field["y"] + field["height"] <= below["y"]
    scrolled = page.locator(".item__side").evaluate("box => box.scrollHeight - box.clientHeight")
    assert scrolled == 0


def test_a_long_correction_that_is_opened_far_down_comes_into_view(signed_in):
    item = ReviewItemFactory(kind="structure", structure=StructureFactory(status="pending"))
    page = signed_in(viewport={"width": 1280, "height": 500})
    page.goto(f"/validation/{item.pk}/")
    page.get_by_role("heading", name="Historique").scroll_into_view_if_needed()
    assert page.evaluate("scrollY") > 0

    page.locator("#corriger > summary").click()

    expect(page.locator("#corriger > summary")).to_be_in_viewport()
    expect(page.get_by_label("Nom", exact=True)).to_be_in_viewport()


def test_a_phone_has_the_decision_at_hand(signed_in, waiting, accessible):
    page = signed_in(**PHONE)
    page.goto("/validation/")
    accessible(page)
    page.goto(f"/validation/{waiting.pk}/")
    expect(page.get_by_role("button", name="Accepter", exact=True).first).to_be_in_viewport()
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wider <= 0
    page.get_by_role("link", name="Demander…").tap()
    expect(page.get_by_label("Votre question")).to_be_focused()
    accessible(page)


def test_the_pin_of_a_proposed_address_is_moved_by_arrow_keys_and_taken_back(signed_in, waiting, accessible):
    page = signed_in()
    page.goto(f"/validation/{waiting.pk}/")
    page.locator("#corriger > summary").press("Enter")
    pin = page.locator(".place__pin")
    pin.focus()
    for key in ("ArrowUp", "Shift+ArrowUp", "ArrowRight"):
        page.keyboard.press(key)
    expect(page.get_by_text("Repère placé à la main")).to_be_visible()
    expect(pin).to_be_focused()
    accessible(page)

    page.get_by_role("button", name="avec ces corrections").press("Enter")

    expect(page.get_by_text("C’est accepté")).to_be_visible()
    structure = Structure.objects.get()
    assert structure.geo_precision == "manual"
    assert structure.latitude == pytest.approx(48.87 + 110 / 111_195, abs=2e-6)
    page.get_by_role("button", name="Annuler cette décision").press("Enter")
    expect(page.get_by_text("tout est comme avant")).to_be_visible()
    assert Structure.objects.get().geo_precision == "housenumber"


def test_a_point_is_placed_without_scripts(signed_in, waiting):
    page = signed_in(java_script_enabled=False)
    page.goto(f"/validation/{waiting.pk}/")
    page.locator("#corriger > summary").click()
    page.get_by_text("Écrire la latitude et la longitude").click()
    page.get_by_label("Latitude").fill("48,871")
    page.get_by_label("Longitude").fill("2,451")
    page.get_by_role("button", name="avec ces corrections").click()

    expect(page.get_by_text("C’est accepté")).to_be_visible()
    structure = Structure.objects.get()
    assert (structure.latitude, structure.longitude, structure.geo_precision) == (48.871, 2.451, "manual")


def test_each_way_to_decide_stands_once_beside_an_item(signed_in, waiting):
    page = signed_in()
    page.goto(f"/validation/{waiting.pk}/")
    for way in ("Refuser", "Demander"):
        expect(page.locator(".decide").get_by_text(way).locator("visible=true")).to_have_count(1)
