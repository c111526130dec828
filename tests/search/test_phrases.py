"""A search says where it looks, and does not lend a place's name to a point that is not there."""

import pytest
from django.http import QueryDict

from suppliers import search

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("point", "km", "said"),
    [
        ("48.8637,2.4491", 1, "à moins de 1 km de Montreuil"),
        ("48.8660,2.4491", 1, "à moins de 1 km de Montreuil"),  # 250 m from its centre
        ("48.8727,2.4491", 2, "à moins de 2 km d’un point près de Montreuil"),  # 1 km
        ("48.8727,2.4491", 20, "à moins de 20 km de Montreuil"),
        ("48.7845,2.4523", 5, "à moins de 5 km de Créteil"),
        ("48.8589,2.347", 5, "à moins de 5 km de Paris"),
        ("48.8601,2.3816", 5, "à moins de 5 km de Paris 11e"),
        ("0,0", 5, "à moins de 5 km de ce point"),
    ],
)
def test_a_point_bears_the_name_of_its_commune_when_it_is_near_its_centre(
    point: str, km: int, said: str
) -> None:
    search.refresh()
    asked = search.Search(QueryDict(f"pres_de={point}&rayon={km}"))
    assert asked.understood == said
    assert [chip.label for chip in asked.chips] == [said.replace("à", "À", 1)]
