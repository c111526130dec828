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
