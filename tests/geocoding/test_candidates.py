"""Addresses to choose from: the service's, and communes of ours when it is away or knows nothing."""

import json

import pytest

from suppliers.geocoding import Address, Doubt, candidates, geocode_in_time
from suppliers.models import GeocodedAddress, Territory
from tests.geocoding.ban_server import HTML, NOTHING, Reply, collection, found

pytestmark = pytest.mark.django_db
TYPED = "18 rue saint antoine 93100 montreuil"


def features(*replies):
    return collection([json.loads(reply.body)["features"][0] for reply in replies])


HERE = found("18 Rue Saint-Antoine, 93100 Montreuil", 48.865, 2.455)
STREET = found("Rue Saint-Antoine, 93100 Montreuil", 48.866, 2.456, kind="street", score=0.6)


def test_candidates_come_in_the_order_of_the_service(ban):
    ban.otherwise = features(HERE, STREET)

    answer = candidates(TYPED)

    assert [one.label for one in answer.found] == [
        "18 Rue Saint-Antoine, 93100 Montreuil",
        "Rue Saint-Antoine, 93100 Montreuil",
    ]
    assert [one.point.precision for one in answer.found] == ["housenumber", "street"]
    assert answer.doubt is None
    assert ban.asked[0]["query"]["limit"] == ["5"]
    assert not GeocodedAddress.objects.exists(), "what is typed may be somebody's home"


def test_the_same_question_is_asked_once(ban):
    ban.otherwise = features(HERE)
    candidates(TYPED)
    candidates(TYPED.upper())

    assert len(ban.questions) == 1


def test_guesses_and_foreign_places_are_left_out(ban):
    ban.otherwise = features(
        found("Rue de Bruxelles", 50.85, 12.0), found("Rue Saint", 48.8, 2.4, score=0.1), HERE
    )

    assert [one.point.latitude for one in candidates(TYPED).found] == [48.865]


def test_an_address_comes_once(ban):
    ban.otherwise = features(HERE, found("18 Rue Saint-Antoine, 93100 Montreuil", 48.9, 2.5, score=0.5))

    assert [one.point.latitude for one in candidates(TYPED).found] == [48.865]


@pytest.mark.parametrize(
    ("reply", "doubt"), [(HTML, Doubt.AWAY), (Reply(500), Doubt.AWAY), (NOTHING, Doubt.UNKNOWN)]
)
def test_our_own_communes_answer_for_a_service_that_does_not(ban, reply, doubt):
    ban.otherwise = reply

    answer = candidates("18 rue saint antoine, 93100 montreuil")

    assert answer.doubt == doubt
    (only,) = answer.found
    assert (only.street, only.postal_code, only.city) == ("18 rue saint antoine", "93100", "Montreuil")
    assert only.point.is_approximate


def test_an_arrondissement_of_ours_is_in_paris(ban):
    ban.otherwise = HTML

    (only,) = candidates("3 rue de la Roquette 75011 Paris").found

    assert (only.postal_code, only.city, only.point.insee_code) == ("75011", "Paris", "75111")


@pytest.mark.parametrize("typed", ["", "  ", "a", "\x00\x00", "ab"])
def test_nothing_worth_asking_is_not_asked(ban, typed):
    assert candidates(typed).found == []
    assert ban.questions == []


def test_a_page_has_the_point_of_an_address(ban):
    ban.otherwise = HERE
    commune = Territory.objects.get(code="93048")

    point, answered = geocode_in_time(Address("18 rue Saint-Antoine", "93100", "Montreuil", commune))

    assert (point.latitude, point.precision, answered) == (48.865, "housenumber", True)


def test_a_page_does_not_wait_for_a_slow_service(ban):
    ban.otherwise = Reply(200, b"{}", delay=5)
    commune = Territory.objects.get(code="93048")

    point, answered = geocode_in_time(
        Address("18 rue Saint-Antoine", "93100", "Montreuil", commune), timeout=0.2
    )

    assert (point.precision, point.latitude, answered) == ("commune", commune.latitude, False)
