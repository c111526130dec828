"""What a visitor types, answered in the time of a page."""

import time

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from suppliers.geocoding import Answer, Doubt, known_place, locate
from suppliers.geocoding.point import centre_of
from suppliers.models import GeocodedAddress, Territory
from tests.geocoding.ban_server import HTML, NOTHING, Reply, found

pytestmark = pytest.mark.django_db


def place_or_point(typed):
    """Latitude and longitude of the answer, a commune's for a commune."""
    answer = locate(typed)
    point = centre_of(answer.place) if answer.place else answer.point
    return (point.latitude, point.longitude) if point else None


def centre(code):
    place = Territory.objects.get(code=code)
    return place.latitude, place.longitude


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
    assert place_or_point(typed) == centre(code)
    assert ban.questions == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [("75 011", "75111"), ("75 011 Paris", "75111"), ("Montreuil 93 100", "93048"),
     ("92100 Boulogne", "92012"), ("Kremlin-Bicêtre 94270", "94043"), ("11e arrondissement", "75111"),
     ("Montreuill", "93048")],
)  # fmt: skip
def test_place_written_otherwise_is_found_without_asking(ban, typed, code):
    assert place_or_point(typed) == centre(code)
    assert ban.questions == []


@pytest.mark.parametrize(
    ("typed", "code"), [("Est Ensemble", "T8"), ("93", "93"), ("Île-de-France", "R11"), ("MGP", "MGP")]
)
def test_wider_place_is_one_of_ours(ban, typed, code):
    assert locate(typed).place.code == code
    assert ban.questions == []


def test_name_of_several_places_is_to_be_chosen_from_without_asking(ban):
    answer = locate("Fontenay")

    assert [place.code for place in answer.choices] == ["94033", "92032"]
    assert (answer.is_found, answer.doubt) == (False, None)
    assert ban.questions == []


def test_name_a_little_like_ours_is_asked_then_proposed(ban):
    ban.script.append(found("Nantes", 47.21, -1.55, kind="municipality", citycode="44109"))

    assert locate("Nantes").point.insee_code == "44109"
    answer = locate("Bobini")
    assert (answer.choices[0].code, answer.doubt) == ("93008", Doubt.UNKNOWN)
    assert ban.questions == ["Nantes", "Bobini"]


@pytest.mark.parametrize(
    "typed", ["Montreuil", "Fontenay", "12 rue de Paris, Montreuil", "Bobini", "", "x" * 201]
)
def test_known_place_asks_nobody(ban, typed):
    answer = known_place(typed)

    assert answer.is_found is (typed == "Montreuil")
    assert ban.questions == []


def test_postal_code_of_several_communes_is_their_middle(ban):
    places = Territory.objects.filter(postal_codes__contains=["94520"], kind="commune")
    point = locate("94520").point
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
    answer = locate(typed)
    assert (answer.point.latitude, answer.doubt) == (48.871, None)
    assert ban.questions == [typed]


def test_name_found_twice_is_the_place_at_home(ban):
    reunion = Territory.objects.get(code="974")
    far = {"code": "97411", "kind": "commune", "name": "Saint-Denis", "name_key": "st denis"}
    Territory.objects.create(**far, population=999_999, ancestor_ids=[reunion.pk], latitude=-20, longitude=55)
    assert locate("Saint-Denis").place.code == "93066"
    assert locate("Saint-Denis (974)").place.code == "97411"


def test_commune_of_the_reference_in_another_departement_is_asked(ban):
    ban.otherwise = found("Montreuil", 50.46, 1.76, kind="municipality", citycode="62588")
    for typed in ("Montreuil (62170)", "Montreuil (62)"):
        answer = locate(typed)
        assert (answer.point.insee_code, answer.doubt) == ("62588", None)


def test_question_is_asked_once_and_never_written(ban):
    ban.otherwise = found("3 Rue de la Paix", 48.871, 2.471)
    for typed in ("3 rue de la Paix, Montreuil", "3 RUE de la paix,  Montreuil"):
        assert locate(typed).point is not None
    assert len(ban.questions) == 1
    assert not GeocodedAddress.objects.exists()


def test_question_without_answer_is_asked_once(ban):
    assert locate("azertyuiop") == locate("azertyuiop") == Answer(doubt=Doubt.UNKNOWN)
    assert len(ban.questions) == 1


