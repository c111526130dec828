"""Names and outlines on the map when no plan lies under it, and the question a map asks."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suppliers.directory.map_view import MapViewForm
from suppliers.directory.places import LETTER, LINE, MARGIN, _pixel, names_in

GRAND_PARIS = (2.0, 48.6, 2.7, 49.1)
FRANCE = (-5.5, 41.0, 10.0, 51.5)

pytestmark = pytest.mark.django_db


def test_names_of_the_metropolis_are_its_territories_first():
    names = {place["name"]: place["kind"] for place in names_in(GRAND_PARIS, 11)}
    assert names["Est Ensemble"] == "ept"
    assert names["Montreuil"] == "commune"


def test_names_of_france_are_its_regions():
    kinds = {place["kind"] for place in names_in(FRANCE, 5)}
    assert kinds == {"region"}


def test_names_of_streets_are_communes_and_arrondissements():
    places = names_in((2.33, 48.83, 2.46, 48.88), 14)
    assert {place["kind"] for place in places} == {"commune", "arrondissement"}
    assert "Paris 11e" in {place["name"] for place in places}


def test_names_leave_out_a_merged_commune():
    names = [place["name"] for place in names_in((2.33, 48.94, 2.39, 48.98), 14)]
    assert "Pierrefitte-sur-Seine" not in names


@pytest.mark.parametrize("zoom", range(5, 16))
def test_names_never_cover_one_another(zoom):
    boxes = [
        (*_pixel(place["lat"], place["lon"], zoom), (len(place["name"]) * LETTER + MARGIN) / 2)
        for place in names_in(GRAND_PARIS, zoom)
    ]
    for rank, (x, y, half) in enumerate(boxes):
        for x2, y2, half2 in boxes[:rank]:
            assert abs(x - x2) >= half + half2 or abs(y - y2) >= LINE


@pytest.mark.parametrize(
    "address", ["/annuaire/lieux.json?bbox=2.0,48.6,2.7,49.1&zoom=11", "/annuaire/contours.json"]
)
def test_answer_is_kept_while_the_reference_stays_the_same(client, address):
    first = client.get(address)
    assert first.status_code == 200
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304


def test_outlines_are_a_small_topology_of_the_twelve_territories(client):
    answer = client.get("/annuaire/contours.json")
    territories = answer.json()["objects"]["territories"]["geometries"]
    assert [territory["id"] for territory in territories] == [f"T{number}" for number in range(1, 13)]
    assert len(gzip.compress(answer.content)) < 3_500


@pytest.mark.parametrize(
    "asked",
    ["", "bbox=1,2,3&zoom=5", "bbox=a,b,c,d&zoom=5", "bbox=nan,0,1,1&zoom=5", "bbox=3,0,1,1&zoom=5",
     "bbox=0,0,1,1&zoom=99", "bbox=0,0,1,1", "bbox=0,0,inf,1&zoom=4", "bbox=%00&zoom=1"],
)  # fmt: skip
def test_places_of_a_meaningless_box_are_refused(client, asked):
    assert client.get(f"/annuaire/lieux.json?{asked}").status_code == 400


@given(bbox=st.text(max_size=60), zoom=st.text(max_size=5))
def test_map_view_of_any_text_never_fails(bbox, zoom):
    form = MapViewForm({"bbox": bbox, "zoom": zoom})
    if form.is_valid():
        west, south, east, north = form.cleaned_data["bbox"]
        assert -180 <= west <= east <= 180
        assert -90 <= south <= north <= 90
