"""Addresses of a site, offered as one types: from a real server that speaks the BAN's format."""

import pytest
from django.core.cache import caches

from suppliers.asking import addresses_asked
from suppliers.models import Need
from suppliers.sourcing.needs.suggestions import AWAY
from tests.geocoding.ban_server import HTML, found
from tests.geocoding.conftest import ban as ban

pytestmark = pytest.mark.django_db
URL = "/besoins/lieux.json"
STREET = "18 rue Saint-Antoine Montreuil"


@pytest.fixture(autouse=True)
def nothing_kept():
    caches["memory"].clear()


def offered(client, typed):
    response = client.get(URL, {"q": typed})
    assert response.status_code == 200
    return response.json()


def test_a_street_is_offered_with_its_point_and_is_kept_as_it_is_chosen(client, ban):
    ban.otherwise = found("18 Rue Saint-Antoine, 93100 Montreuil", 48.865, 2.455)

    first = offered(client, STREET)["found"][0]

    assert (first["kind"], first["name"]) == ("address", "addresses")
    assert first["label"] == "18 Rue Saint-Antoine, 93100 Montreuil"
    client.post("/besoins/", {"title": "Un besoin", "addresses": [first["code"]]})
    site = Need.objects.get().sites.get()
    assert (site.address, site.latitude, site.longitude) == (first["label"], 48.865, 2.455)
    assert site.territory.code == "93048"


@pytest.mark.parametrize("typed", ["Montreuil", "Est Ensemble", "93", "Seine-Saint-Denis"])
def test_our_own_places_ask_the_service_nothing(client, ban, typed):
    assert {one["kind"] for one in offered(client, typed)["found"]} == {"place"}
    assert not ban.questions


def test_what_no_place_of_ours_is_called_is_asked_too(client, ban):
    ban.otherwise = found("Gymnase Auguste Delaune, 93100 Montreuil", 48.865, 2.455, kind="locality")

    assert offered(client, "Gymnase Delaune")["found"][0]["kind"] == "address"


def test_a_service_that_is_away_is_said_and_the_commune_is_offered(client, ban):
    ban.otherwise = HTML

    answer = offered(client, "18 rue Saint-Antoine, 93100 Montreuil")

    assert answer["doubt"] == AWAY
    assert [one["code"] for one in answer["found"]] == ["93048"]


def test_a_commune_that_the_service_finds_is_a_place(client, ban):
    ban.otherwise = found("Montreuil", 48.863, 2.443, kind="municipality")

    answer = offered(client, "rue inconnue Montreuil")

    assert [(one["kind"], one["code"]) for one in answer["found"]] == [("place", "93048")]


def test_an_address_where_we_know_no_territory_is_not_offered(client, ban):
    ban.otherwise = found("1 Rue de Nulle Part, 99999 Ailleurs", 48.865, 2.455, citycode="99999")

    assert offered(client, "1 rue de nulle part")["found"] == []


def test_too_many_questions_are_said_and_the_form_still_reads_the_address(client, ban, monkeypatch):
    ban.otherwise = found("18 Rue Saint-Antoine, 93100 Montreuil", 48.865, 2.455)
    monkeypatch.setitem(addresses_asked.RATES, "addresses-visitors", "1/m/ip")
    offered(client, STREET)

    answer = offered(client, STREET)
    assert answer["doubt"] == addresses_asked.TOO_MANY
    assert {one["kind"] for one in answer["found"]} == {"place"}
    client.post("/besoins/", {"title": "Un besoin", "where": STREET})
    assert Need.objects.get().sites.get().latitude == 48.865


@pytest.mark.parametrize("typed", ["", "1", "1 rue\x00", "rue " * 200, "<script>", "12 rue ’’"])
def test_odd_letters_are_answered(client, ban, typed):
    assert set(offered(client, typed)) == {"found", "doubt"}
