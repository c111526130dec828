"""Side by side: each cell against the tables."""

import re

import pytest
from django.urls import reverse
from geopy.distance import great_circle

from suppliers import search
from suppliers.models import Structure
from suppliers.workspace.shortlists import add
from tests.buyer_factories import NeedFactory, ShortlistFactory, ShortlistItemFactory
from tests.factories import ActivityFactory, ClientReferenceFactory, StructureFactory

from .conftest import page_of, visit

ROW = re.compile(
    r'<tr role="row"( class="compare__differs")?>\s*<th role="rowheader" scope="row">(.*?)</tr>', re.S
)
VALUE = re.compile(r'<span class="compare__value">(.*?)</span></td>', re.S)


def compared(client, shortlist, *structures, more=""):
    """Criterion → whether it differs, and what each column says."""
    asked = "&".join(f"s={one.pk}" for one in structures)
    html = client.get(f"{page_of(shortlist, 'shortlist-compare')}?{asked}{more}").content.decode()
    found = {}
    for differs, rest in ROW.findall(html):
        label = re.sub(r"<.*", "", rest, flags=re.S).strip()
        values = [re.sub(r"<[^>]*>", "|", value).strip("|") for value in VALUE.findall(rest)]
        found[label] = (bool(differs), values)
    return html, found


def test_what_is_known_stands_side_by_side(client, shortlist, structures):
    ClientReferenceFactory(structure=structures[2], year=2024)
    ClientReferenceFactory(structure=structures[2], year=2025)
    _, found = compared(client, shortlist, *structures)
    assert found["Personnes"] == (True, ["non renseigné", "non renseigné", "42"])
    assert found["Délai habituel"] == (True, ["non renseigné", "non renseigné", "15 jours"])
    assert found["Ouverte à la cotraitance"] == (True, ["non renseigné", "non renseigné", "oui"])
    assert found["Chantiers simultanés"] == (False, ["non renseigné"] * 3)
    assert found["Références"] == (
        True, ["aucune indiquée", "aucune indiquée", "2, la plus récente en 2025"],
    )  # fmt: skip
    assert found["ESAT"][1][1].startswith("preuve vérifiée le 12 sept. 2026, jusqu’au 31 déc. 2034")
    assert found["L2113-12"][1][1] == "éligible, preuve du 12 sept. 2026"  # as its card says
    assert "Distance du lieu le plus proche du besoin" not in found


def test_distance_is_to_the_nearest_place_of_the_need(client, structures):
    need = NeedFactory(places=["93048", "75056"])
    shortlist = ShortlistFactory(workspace=need.workspace, need=need)
    near = need.sites.get(territory__code="93048").territory
    Structure.objects.filter(pk=structures[0].pk).update(latitude=near.latitude, longitude=near.longitude)
    Structure.objects.filter(pk=structures[1].pk).update(latitude=near.latitude + 0.09)
    search.refresh()
    add(shortlist, [one.pk for one in structures], by=None)
    visit(client, need.workspace)
    _, found = compared(client, shortlist, *structures[:2])
    differs, (first, second) = found["Distance du lieu le plus proche du besoin"]
    assert (differs, first) == (True, "50 m")
    assert second.startswith(("9", "10"))
    assert "Besoin" not in found


def test_all_pages_of_a_need_say_the_same_distance(client, structures):
    """From Lyon: far enough for two formulas to differ."""
    need = NeedFactory(places=["93008", "93048"], sectors=["traiteur"])
    shortlist = ShortlistFactory(workspace=need.workspace, need=need)
    far = {"latitude": 45.7, "longitude": 4.9, "open_to_cocontracting": True}
    for one in structures[:2]:
        Structure.objects.filter(pk=one.pk).update(**far)
        ActivityFactory(structure=one, sectors=["traiteur"])
    search.refresh()
    add(shortlist, [one.pk for one in structures[:2]], by=None)
    visit(client, need.workspace)
    points = [(site.territory.latitude, site.territory.longitude) for site in need.sites.all()]
    km = [round(great_circle(point, (45.7, 4.9)).km) for point in points]
    words = f"{min(km)} km"
    _, found = compared(client, shortlist, *structures[:2])
    assert found["Distance du lieu le plus proche du besoin"][1] == [words, words]
    for name in ("proposals", "consortiums"):
        assert words in client.get(reverse(f"sourcing:{name}", args=[need.pk])).content.decode()
    said = client.get(page_of(shortlist)).content.decode()
    assert said.count(f'<span class="nowrap">{words}</span>') == 2
    assert "jusqu’au lieu du besoin le plus proche" in said


def test_only_differences(client, shortlist, structures):
    _, every = compared(client, shortlist, *structures)
    _, found = compared(client, shortlist, *structures, more="&differences=1")
    assert found == {label: one for label, one in every.items() if one[0]}


@pytest.mark.parametrize("how_many", [0, 1])
def test_fewer_than_two_are_to_be_chosen(client, shortlist, structures, how_many):
    html, _ = compared(client, shortlist, *structures[:how_many])
    assert "Choisissez de deux à cinq structures" in html
    assert "<table" not in html


def test_more_than_five_are_the_first_five(client, shortlist):
    more = StructureFactory.create_batch(4, published=True)
    search.refresh()
    add(shortlist, [one.pk for one in more], by=None)
    every = Structure.objects.filter(pk__in=shortlist.items.values("structure"))
    html, found = compared(client, shortlist, *every)
    assert "voici les cinq premières" in html
    assert len(found["Personnes"][1]) == 5


@pytest.mark.parametrize("asked", ["s=abc&s=", "s=0&s=-1", "s=99999999999999999999&s=2"])
def test_what_is_no_structure_of_it_is_ignored(client, shortlist, asked):
    response = client.get(f"{page_of(shortlist, 'shortlist-compare')}?{asked}")
    assert response.status_code == 200


def test_one_that_has_left_says_so(client, shortlist, structures):
    Structure.objects.filter(pk=structures[0].pk).update(status="hidden")
    search.refresh()
    _, found = compared(client, shortlist, *structures[:2])
    assert found["Personnes"][1][0] == "plus de fiche publique"


@pytest.mark.parametrize("how_many", [2, 5])
def test_query_count_is_flat(client, shortlist, how_many, django_assert_max_num_queries):
    for _ in range(2):
        ShortlistItemFactory(shortlist=shortlist)
    every = [item.structure for item in shortlist.items.all()][:how_many]
    search.refresh()
    compared(client, shortlist, *every)
    with django_assert_max_num_queries(12):
        compared(client, shortlist, *every)
