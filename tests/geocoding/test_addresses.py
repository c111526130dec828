"""Addresses to points, and what is trusted of the service's answers."""

import pytest

from suppliers.geocoding import Address, geocode, geocode_many
from suppliers.models import GeocodedAddress, Structure, Territory
from tests.geocoding.ban_server import HTML, NOTHING, Reply, found

pytestmark = pytest.mark.django_db

STREET = "18 rue Saint-Antoine"
PLACE = found("18 Rue Saint-Antoine 93100 Montreuil", 48.865, 2.455)


@pytest.fixture
def montreuil():
    return Territory.objects.get(code="93048")


def at_montreuil(territory):
    return geocode(STREET, "93100", "Montreuil", territory=territory)


def is_centre(point, territory):
    same_place = (point.latitude, point.longitude) == (territory.latitude, territory.longitude)
    return same_place and point.is_approximate and point.insee_code == territory.code


def test_address_is_asked_whole_and_found(ban, montreuil):
    ban.otherwise = PLACE
    point = at_montreuil(montreuil)
    assert (point.latitude, point.longitude, point.precision) == (48.865, 2.455, "housenumber")
    assert not point.is_approximate
    assert ban.questions == ["18 rue Saint-Antoine 93100 Montreuil"]


def test_address_asked_twice_is_asked_once_to_the_service(ban, montreuil):
    ban.otherwise = PLACE
    first = at_montreuil(montreuil)
    again = geocode("18  RUE saint-antoine", "93100", "MONTREUIL", territory=montreuil)
    assert again == first
    assert len(ban.questions) == 1


def test_address_nobody_knows_is_asked_once_too(ban, montreuil):
    for _ in range(2):
        point = at_montreuil(montreuil)
        assert is_centre(point, montreuil)
        assert point.score == 0
    assert len(ban.questions) == 1


def test_address_remembered_too_long_is_asked_again(ban, montreuil):
    ban.otherwise = PLACE
    at_montreuil(montreuil)
    GeocodedAddress.objects.update(asked_at="2020-01-01T00:00:00Z")
    ban.otherwise = found("19 Rue Saint-Antoine 93100 Montreuil", 48.866, 2.456)
    assert at_montreuil(montreuil).latitude == 48.866
    assert GeocodedAddress.objects.count() == 1


def test_low_score_is_the_centre_of_the_commune(ban, montreuil):
    ban.otherwise = found("18 Rue Antoine 93100 Montreuil", 48.865, 2.455, score=0.49)
    point = at_montreuil(montreuil)
    assert is_centre(point, montreuil)
    assert point.score == 0.49


def test_score_at_the_limit_is_trusted(ban, montreuil):
    ban.otherwise = found("18 Rue Saint-Antoine 93100 Montreuil", 48.865, 2.455, score=0.5)
    assert at_montreuil(montreuil).precision == "housenumber"


@pytest.mark.parametrize(
    ("latitude", "longitude", "citycode"),
    [(45.76, 4.83, "69123"), (40.42, -3.7, "93048"), (2.455, 48.865, "93048"), (0, 0, None)],
    ids=["another département", "abroad", "swapped", "nowhere"],
)
def test_answer_elsewhere_is_distrusted(ban, montreuil, latitude, longitude, citycode):
    ban.otherwise = found("18 Rue Saint-Antoine", latitude, longitude, citycode=citycode)
    assert is_centre(at_montreuil(montreuil), montreuil)


def test_answer_in_another_departement_than_the_postal_code_is_distrusted(ban):
    ban.otherwise = found("Rue Saint-Antoine 69005 Lyon", 45.76, 4.83, citycode="69123")
    assert geocode(STREET, "62170", "Montreuil", territory=None) is None


def test_answer_with_the_code_of_a_paris_arrondissement_is_in_paris(ban):
    ban.otherwise = found("1 Rue Oberkampf 75011 Paris", 48.864, 2.367, citycode="75111")
    paris = Territory.objects.get(code="75056")
    assert geocode("1 rue Oberkampf", "75011", "Paris", territory=paris).precision == "housenumber"


