"""What a visitor types, answered in the time of a page."""

import time

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from suppliers.geocoding import geocode_query
from suppliers.models import GeocodedAddress, Territory
from tests.geocoding.ban_server import HTML, Reply, found

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Montreuil", "93048"),
        ("montreuil ", "93048"),
        ("MONTREUIL", "93048"),
        ("93100", "93048"),
        ("Montreuil (93100)", "93048"),
        ("Montreuil, 93100", "93048"),
        ("Montreuil 93100", "93048"),
        ("93100 Montreuil", "93048"),
        ("Montreuil (93)", "93048"),
        ("Montreuil 93", "93048"),
        ("l'île saint denis", "93039"),
        ("St Denis", "93066"),
        ("Pierrefitte-sur-Seine", "93066"),
        ("93380 Pierrefitte-sur-Seine", "93066"),
        ("Paris", "75056"),
        ("Paris 11", "75111"),
        ("paris 11e", "75111"),
        ("Paris 11ème arrondissement", "75111"),
        ("paris 1er", "75101"),
        ("75011", "75111"),
        ("75011 Paris", "75111"),
        ("75116", "75116"),
        ("Paris 75020", "75120"),
    ],
)
def test_place_of_the_reference_is_found_without_asking(ban, typed, code):
    place = Territory.objects.get(code=code)
    point = geocode_query(typed)
    assert (point.latitude, point.longitude) == (place.latitude, place.longitude)
    assert point.is_approximate
    assert ban.questions == []


def test_postal_code_of_several_communes_is_their_middle(ban):
    places = Territory.objects.filter(postal_codes__contains=["94520"], kind="commune")
    point = geocode_query("94520")
    assert places.count() == 2
    assert point.latitude == pytest.approx(sum(place.latitude for place in places) / 2)
    assert point.insee_code == ""
    assert all(place.name in point.label for place in places)


@pytest.mark.parametrize(
    "typed",
    ["3 rue de la Paix, Montreuil", "3 rue de la Paix 93100 Montreuil", "rue de Paris Montreuil 93100"],
)
def test_street_is_asked_to_the_service(ban, typed):
    ban.otherwise = found("3 Rue de la Paix 93100 Montreuil", 48.871, 2.471)
    assert geocode_query(typed).latitude == 48.871
    assert ban.questions == [typed]


def test_name_found_twice_is_the_place_at_home(ban):
    reunion = Territory.objects.get(code="974")
    far = {"code": "97411", "kind": "commune", "name": "Saint-Denis", "name_key": "st denis"}
    Territory.objects.create(**far, population=999_999, ancestor_ids=[reunion.pk], latitude=-20, longitude=55)
    assert geocode_query("Saint-Denis").insee_code == "93066"
    assert geocode_query("Saint-Denis (974)").insee_code == "97411"


def test_commune_of_the_reference_in_another_departement_is_asked(ban):
    ban.otherwise = found("Montreuil", 50.46, 1.76, kind="municipality", citycode="62588")
    assert geocode_query("Montreuil (62170)").insee_code == "62588"
    assert geocode_query("Montreuil (62)").insee_code == "62588"


def test_question_is_asked_once_and_never_written(ban):
    ban.otherwise = found("3 Rue de la Paix", 48.871, 2.471)
    for typed in ("3 rue de la Paix, Montreuil", "3 RUE de la paix,  Montreuil"):
        assert geocode_query(typed) is not None
    assert len(ban.questions) == 1
    assert not GeocodedAddress.objects.exists()


def test_question_without_answer_is_asked_once(ban):
    assert geocode_query("azertyuiop") is None
    assert geocode_query("azertyuiop") is None
    assert len(ban.questions) == 1


@pytest.mark.parametrize(
    "reply",
    [
        found("Rue X", 48.8, 2.4, score=0.3),
        found("Rue X 69005 Lyon", 45.7, 4.8, citycode="69123"),
        found("Rue X", 12.0, 100.0),
        Reply(500),
        Reply(429),
        HTML,
    ],
    ids=["low score", "another département", "abroad", "500", "429", "garbage"],
)
def test_bad_answer_leaves_the_commune_of_the_line(ban, reply):
    ban.otherwise = reply
    point = geocode_query("3 rue X 93100 Montreuil")
    assert (point.insee_code, point.precision) == ("93048", "commune")
    assert geocode_query("3 rue X, quelque part") is None or reply.status == 200


def test_slow_service_does_not_keep_a_page_waiting(ban):
    ban.otherwise = Reply(delay=5)
    began = time.monotonic()
    assert geocode_query("3 rue de la Paix", timeout=0.3) is None
    assert time.monotonic() - began < 1


def test_slow_service_is_asked_again_next_time(ban):
    ban.script.append(Reply(delay=1))
    ban.otherwise = found("3 Rue de la Paix", 48.871, 2.471)
    assert geocode_query("3 rue de la Paix", timeout=0.1) is None
    assert geocode_query("3 rue de la Paix") is not None


@pytest.mark.parametrize("typed", ["", " ", "a", "x" * 201, "\x00", "\x00\x00\x00"])
def test_question_too_short_or_too_long_is_nowhere(ban, typed):
    assert geocode_query(typed) is None
    assert ban.questions == []


@examples(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=230))
def test_any_text_is_answered_without_error(ban, typed):
    point = geocode_query(typed, timeout=20.0)
    assert point is None or -90 <= point.latitude <= 90


def test_place_of_the_reference_takes_few_queries(ban, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        geocode_query("Montreuil (93100)")
