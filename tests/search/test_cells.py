"""The map's squares: never too many, never one structure lost."""

import datetime as dt
import itertools
import math
import random
from collections import defaultdict

import pytest
from django.http import QueryDict
from django.utils import timezone

from suppliers import search
from suppliers.models import Structure, Territory
from suppliers.models.copying import copy_objects
from suppliers.search import cells
from suppliers.search.grid import PLACE_BITS, squares
from suppliers.search.index import DirectoryIndex
from tests.factories import CertificationFactory, StructureFactory, siret_number
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
WORLD = (-180.0, -90.0, 180.0, 90.0)
MONTREUIL = (2.40, 48.84, 2.50, 48.89)
SCATTERED = 1_500  # structures


def scatter(points: list[tuple[float, float]]) -> None:
    """Publish a structure at each point (latitude, longitude)."""
    copy_objects(
        [
            Structure(
                siret=siret_number(n + 1),
                name=f"Structure {n} groupe{n // 50}",
                status="published",
                source="essai",
                latitude=latitude,
                longitude=longitude,
                geo_precision="street",
            )
            for n, (latitude, longitude) in enumerate(points)
        ]
    )
    search.refresh()


@pytest.fixture
@made_once
def scattered() -> None:
    chance = random.Random(93048)
    scatter([(chance.uniform(41.5, 51), chance.uniform(-4.5, 8.2)) for _ in range(SCATTERED)])


def counted(collection: dict) -> int:
    return sum(feature["properties"].get("count", 1) for feature in collection["features"])


def test_world_adds_up_at_every_zoom(scattered: None) -> None:
    everything, few = search.Search(QueryDict("")), search.Search(QueryDict("q=groupe12"))
    assert 10 < few.count <= cells.FEW_IN_VIEW
    for question, zoom in itertools.product((everything, few), range(23)):
        collection = question.cells(WORLD, zoom)
        assert counted(collection) + collection["unplaced"] == question.count
        assert len(collection["features"]) <= 500


def test_clusters_hold_their_points(scattered: None) -> None:
    for feature in search.Search(QueryDict("")).cells(WORLD, 6)["features"]:
        longitude, latitude = feature["geometry"]["coordinates"]
        if "count" in feature["properties"]:
            west, south, east, north = feature["properties"]["bounds"]
            assert west <= longitude <= east
            assert south <= latitude <= north


def fractions(latitude: float, longitude: float) -> tuple[float, float]:
    """Position on the square of the world, from its north-west corner (EPSG:3857)."""
    y = math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
    return (longitude + 180) / 360, (1 - y / math.pi) / 2


Box = tuple[float, float, float, float]
Places = dict[int, tuple[float, float]]


def naive_groups(places: Places, box: Box, zoom: int) -> set[frozenset[int]]:
    """Those that should stand together: in one square of 128 pixels; when they are few, four in one of 16."""
    corners = fractions(box[3], box[0]), fractions(box[1], box[2])

    def spans(side: int) -> list[range]:
        return [range(int(first * side), int(last * side) + 1) for first, last in zip(*corners, strict=True)]

    side = next(2**level for level in range(zoom + 1, 0, -1) if math.prod(map(len, spans(2**level))) <= 480)
    columns, rows = spans(side)
    seen = {pk: (x, y) for pk, (x, y) in places.items() if int(x * side) in columns and int(y * side) in rows}
    is_few = len(seen) <= 150
    if zoom >= 17 and len(seen) <= 480:
        return {frozenset([pk]) for pk in seen}
    if is_few:
        side = 2 ** (zoom + 4)
    groups = defaultdict(set)
    for pk, (x, y) in seen.items():
        groups[int(x * side), int(y * side)].add(pk)
    together = {frozenset(group) for group in groups.values() if len(group) > 3 or not is_few}
    return together | {frozenset([pk]) for pk in seen if not any(pk in group for group in together)}


def ids(features: list[dict]) -> set[int]:
    return {feature["properties"]["id"] for feature in features if "id" in feature["properties"]}