@pytest.mark.parametrize("citycode", ["93006", "93066", "75111", "93999"])
def test_answer_in_another_commune_is_distrusted(ban, montreuil, citycode):
    ban.otherwise = found("18 Rue Saint-Antoine", 48.868, 2.43, citycode=citycode)
    point = at_montreuil(montreuil)
    assert is_centre(point, montreuil)
    assert point.score == 0.97


@pytest.mark.parametrize("citycode", ["93048", None])
def test_answer_far_from_its_commune_is_distrusted(ban, montreuil, citycode):
    ban.otherwise = found("18 Rue Saint-Antoine", 48.8633 + 31 / 111.2, 2.4483, citycode=citycode)
    assert is_centre(at_montreuil(montreuil), montreuil)


def test_answer_within_thirty_kilometres_is_trusted(ban, montreuil):
    ban.otherwise = found("18 Rue Saint-Antoine", 48.8633 + 29 / 111.2, 2.4483)
    assert not at_montreuil(montreuil).is_approximate


def test_answer_far_from_the_centre_of_an_overseas_commune_is_trusted(ban):
    guyane = Territory.objects.get(code="973")
    maripasoula = Territory.objects.create(
        code="97353",
        kind="commune",
        name="Maripasoula",
        name_key="maripasoula",
        latitude=3.0,
        longitude=-53.6,
    )
    maripasoula.parents.add(guyane)
    ban.otherwise = found("Rue Principale", 3.64, -54.03, citycode="97353")
    assert geocode("rue Principale", "97370", "Maripasoula", territory=maripasoula).precision == "housenumber"


def test_answer_in_the_whole_of_paris_is_trusted_for_an_arrondissement(ban):
    ban.otherwise = found("1 Rue Oberkampf", 48.864, 2.367, citycode="75056")
    eleventh = Territory.objects.get(code="75111")
    assert geocode("1 rue Oberkampf", "75011", "Paris", territory=eleventh).precision == "housenumber"


def test_answer_in_another_arrondissement_is_distrusted(ban):
    ban.otherwise = found("1 Rue Oberkampf", 48.864, 2.367, citycode="75112")
    eleventh = Territory.objects.get(code="75111")
    assert is_centre(geocode("1 rue Oberkampf", "75011", "Paris", territory=eleventh), eleventh)


@pytest.mark.parametrize(("known", "answered"), [("93066", "93059"), ("93059", "93066"), ("93059", "93059")])
def test_answer_in_a_commune_that_has_merged_is_in_its_heir(ban, known, answered):
    ban.otherwise = found("1 Place de la Mairie", 48.96, 2.36, citycode=answered)
    place = Territory.objects.get(code=known)
    assert geocode("1 place de la Mairie", "93380", "", territory=place).precision == "housenumber"


def test_answer_anywhere_in_the_departement_is_trusted_when_the_commune_is_not_known(ban):
    ban.otherwise = found("Rue de Paris", 50.29, 2.76, citycode="62041")
    pas_de_calais = Territory.objects.get(code="62")
    assert geocode("rue de Paris", "62170", "Montreuil", territory=pas_de_calais).insee_code == "62041"


def test_answer_in_corsica_is_in_its_departement(ban):
    ban.otherwise = found("Cours Napoléon 20000 Ajaccio", 41.92, 8.73, kind="street", citycode="2A004")
    point = geocode("cours Napoléon", "20000", "Ajaccio", territory=None)
    assert (point.precision, point.insee_code) == ("street", "2A004")


def test_answer_that_is_only_the_commune_is_our_centre(ban, montreuil):
    ban.otherwise = found("Montreuil", 48.861, 2.441, kind="municipality", score=0.9)
    point = at_montreuil(montreuil)
    assert is_centre(point, montreuil)
    assert point.score == 0.9


def test_commune_out_of_the_reference_is_placed_by_the_service(ban):
    ban.otherwise = found("Montreuil", 50.463, 1.763, kind="municipality", citycode="62588")
    pas_de_calais = Territory.objects.get(code="62")
    point = geocode("", "62170", "Montreuil", territory=pas_de_calais)
    assert (point.insee_code, point.precision) == ("62588", "commune")
    assert ban.questions == ["62170 Montreuil"]


