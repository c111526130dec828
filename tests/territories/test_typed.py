"""The place somebody means: cut short, by its number, mistyped, or one of several."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suppliers.models import Territory
from suppliers.territories.typed import MOST_CHOICES, one_slip_apart, places_like, places_meant

pytestmark = pytest.mark.django_db


def codes(places):
    return [place.code for place in places]


@pytest.fixture
def elsewhere():
    """Communes of the names people cut short, far from home, and bigger."""
    vendee = Territory.objects.get(code="85")

    def commune(code, name, name_key, **more):
        more = {"population": 999_999, "latitude": 46.5, "longitude": -1.2, **more}
        place = Territory.objects.create(code=code, kind="commune", name=name, name_key=name_key, **more)
        place.ancestor_ids = [vendee.pk, place.pk]
        place.save()
        return place

    return commune


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Montreuil", "93048"),
        ("Kremlin-Bicêtre", "94043"),
        ("Bicêtre", "94043"),
        ("Boulogne", "92012"),
        ("Boulogne (92)", "92012"),
        ("Ivry", "94041"),
        ("Vitry", "94081"),
        ("Asnières", "92004"),
        ("Saint-Ouen", "93070"),
        ("Saint Maur", "94068"),
        ("Saint-Maur 94", "94068"),
        ("Champigny sur marn", "94017"),
        ("Paris", "75056"),
        ("Paris XI", "75111"),
        ("11e arrondissement", "75111"),
        ("XIe arrondissement", "75111"),
        ("1er", "75101"),
        ("Pierrefitte", "93066"),
        ("Est Ens", "T8"),
        ("est ensemble", "T8"),
        ("t8", "T8"),
        ("Seine-Saint-Denis", "93"),
        ("93", "93"),
        ("75", "75"),
        ("Paris (75)", "75056"),
        ("Paris (département)", "75"),
        ("Paris (Territoire)", "T1"),
        ("2a", "2A"),
        ("Île-de-France", "R11"),
        ("MGP", "MGP"),
        ("Métropole du Grand Paris", "MGP"),
        ("Marne", "51"),
        ("Mayotte", "976"),
    ],
)
def test_place_meant_is_plain(typed, code):
    assert codes(places_meant(typed)) == [code]


@pytest.mark.parametrize(
    ("typed", "some"),
    [
        ("Fontenay", ["94033", "92032"]),
        ("Villeneuve", ["94078", "92078", "94077"]),
        ("Saint", ["93066", "94068", "93070", "92064", "94067", "94069"]),
        ("Grand Paris", ["T9", "T11", "T3", "MGP", "T2"]),
        ("denis", ["93066", "93039", "93"]),
    ],
)
def test_places_meant_by_several_are_to_be_chosen_from(typed, some):
    assert codes(places_meant(typed)) == some


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "\x00",
        "%",
        "_",
        "st",
        "Lyon",
        "Montreuill",
        "Montreuil (62)",
        "12 rue de Paris",
        "Bondy (région)",
        "99",
    ],
)
def test_nothing_is_meant_by_a_name_nobody_has(typed):
    assert places_meant(typed) == []


def test_place_meant_at_home_comes_before_a_bigger_one_elsewhere(elsewhere):
    elsewhere("85900", "Boulogne", "boulogne")
    elsewhere("85901", "Montreuil", "montreuil")

    assert codes(places_meant("Boulogne")) == ["92012"]
    assert codes(places_meant("Montreuil")) == ["93048"]
    assert codes(places_meant("Montreuil (85)")) == ["85901"]


def test_place_meant_elsewhere_is_the_whole_name_before_a_beginning_at_home(elsewhere):
    elsewhere("85902", "Mont", "mont")

    assert codes(places_meant("Mont")) == ["85902"]


def test_place_meant_without_a_home_is_the_most_populated(elsewhere, settings):
    settings.HOME_TERRITORY = ""
    elsewhere("85901", "Montreuil", "montreuil")

    assert codes(places_meant("Montreuil")) == ["85901"]


def test_places_meant_elsewhere_are_to_be_chosen_from(elsewhere):
    elsewhere("85903", "Zoulogne-le-Port", "zoulogne le port", population=5)
    elsewhere("85904", "Zoulogne-la-Ville", "zoulogne la ville", population=9)

    assert codes(places_meant("Zoulogne")) == ["85904", "85903"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Montreuill", "93048"),
        ("Montruil", "93048"),
        ("Vilejuif", "94076"),
        ("Aubervillier", "93001"),
        ("Montrueil", "93048"),
        ("Bagnollet", "93006"),
        ("L'Haye les Roses", "94038"),
        ("pierefitte sur seine", "93066"),
    ],
)
def test_place_like_a_mistyped_one_is_plain(typed, code):
    assert places_like(typed).plain.code == code


@pytest.mark.parametrize(
    ("typed", "likest"),
    [("Nantes", "92050"), ("Bobini", "93008"), ("Aubervilier", "93001"), ("Champs-sur-Marne", "94017")],
)
def test_place_only_a_little_like_what_is_typed_is_proposed(typed, likest):
    alike = places_like(typed)

    assert alike.plain is None
    assert alike.likest[0].code == likest


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
@settings(deadline=None)
def test_one_slip_apart_is_told_like_by_trying_every_slip(name, typed):
    tried = {name}
    for at in range(len(name) + 1):
        before, after = name[:at], name[at:]
        tried |= {
            before + after[1:],
            *(before + letter + rest for letter in "abc" for rest in (after, after[1:])),
        }
        tried.add(before + after[1:2] + after[:1] + after[2:])
    assert one_slip_apart(name, typed) is (typed in tried)


@pytest.mark.parametrize("typed", ["Lyon", "Marseille", "", "a", "\x00\x00\x00"])
def test_nothing_is_like_a_name_of_elsewhere(typed):
    alike = places_like(typed)

    assert (alike.plain, alike.likest) == (None, [])


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_means_a_few_places(typed):
    assert len(places_meant(typed)) <= MOST_CHOICES
    assert len(places_like(typed).likest) <= MOST_CHOICES


def test_place_meant_takes_three_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        places_meant("Montreuil")
    with django_assert_max_num_queries(3):
        places_meant("Boulogne")
