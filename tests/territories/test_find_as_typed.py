"""Places while they are typed: by the beginning of a name, a word inside, or a postal code."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suppliers.models import Territory
from suppliers.territories.find import places_matching

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("montr", "93048"),
        ("MONTREUIL", "93048"),
        ("93100", "93048"),
        ("9310", "93048"),
        ("93", "93"),
        ("9", "93"),
        ("97", "974"),
        ("974", "974"),
        ("9321", "93066"),  # its second postal code
        ("933", "93066"),
        ("75011", "75111"),
        ("7501", "75115"),
        ("2a", "2A"),
        ("est ens", "T8"),
        ("sai", "93066"),
        ("l'île sain", "93039"),
        ("seine-sa", "93"),
        ("île-de-f", "R11"),
        ("paris 11", "75111"),
        ("métropole", "MGP"),
        ("bondy", "93010"),
        ("vigneu", None),
        ("", None),
        ("   ", None),
        ("%", None),
        ("_", None),
        ("123456", None),
        ("\x00", None),
    ],
)
def test_places_matching_what_is_typed(typed, first):
    found = places_matching(typed, 5)
    assert (found[0].code if found else None) == first


def importance(place, home):
    return (home.pk not in place.ancestor_ids, -place.population)


def test_places_matching_are_those_at_home_then_the_most_populated():
    home = Territory.objects.get(code="MGP")
    found = [
        importance(place, home) for place in places_matching("vi", 20) if place.name_key.startswith("vi")
    ]
    assert found == sorted(found)
    assert {away for away, _ in found} == {True, False}


def far_saint_denis():
    reunion = Territory.objects.get(code="974")
    return Territory.objects.create(
        code="97411",
        kind="commune",
        name="Saint-Denis",
        name_key="st denis",
        population=999_999,
        ancestor_ids=[reunion.pk],
    )


def test_places_matching_a_name_found_twice_are_at_home_first(settings):
    far = far_saint_denis()
    assert [place.code for place in places_matching("saint-denis", 2)] == ["93066", "97411"]
    settings.HOME_TERRITORY = "974"
    assert places_matching("saint-denis", 2)[0] == far


def test_places_matching_without_a_home_are_the_most_populated_first(settings):
    settings.HOME_TERRITORY = ""
    far = far_saint_denis()
    assert places_matching("saint-denis", 1) == [far]


def test_places_matching_exactly_come_before_what_only_begins_so():
    Territory.objects.create(code="64396", kind="commune", name="Mont", name_key="mont", population=9)
    assert [place.code for place in places_matching("mont", 2)] == ["64396", "93048"]


def test_places_matching_a_word_inside_are_found_too():
    names = {place.name for place in places_matching("denis", 5)}
    assert names == {"Seine-Saint-Denis", "Saint-Denis", "L'Île-Saint-Denis"}


def test_places_matching_a_name_begun_come_before_a_word_inside():
    found = [place.name_key for place in places_matching("seine", 20)]
    assert found.index("seine et marne") < found.index("boucle nord de seine")


def test_places_matching_name_paris_and_overseas_places_once():
    assert [place.code for place in places_matching("paris", 10)].count("75056") == 1
    assert not {"75", "T1"} & {place.code for place in places_matching("paris", 10)}
    assert [place.code for place in places_matching("mayotte", 10)] == ["976"]


def test_places_matching_leave_out_merged_communes():
    assert places_matching("pierrefitte", 5) == []


def test_places_matching_keep_to_the_limit():
    assert len(places_matching("s", 3)) == 3


@given(st.text(max_size=30))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_places_matching_any_text_answers(typed):
    assert len(places_matching(typed, 4)) <= 4