UNKNOWN = {
    "nothing": NOTHING,
    "low score": found("Rue X", 48.8, 2.4, score=0.3),
    "another département": found("Rue X 69005 Lyon", 45.7, 4.8, citycode="69123"),
    "abroad": found("Rue X", 12.0, 100.0),
}
AWAY = {"500": Reply(500), "429": Reply(429), "garbage": HTML}


@pytest.mark.parametrize(
    ("reply", "doubt"),
    [
        *((reply, Doubt.UNKNOWN) for reply in UNKNOWN.values()),
        *((reply, Doubt.AWAY) for reply in AWAY.values()),
    ],
    ids=[*UNKNOWN, *AWAY],
)
def test_bad_answer_leaves_the_commune_of_the_line_and_says_why(ban, reply, doubt):
    ban.otherwise = reply
    answer = locate("3 rue X 93100 Montreuil")
    assert (answer.place.code, answer.point, answer.doubt) == ("93048", None, doubt)


@pytest.mark.parametrize("reply", [*AWAY.values(), found("Rue X", 48.8, 2.4, score=0.3)])
@pytest.mark.parametrize(
    ("typed", "code"),
    [("3 rue de la République, Montreuil", "93048"), ("rue Oberkampf Paris 11", "75111"),
     ("4 rue X 75011 Paris", "75111"), ("4 rue X Montreuil 93100", "93048")],
)  # fmt: skip
def test_bad_answer_leaves_the_commune_named_without_its_postal_code(ban, reply, typed, code):
    ban.otherwise = reply
    assert locate(typed).place.code == code


def test_bad_answer_leaves_the_postal_code_of_the_line(ban):
    ban.otherwise = Reply(500)
    answer = locate("4 rue des Inconnus 75011")
    assert (answer.point.latitude, answer.point.longitude) == centre("75111")
    assert answer.doubt is Doubt.AWAY


@pytest.mark.parametrize("typed", ["3 rue X, quelque part", "12 rue de Paris", "Lyon"])
def test_service_away_is_not_a_place_unknown(ban, typed):
    ban.otherwise = Reply(500)
    assert locate(typed) == Answer(doubt=Doubt.AWAY)
    ban.otherwise = NOTHING
    assert locate(typed) == Answer(doubt=Doubt.UNKNOWN)


def test_commune_answered_for_a_street_is_not_the_street(ban):
    ban.otherwise = found("Montreuil", 48.8637, 2.4491, kind="municipality", score=0.7)
    answer = locate("3 rue des Inconnus, Montreuil")
    assert (answer.point.label, answer.doubt) == ("Montreuil", Doubt.UNKNOWN)


def test_commune_in_place_of_a_street_is_not_remembered(ban):
    ban.script.append(Reply(500))
    ban.otherwise = found("3 Rue de la Paix 93100 Montreuil", 48.871, 2.471)
    assert locate("3 rue de la Paix, Montreuil").doubt is Doubt.AWAY
    assert locate("3 rue de la Paix, Montreuil").point.latitude == 48.871


def test_slow_service_does_not_keep_a_page_waiting(ban):
    ban.otherwise = Reply(delay=5)
    began = time.monotonic()
    answer = locate("3 rue de la Paix, Montreuil", timeout=0.3)
    assert (answer.place.code, answer.doubt) == ("93048", Doubt.AWAY)
    assert time.monotonic() - began < 1


def test_slow_service_is_asked_again_next_time(ban):
    ban.otherwise = Reply(delay=5)
    assert locate("3 rue de la Paix", timeout=0.3).doubt is Doubt.AWAY
    ban.otherwise = found("3 Rue de la Paix", 48.871, 2.471)
    assert locate("3 rue de la Paix").point is not None


@pytest.mark.parametrize("typed", ["", " ", "a", "x" * 201, "\x00", "\x00\x00\x00"])
def test_question_too_short_or_too_long_is_nowhere(ban, typed):
    assert locate(typed) == Answer(doubt=Doubt.UNKNOWN)
    assert ban.questions == []


@examples(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=230))
def test_any_text_is_answered_without_error(ban, typed):
    answer = locate(typed, timeout=20.0)
    assert answer.is_found or answer.choices or answer.doubt


def test_place_of_the_reference_takes_few_queries(ban, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        locate("Montreuil (93100)")
    with django_assert_max_num_queries(3):
        locate("Boulogne")
