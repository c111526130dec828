"""« Où nous sommes »: the point follows the address, or the hand; a published one waits for an admin."""

import json

import pytest
from django.urls import reverse

from suppliers.asking import addresses_asked
from suppliers.geocoding import Candidate, Point
from suppliers.models import Event, ReviewItem, Territory
from suppliers.registration.place_form import read_choice, signed
from tests.factories import StructureFactory, UserFactory
from tests.geocoding.ban_server import HTML, NOTHING, found
from tests.registration.conftest import member_of

pytestmark = pytest.mark.django_db
HERE = found("18 Rue Saint-Antoine, 93100 Montreuil", 48.865, 2.455)
MOVED = {"address": "18 rue saint antoine", "postal_code": "93100", "city": "Montreuil"}


@pytest.fixture(autouse=True)
def service(ban):
    ban.otherwise = HERE
    return ban


def facts(structure):
    names = ("address", "postal_code", "city", "latitude", "longitude", "geo_precision", "geo_score")
    return tuple(getattr(structure, name) for name in names)


def messages_of(member, answer):
    page = member.client.get(answer.url).content.decode()
    return page[page.index('id="messages"') : page.index("<main")]


def addresses(member, typed):
    return member.client.get(reverse("registration:addresses", args=[member.structure.pk]), {"q": typed})


def test_a_typed_address_is_placed_where_the_service_says(drafting, service):
    answer = drafting.tab("lieu").send(**MOVED)

    assert answer.url == drafting.url("capacite")
    structure = drafting.reread()
    assert facts(structure)[:6] == (
        "18 rue saint antoine",
        "93100",
        "Montreuil",
        48.865,
        2.455,
        "housenumber",
    )
    assert structure.geo_score == 0.97
    assert len(service.questions) == 1
    assert {"address", "latitude"} <= set(structure.edited_fields)


def test_a_step_left_as_it_is_asks_nobody_and_changes_nothing(drafting, service):
    before = facts(drafting.structure)

    answer = drafting.tab("lieu").send()

    assert answer.status_code == 302
    assert facts(drafting.reread()) == before
    assert service.questions == []
    assert not Event.objects.exists()


def test_a_chosen_suggestion_fills_the_address_and_its_point(drafting):
    (offered,) = addresses(drafting, "18 rue saint antoine montreuil").json()["candidates"]

    drafting.tab("lieu").send(
        address=offered["address"], latitude="48.865", longitude="2,455000", choix=offered["choice"]
    )

    structure = drafting.reread()
    assert facts(structure) == (
        "18 Rue Saint-Antoine", "93100", "Montreuil", 48.865, 2.455, "housenumber", 0.97,
    )  # fmt: skip
    assert structure.territory.code == "93048"


def test_a_pin_that_was_dragged_is_placed_by_hand(drafting, service):
    drafting.tab("lieu").send(latitude="48.8701", longitude="2.4602")

    assert facts(drafting.reread())[3:] == (48.8701, 2.4602, "manual", None)
    assert service.questions == []


def test_a_point_placed_by_hand_stays_in_its_street_and_not_in_another_city(drafting):
    drafting.tab("lieu").send(latitude="48.8701", longitude="2.4602")
    drafting.tab("lieu").send(address="20 rue Saint-Antoine")
    assert facts(drafting.reread())[3:6] == (48.8701, 2.4602, "manual")

    drafting.tab("lieu").send(address="1 rue de Paris", postal_code="93500", city="Pantin")

    structure = drafting.reread()
    assert structure.geo_precision == "commune", "the answer of the service is in another commune"
    assert structure.territory.code == "93055"


def test_without_a_script_candidates_are_boxes(drafting, service):
    tab = drafting.tab("lieu")

    answer = tab.send(**MOVED, chercher="adresse")

    assert answer.status_code == 200
    assert "18 Rue Saint-Antoine, 93100 Montreuil" in tab.page
    assert read_choice(tab.values["choix"]).point.latitude == 48.865
    assert not Event.objects.exists()
    tab.send()
    assert facts(drafting.reread())[:1] + facts(drafting.reread())[3:6] == (
        "18 Rue Saint-Antoine",
        48.865,
        2.455,
        "housenumber",
    )


