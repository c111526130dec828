"""What the small map of a structure's page says of where it works."""

import pytest

from suppliers import search
from tests.factories import ActivityFactory, StructureFactory


@pytest.mark.parametrize(("others", "drawn"), [([10], "10"), ([20], ""), ([None], "")])
def test_circle_stands_only_when_it_is_true_of_all_that_is_sold(db, client, others, drawn):
    structure = StructureFactory(published=True)
    for position, km in enumerate([10, *others]):
        zone = "radius" if km else "france"
        ActivityFactory(structure=structure, position=position, zone_kind=zone, radius_km=km)
    search.refresh()
    html = client.get(structure.get_absolute_url()).content.decode()

    assert f'data-radius="{drawn}"' in html
    assert ("Le cercle montre" in html) == bool(drawn)


@pytest.mark.parametrize(
    ("precision", "said"),
    [
        ("manual", "Position placée à la main."),
        ("housenumber", "Position à l’adresse de la structure."),
        ("commune", "Position approximative"),
    ],
)
def test_map_says_where_its_point_comes_from(db, client, precision, said):
    structure = StructureFactory(published=True, geo_precision=precision)
    search.refresh()

    assert said in client.get(structure.get_absolute_url()).content.decode()
