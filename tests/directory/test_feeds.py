import json
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from suppliers import search
from tests.factories import StructureFactory

WORLD = "bbox=-180,-85,180,85"


@pytest.fixture
def cells(client):
    return lambda query, **headers: client.get(f"{reverse('directory:map-cells')}?{query}", headers=headers)


def test_map_cells_have_the_filters_of_the_list(cells, esat):
    StructureFactory(published=True)
    search.refresh()

    everything = cells(f"{WORLD}&zoom=3").json()
    esats = cells(f"{WORLD}&zoom=3&certification=ESAT").json()

    assert sum(feature["properties"].get("count", 1) for feature in everything["features"]) == 2
    assert [feature["properties"]["name"] for feature in esats["features"]] == [esat.name]
    assert esats["features"][0]["properties"]["url"] == esat.get_absolute_url()


@pytest.mark.parametrize(
    "query",
    ["", "zoom=3", WORLD, f"{WORLD}&zoom=abc", f"{WORLD}&zoom=99", "bbox=1,2,3&zoom=3", "bbox=a,b,c,d&zoom=3",
     "bbox=nan,0,1,1&zoom=3", "bbox=5,0,1,1&zoom=3", "bbox=0,inf,1,1&zoom=3", f"{WORLD}&zoom=3&sauf=un",
     f"{WORLD}&zoom=3&sauf=1,,2", f"{WORLD}&zoom=3&sauf=99999999999999999999"],
)  # fmt: skip
def test_map_cells_refuse_a_view_they_cannot_read(cells, db, query):
    response = cells(query)

    assert response.status_code == 400
    assert response.json()["error"]


def test_map_cells_of_an_invalid_filter_are_empty_as_the_list_is(cells, esat):
    assert cells(f"{WORLD}&zoom=3&certification=nimporte").json()["features"] == []


def test_map_cells_leave_out_what_the_list_shows(cells, esat):
    answer = cells(f"{WORLD}&zoom=3&sauf={esat.pk}")

    assert answer.json()["features"] == []
    assert answer.json()["count"] == 1
    assert answer.headers["ETag"] != cells(f"{WORLD}&zoom=3").headers["ETag"]


@pytest.mark.parametrize(
    "typed", ["Lyon", "12 rue de Paris, Montreuil", "Fontenay", "Bobini", "\x00", "x" * 999]
)
def test_map_cells_of_a_place_our_tables_do_not_know_are_empty_at_once(cells, esat, ban, typed):
    answer = cells(
        urlencode({"q": "nettoyage", "adresse": typed, "bbox": "-180,-85,180,85", "zoom": 3})
    ).json()

    assert (answer["count"], answer["features"]) == (0, [])
    assert ban.questions == []


@pytest.mark.parametrize(
    ("typed", "count"), [("Montreuil", 1), ("Est Ensemble", 1), ("93100", 1), ("Sceaux", 0), ("", 1)]
)
def test_map_cells_of_a_place_of_ours_are_those_of_the_list(cells, esat, typed, count):
    assert cells(f"{WORLD}&zoom=3&q=nettoyage&adresse={typed}").json()["count"] == count


def test_map_cells_unchanged_are_answered_304(cells, esat):
    tag = cells(f"{WORLD}&zoom=3").headers["ETag"]

    assert cells(f"{WORLD}&zoom=3", **{"if-none-match": tag}).status_code == 304
    assert cells(f"{WORLD}&zoom=4", **{"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize("how_many", [2, 200])
def test_map_cells_query_count_is_flat(cells, db, how_many, django_assert_max_num_queries):
    StructureFactory.create_batch(how_many, published=True)
    search.refresh()
    cells(f"{WORLD}&zoom=3")
    search.forget()

    with django_assert_max_num_queries(8):
        cells(f"{WORLD}&zoom=12")


def test_suggestions_by_kind(client, esat):
    found = client.get(reverse("directory:suggestions"), {"q": "nettoy"}).json()

    assert {"kind", "label", "detail", "url"} <= found[0].keys()


def test_suggested_sector_says_its_group_or_the_word_met(client, esat):
    sectors = {
        (one["label"], one["detail"])
        for typed in ("nettoyage de l", "ménage", "propreté, h")
        for one in client.get(reverse("directory:suggestions"), {"q": typed}).json()
        if one["kind"] == "sector"
    }
    assert ("Nettoyage de locaux et de vitres", "Propreté, hygiène et cadre de vie urbain") in sectors
    assert ("Nettoyage de locaux et de vitres", "ménage") in sectors
    assert ("Propreté, hygiène et cadre de vie urbain", "tout le groupe") in sectors


def test_suggestions_of_places_alone(client, db):
    found = client.get(reverse("directory:suggestions"), {"q": "montr", "quoi": "lieu"}).json()

    assert "Montreuil" in [one["label"] for one in found]
    assert len({one["kind"] for one in found}) == 1


@pytest.mark.parametrize(
    "typed",
    ["est ens", "seine", "93", "75", "paris", "île", "mgp", "montr", "saint", "7501", "fr", "94520", "mayo"],
)
def test_place_suggested_is_the_one_understood_when_picked(client, esat, typed):
    for one in client.get(reverse("directory:suggestions"), {"q": typed, "quoi": "lieu"}).json():
        picked = client.get(reverse("directory:list"), {"adresse": one["text"]})
        assert picked.url.removesuffix("&rayon=10") == one["url"]


@pytest.mark.parametrize("typed", ["", "a", "\x00", "%", "'; drop table", "é" * 500])
def test_suggestions_survive_strange_text(client, db, typed):
    assert isinstance(json.loads(client.get(reverse("directory:suggestions"), {"q": typed}).content), list)
