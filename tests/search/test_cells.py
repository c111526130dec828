"""The map's squares: never too many, never one structure lost."""

import random

import pytest
from django.http import QueryDict

from suppliers import search
from suppliers.models import Structure, Territory
from suppliers.search import cells
from suppliers.search.grid import PLACE_BITS, squares
from suppliers.search.index import DirectoryIndex
from tests.factories import StructureFactory, siret_number

pytestmark = pytest.mark.django_db
WORLD = (-180.0, -90.0, 180.0, 90.0)
MONTREUIL = (2.40, 48.84, 2.50, 48.89)


@pytest.fixture
def scattered() -> None:
    chance = random.Random(93048)
    Structure.objects.bulk_create(
        Structure(
            siret=siret_number(n + 1),
            name=f"Structure {n}",
            status="published",
            source="essai",
            latitude=chance.uniform(41.5, 51),
            longitude=chance.uniform(-4.5, 8.2),
            geo_precision="street",
        )
        for n in range(3_000)
    )
    search.refresh()


def counted(collection: dict) -> int:
    return sum(feature["properties"].get("count", 1) for feature in collection["features"])


@pytest.mark.parametrize("zoom", range(20))
def test_world_adds_up_at_every_zoom(scattered: None, zoom: int) -> None:
    collection = search.Search(QueryDict("")).cells(WORLD, zoom)
    assert counted(collection) + collection["unplaced"] == 3_000
    assert len(collection["features"]) <= 500


def test_clusters_hold_their_points(scattered: None) -> None:
    for feature in search.Search(QueryDict("")).cells(WORLD, 6)["features"]:
        longitude, latitude = feature["geometry"]["coordinates"]
        if "count" in feature["properties"]:
            west, south, east, north = feature["properties"]["bounds"]
            assert west <= longitude <= east
            assert south <= latitude <= north


def test_neighbours_on_one_address_are_shown_apart_close_by() -> None:
    structures = [StructureFactory(published=True) for _ in range(3)]
    search.refresh([structure.pk for structure in structures])
    question = search.Search(QueryDict(""))
    assert [feature["properties"].get("count") for feature in question.cells(MONTREUIL, 13)["features"]] == [
        3
    ]
    assert len(question.cells(MONTREUIL, 18)["features"]) == 3


def test_structure_changed_since_the_index_was_read_moves_on_the_map(scattered: None) -> None:
    search.Search(QueryDict("")).cells(WORLD, 3)
    moved = Structure.objects.order_by("pk")[0]
    Structure.objects.filter(pk=moved.pk).update(latitude=48.86, longitude=2.45)
    search.refresh([moved.pk])
    question = search.Search(QueryDict(""))
    ids = {feature["properties"].get("id") for feature in question.cells(MONTREUIL, 18)["features"]}
    assert moved.pk in ids
    assert counted(question.cells(WORLD, 5)) == 3_000


def test_crowd_come_since_the_index_was_read_stands_at_its_own_place() -> None:
    (square,) = squares((2.44, 48.86, 2.44, 48.86), finest=PLACE_BITS, most=1)
    rows = [(number, [], square.first, 48.86, 2.44) for number in range(400)]
    index = DirectoryIndex(1, []).updated(2, rows, [])
    (feature,) = cells.feature_collection(index, index.everything, WORLD, 3)["features"]
    assert feature["geometry"]["coordinates"] == [2.44, 48.86]
    assert feature["properties"]["count"] == 400


def test_structure_without_point_stands_at_its_commune_and_says_so() -> None:
    structure = StructureFactory(published=True, latitude=None, longitude=None)
    search.refresh([structure.pk])
    centre = Territory.objects.get(code="93048")
    (feature,) = search.Search(QueryDict("")).cells(WORLD, 3)["features"]
    assert feature["geometry"]["coordinates"] == [centre.longitude, centre.latitude]
    assert feature["properties"]["approximate"] is True


def test_structure_of_unknown_place_is_counted_apart() -> None:
    structure = StructureFactory(published=True, latitude=None, longitude=None, territory=None)
    search.refresh([structure.pk])
    collection = search.Search(QueryDict("")).cells(WORLD, 3)
    assert (collection["count"], collection["unplaced"], collection["features"]) == (1, 1, [])


def test_invalid_search_shows_an_empty_map(scattered: None) -> None:
    assert search.Search(QueryDict("secteur=inconnu")).cells(WORLD, 3)["features"] == []