@pytest.mark.parametrize("reply", [HTML, NOTHING])
def test_a_service_that_does_not_help_blocks_nothing(drafting, service, reply):
    service.otherwise = reply
    tab = drafting.tab("lieu")
    tab.send(**MOVED, chercher="adresse")
    assert "Montreuil" in tab.page
    assert "centre de la commune, approximatif" in tab.page

    answer = tab.send(choix="")

    structure = drafting.reread()
    commune = Territory.objects.get(code="93048")
    assert (structure.latitude, structure.geo_precision) == (commune.latitude, "commune")
    assert structure.address == "18 rue saint antoine"
    assert "latitude" not in structure.edited_fields, "a better point may come: it is nobody's work"
    assert "approximatif" in messages_of(drafting, answer)
    assert "Ce point est approximatif" in drafting.tab("lieu").page


def test_a_point_far_from_its_commune_gets_a_warning(drafting):
    answer = drafting.tab("lieu").send(latitude="48.6", longitude="2.4602")

    assert drafting.reread().latitude == 48.6
    assert "km du centre de Montreuil" in messages_of(drafting, answer)
    assert "km du centre de Montreuil" in drafting.tab("lieu").page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"latitude": "1" + "0" * 30}, "La latitude va de −90 à 90 degrés."),
        ({"latitude": "2.35", "longitude": "48.85"}, "interverties"),
        ({"latitude": ""}, "Latitude et longitude vont ensemble"),
        ({"latitude": "ici"}, "Écrivez des degrés"),
        ({"latitude": "nan"}, "Écrivez des degrés"),
        ({"latitude": "\x00"}, "Écrivez des degrés"),
        ({"postal_code": "9310"}, "Un code postal compte cinq chiffres."),
        ({"postal_code": "\u0669\u0663\u0661\u0660\u0660"}, "Un code postal compte cinq chiffres."),
        ({"city": ""}, "Remplissez ce champ."),
        ({"city": "x" * 81}, "80 caractères au plus"),
        ({"address": "x" * 201}, "200 caractères au plus"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(drafting, typed, said):
    before = facts(drafting.structure)
    tab = drafting.tab("lieu")

    answer = tab.send(**({"address": "18 rue saint antoine"} | typed))

    assert answer.status_code == 200
    assert said in tab.page
    assert facts(drafting.reread()) == before


@pytest.mark.parametrize("forged", ["x", "{}", "\x00", "a:b:c", "x" * 5_000])
def test_a_forged_choice_is_no_choice(drafting, forged):
    drafting.tab("lieu").send(**MOVED, choix=forged)

    assert drafting.reread().geo_precision in ("housenumber", "")


def test_the_choice_of_another_secret_is_no_choice(drafting, settings):
    (offered,) = addresses(drafting, "18 rue saint antoine montreuil").json()["candidates"]
    settings.SECRET_KEY = "y" * 50

    assert read_choice(offered["choice"]) is None


def test_an_address_that_is_published_waits_and_both_points_are_shown(published):
    answer = published.tab("lieu").send(**MOVED, address_extra="Bâtiment B")

    structure = published.reread()
    assert facts(structure)[3:6] == (48.8638, 2.4485, "housenumber")
    item = ReviewItem.objects.get()
    assert item.fields["address"]["after"] == "18 rue saint antoine"
    assert item.fields["latitude"]["after"] == 48.865
    assert "point sur la carte" in messages_of(published, answer)
    tab = published.tab("lieu")
    assert tab.values["latitude"] == "48.865000"
    assert tab.values["address_extra"] == "Bâtiment B"
    assert 'data-published="48.8638,2.4485"' in tab.page
    assert "En attente de validation" in tab.page


def test_a_second_tab_is_told_that_the_point_moved(drafting):
    first, second = drafting.tab("lieu"), drafting.tab("lieu")
    first.send(latitude="48.8701", longitude="2.4602")

    answer = second.send(latitude="48.88", longitude="2.47")

    assert answer.status_code == 200
    assert "48,870100" in second.page
    assert drafting.reread().latitude == 48.8701


def test_suggestions_are_for_members(drafting, client, service):
    for name in ("addresses", "sectors", "territories"):
        address = reverse(f"registration:{name}", args=[drafting.structure.pk])
        assert drafting.client.get(address, {"q": "montreuil"}).status_code == 200
        assert drafting.client.post(address).status_code == 405
        assert client.get(address, {"q": "montreuil"}).status_code == 404
        stranger = member_of(StructureFactory(status="draft")).client
        assert stranger.get(address, {"q": "montreuil"}).status_code == 404
    validator = UserFactory(is_validator=True)
    client.force_login(validator)
    assert client.get(address, {"q": "montreuil"}).status_code == 404
    assert service.questions == ["montreuil"], "nobody else makes us ask the service"


@pytest.mark.parametrize("typed", ["", "a", "\x00", "x" * 10_000, "\u202e\u200b", "%%%", "10" * 60])
@pytest.mark.parametrize("name", ["addresses", "sectors", "territories"])
def test_suggestions_for_anything_typed(drafting, service, name, typed):
    service.otherwise = NOTHING
    answer = drafting.client.get(reverse(f"registration:{name}", args=[drafting.structure.pk]), {"q": typed})

    assert answer.status_code == 200
    json.loads(answer.content)


def test_addresses_are_offered_at_the_pace_of_a_person(drafting, service, monkeypatch):
    monkeypatch.setitem(addresses_asked.RATES, "addresses", "3/m/user")
    given = [json.loads(addresses(drafting, f"rue {n}").content) for n in range(4)]

    assert [bool(one["candidates"]) for one in given] == [True, True, True, False]
    assert given[3]["doubt"] == addresses_asked.TOO_MANY
    assert len(service.questions) == 3

    other = member_of(StructureFactory(status="draft"))
    assert json.loads(addresses(other, "rue 9").content)["candidates"], "counted for each account"


def test_too_many_addresses_asked_stop_neither_the_page_nor_what_is_saved(drafting, service, monkeypatch):
    monkeypatch.setitem(addresses_asked.RATES, "addresses", "0/m/user")
    tab = drafting.tab("lieu")

    tab.send(chercher="adresse", **MOVED)
    assert addresses_asked.TOO_MANY in tab.page
    assert tab.values["address"] == MOVED["address"]

    assert tab.send().status_code == 302
    assert drafting.reread().latitude == 48.865


def test_territories_say_how_they_are_drawn(drafting):
    address = reverse("registration:territories", args=[drafting.structure.pk])
    ept, commune, wide = (
        next(one for one in drafting.client.get(address, {"q": typed}).json() if one["code"] == code)
        for typed, code in [("Est Ensemble", "T8"), ("Montreuil", "93048"), ("93", "93")]
    )

    assert json.loads(ept["drawing"]) == {}
    assert json.loads(commune["drawing"])["at"] == pytest.approx([48.86, 2.44], abs=0.05)
    assert len(json.loads(wide["drawing"])["hull"]) > 5


def test_sectors_come_with_their_cpv(drafting):
    found = drafting.client.get(
        reverse("registration:sectors", args=[drafting.structure.pk]), {"q": "ménage"}
    ).json()

    assert any(one["code"] == "nettoyage-locaux" and "90910000" in one["detail"] for one in found)


def test_what_is_signed_comes_back_as_it_was():
    candidate = Candidate("1 rue X", "93100", "Montreuil", Point(48.8, 2.4, "street", 0.5, "x", "93048"))
    assert read_choice(signed(candidate)) == candidate


def test_an_address_without_a_commune_says_what_to_write_while_the_service_is_away(drafting, service):
    service.otherwise = HTML

    answer = addresses(drafting, "3 rue du Pré").json()

    assert answer["candidates"] == []
    assert "écrivez aussi le code postal et la commune" in answer["doubt"]