def test_departement_alone_has_no_centre_worth_showing(ban):
    ban.otherwise = NOTHING
    assert geocode("", "62170", "Montreuil", territory=Territory.objects.get(code="62")) is None


def test_commune_without_street_is_not_asked(ban, montreuil):
    point = geocode("  ", "93100", "Montreuil", territory=montreuil)
    assert is_centre(point, montreuil)
    assert ban.questions == []


@pytest.mark.parametrize("blank", ["", "  ", "\x00", ",;", "'"])
def test_address_of_nothing_is_nowhere(ban, blank):
    assert geocode(blank, "", "", territory=None) is None
    assert ban.questions == []


@pytest.mark.parametrize("reply", [Reply(500), Reply(503), HTML, Reply(body=b"{")])
def test_outage_is_the_centre_of_the_commune_and_is_not_remembered(ban, montreuil, reply):
    ban.script.append(reply)
    point = at_montreuil(montreuil)
    assert is_centre(point, montreuil)
    assert point.score is None
    assert not GeocodedAddress.objects.exists()
    ban.otherwise = PLACE
    assert at_montreuil(montreuil).precision == "housenumber"


def test_batch_keeps_the_order_and_asks_each_question_once(ban, montreuil):
    for number in range(30):
        ban.places[f"{number:02} rue"] = found(f"{number:02}", 48.8 + number / 1000, 2.4)
    addresses = [Address(f"{number:02} rue X", "93100", "Montreuil", montreuil) for number in range(30)]
    points = geocode_many(addresses * 2)
    assert [point.label for point in points] == [f"{number:02}" for number in range(30)] * 2
    assert len(ban.questions) == 30
    assert GeocodedAddress.objects.count() == 30


def test_batch_is_a_few_queries(ban, montreuil, django_assert_max_num_queries):
    addresses = [Address(f"{number} rue X", "93100", "Montreuil", montreuil) for number in range(20)]
    with django_assert_max_num_queries(4):
        geocode_many(addresses)


def test_batch_during_an_outage_stops_asking(ban, montreuil):
    ban.otherwise = Reply(503)
    addresses = [Address(f"{number} rue X", "93100", "Montreuil", montreuil) for number in range(200)]
    points = geocode_many(addresses)
    assert all(is_centre(point, montreuil) for point in points)
    assert len(ban.questions) < 20


def test_batch_told_to_slow_down_loses_no_answer(ban, montreuil):
    ban.script.extend([Reply(429), Reply(429), PLACE, Reply(429)])
    ban.otherwise = PLACE
    addresses = [Address(f"{number} rue X", "93100", "Montreuil", montreuil) for number in range(25)]
    assert all(point.precision == "housenumber" for point in geocode_many(addresses))


def test_batch_has_the_places_it_needs_of_a_slow_service(ban, montreuil):
    ban.otherwise = Reply(body=PLACE.body, delay=0.4)
    addresses = [Address(f"{number} rue X", "93100", "Montreuil", montreuil) for number in range(8)]
    assert [point.precision for point in geocode_many(addresses)] == ["housenumber"] * 8


def test_batch_of_nothing_is_nothing(ban):
    assert geocode_many([]) == []


@pytest.mark.parametrize("length", [150, 400, 5000])
def test_address_too_long_is_cut_and_remembered(ban, montreuil, length):
    ban.otherwise = PLACE
    for _ in range(2):
        point = geocode("é" * length, "93100", "Montreuil", territory=montreuil)
        assert point.precision == Structure.Precision.HOUSE_NUMBER
    assert len(ban.questions) == 1


def test_label_and_code_of_any_length_are_remembered(ban, montreuil):
    ban.otherwise = found("x" * 900, 48.865, 2.455, citycode="93048-and-more")
    at_montreuil(montreuil)
    assert GeocodedAddress.objects.get().insee_code == "93048"


def test_point_of_a_merged_communes_address_is_in_its_departement(ban):
    ban.otherwise = found("1 Place de la Mairie 93380 Saint-Denis", 48.96, 2.36, citycode="93066")
    heir = Territory.objects.get(code="93066")
    assert geocode("1 place de la Mairie", "93380", "Pierrefitte", territory=heir).precision == "housenumber"
