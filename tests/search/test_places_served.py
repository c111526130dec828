"""Who works in a territory works in every place that lies wholly in it; Paris is one, whatever its code."""

import pytest
from django.http import QueryDict

from suppliers.models import Territory
from suppliers.search import Search, refresh
from tests.factories import ActivityFactory, StructureFactory
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
PARIS = ["T1", "75", "75056"]


@pytest.fixture
def serving():
    def make(*codes):
        activity = ActivityFactory(zone_kind="territories", territories=codes)
        refresh([activity.structure_id])
        return activity

    return make


def count_of(name, code):
    return Search(QueryDict(f"{name}={code}")).count


@pytest.mark.parametrize(
    ("stated", "asked", "expected"),
    [
        ("93", "T8", 1),
        ("93", "93048", 1),
        ("94", "T12", 0),  # six of its communes are in the Essonne
        ("94", "T10", 1),
        ("T8", "93", 0),
        ("MGP", "92", 1),
        ("MGP", "95", 0),
        *((stated, asked, 1) for stated in PARIS for asked in [*PARIS, "75111"]),
    ],
)
def test_who_works_in_a_territory_works_in_all_it_holds(serving, stated, asked, expected):
    serving(stated)

    assert count_of("intervient", asked) == expected


@pytest.mark.parametrize("radius", [5, 10])
def test_who_works_around_paris_works_in_paris_by_any_name(radius):
    activity = ActivityFactory(zone_kind="radius", radius_km=radius)
    refresh([activity.structure_id])

    assert len({count_of("intervient", code) for code in PARIS}) == 1


@pytest.fixture
@made_once
def parisian():
    activity = ActivityFactory(
        structure__published=True,
        structure__territory=Territory.objects.get(code="75111"),
        zone_kind="territories",
        territories=["T1"],
    )
    refresh([activity.structure_id])


def test_a_facet_offers_paris_once(parisian):

    offered = [value for value in Search(QueryDict("")).facets["intervient"].values if value.label == "Paris"]
    assert [value.value for value in offered] == ["T1"]


def test_a_facet_keeps_the_paris_that_was_asked(parisian):

    asked = Search(QueryDict("intervient=75")).facets["intervient"].values
    assert [(value.value, value.selected, value.count) for value in asked if value.label == "Paris"] == [
        ("T1", False, 1),
        ("75", True, 1),
    ]


@pytest.mark.parametrize("code", ["93048", "2A"])
def test_places_that_are_asked_leave_nothing_for_good(serving, code):
    """What is kept for every page is kept for places that every page offers; there are 35,000 communes."""
    serving("FR")
    assert Search(QueryDict("territoire=T8&intervient=T8")).facets
    search = Search(QueryDict(f"territoire={code}&intervient={code}"))
    assert search.is_valid
    before = tallies(search)
    assert before
    assert [one.value for one in search.facets["intervient"].values if one.selected] == [code]
    assert tallies(search) == before


def tallies(search):
    return [key for key in search.matching.index.memory if key[0] == "tally"]


def test_a_wide_place_that_is_asked_keeps_its_rank_where_nobody_is(serving):
    serving("FR")
    everywhere = list(Search(QueryDict("")).reference.offered_places.values)
    asked = [
        one.value for one in Search(QueryDict("intervient=2A&intervient=93")).facets["intervient"].values
    ]
    assert {"2A", "93", "MGP"} <= set(asked)
    assert asked == sorted(asked, key=everywhere.index)


def test_around_a_commune_those_who_work_there_are_counted():
    far = StructureFactory(
        published=True, name="Loin", latitude=48.60, longitude=2.45, geo_precision="street", territory=None
    )
    ActivityFactory(structure=far, zone_kind="territories", territories=["93"])
    near = StructureFactory(
        published=True, name="Près", latitude=48.86, longitude=2.44, geo_precision="street"
    )
    ActivityFactory(structure=near, zone_kind="territories", territories=["75"])
    refresh()
    question = Search(QueryDict("q=nettoyage&pres_de=48.8638,2.4485&rayon=10"))
    assert question.working_there is not None
    assert question.working_there.label == "intervenir à Montreuil"
    assert question.working_there.url == "/annuaire/?q=nettoyage&intervient=93048"
    answer = Search(QueryDict("q=nettoyage&intervient=93048"))
    assert question.working_there.count == answer.count
    there = {entry.card["name"]: entry.works_there for entry in question.page.entries}
    found = {entry.card["name"] for entry in answer.page.entries}
    assert there["Près"] is False
    assert "Loin" in found
    assert all(works == (name in found) for name, works in there.items())