def test_groups_are_those_of_a_naive_reading() -> None:
    chance = random.Random(93100)
    scatter([(chance.gauss(48.86, 0.05), chance.gauss(2.4, 0.08)) for _ in range(600)])
    places = {
        structure.pk: fractions(structure.latitude, structure.longitude)
        for structure in Structure.objects.all()
    }
    question = search.Search(QueryDict(""))
    sizes = set()
    for zoom in [*range(8, 19)] * 3:
        west, south = chance.uniform(2.2, 2.5), chance.uniform(48.75, 48.95)
        box = (west, south, west + 1_000 / 2**zoom, south + 600 / 2**zoom)
        features = question.cells(box, zoom)["features"]
        expected = naive_groups(places, box, zoom)
        assert ids(features) == {pk for group in expected if len(group) == 1 for pk in group}
        counts = sorted(feature["properties"].get("count", 1) for feature in features)
        assert counts == sorted(map(len, expected))
        sizes.add(sum(counts) <= cells.FEW_IN_VIEW)
    assert sizes == {True, False}


def test_structures_drawn_from_the_list_are_left_out_of_the_groups(scattered: None) -> None:
    question = search.Search(QueryDict(""))
    listed = [entry.pk for entry in question.page.entries]
    for zoom in (3, 9, 18):
        collection = question.cells(WORLD, zoom, without=[*listed, 999_999_999])
        assert counted(collection) == SCATTERED - len(listed)
        assert collection["count"] == SCATTERED
    near = Structure.objects.get(pk=listed[0])
    around = (near.longitude - 1e-3, near.latitude - 1e-3, near.longitude + 1e-3, near.latitude + 1e-3)
    assert near.pk in ids(question.cells(around, 18)["features"])
    assert near.pk not in ids(question.cells(around, 18, listed)["features"])


def test_neighbours_on_one_address_are_shown_apart_close_by() -> None:
    structures = [StructureFactory(published=True) for _ in range(4)]
    search.refresh([structure.pk for structure in structures])
    question = search.Search(QueryDict(""))
    (group,) = question.cells(MONTREUIL, 13)["features"]
    assert group["properties"]["count"] == 4
    assert len(question.cells(MONTREUIL, 13, without=[structures[0].pk])["features"]) == 3
    assert len(question.cells(MONTREUIL, 18)["features"]) == 4


def test_structure_changed_since_the_index_was_read_moves_on_the_map(scattered: None) -> None:
    search.Search(QueryDict("")).cells(WORLD, 3)
    moved = Structure.objects.order_by("pk")[0]
    Structure.objects.filter(pk=moved.pk).update(latitude=48.86, longitude=2.45)
    search.refresh([moved.pk])
    question = search.Search(QueryDict(""))
    assert moved.pk in ids(question.cells(MONTREUIL, 18)["features"])
    assert counted(question.cells(WORLD, 5)) == SCATTERED


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


def test_point_says_on_what_condition_it_is_eligible() -> None:
    supplier = StructureFactory(published=True)
    CertificationFactory(
        structure=supplier,
        kind_id="ETTI",
        valid_until=timezone.localdate() + dt.timedelta(days=300),
        verified_on=timezone.localdate(),
        target_share=70,
    )
    search.refresh()
    world = search.Search(QueryDict("")).cells((-180, -90, 180, 90), 3)
    assert world["features"][0]["properties"]["articles"] == [
        {"article": "L2113-13", "answer": "ELIGIBLE", "labour_supply": True}
    ]


def test_structure_of_unknown_place_is_counted_apart() -> None:
    structure = StructureFactory(published=True, latitude=None, longitude=None, territory=None)
    search.refresh([structure.pk])
    collection = search.Search(QueryDict("")).cells(WORLD, 3)
    assert (collection["count"], collection["unplaced"], collection["features"]) == (1, 1, [])


def test_invalid_search_shows_an_empty_map(scattered: None) -> None:
    assert search.Search(QueryDict("secteur=inconnu")).cells(WORLD, 3)["features"] == []
