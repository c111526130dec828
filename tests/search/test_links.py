"""A search has one address, which says what is asked and nothing else."""

import pytest
from django.http import QueryDict

from suppliers import search
from suppliers.search.fields import CodesField
from suppliers.search.filters import StructureFilterSet
from suppliers.search.links import PARAMETERS, SINGLE, Links


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("q=nettoyage&q=traiteur", "q=traiteur"),
        ("q=nettoyage&q=", ""),
        ("confirme=12&confirme=6", "confirme=6"),
        ("pres_de=48.86,2.44&rayon=5&pres_de=48.9,2.4&rayon=20", "pres_de=48.9,2.4&rayon=20"),
        ("adresse=Pantin&adresse=Paris", "adresse=Paris"),
        ("verifie=1&verifie=0", "verifie=0"),
        ("tri=nom&tri=recent", "tri=recent"),
        ("certification=EA&certification=EI&certification=EA", "certification=EA&certification=EI"),
        ("page=2&page=3&utm=x", ""),
    ],
)
def test_a_parameter_with_one_value_keeps_the_one_that_is_read(query: str, kept: str) -> None:
    assert Links(QueryDict(query)).query == kept


def test_every_parameter_is_read_as_its_field_reads_it() -> None:
    filters = StructureFilterSet.base_filters
    assert set(filters) == set(PARAMETERS)
    assert {name for name in filters if not isinstance(filters[name].field, CodesField)} == SINGLE


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "labels"),
    [
        ("q=nettoyage&q=traiteur", ["« traiteur »"]),
        ("confirme=12&confirme=6", ["Confirmée depuis moins de 6 mois"]),
        ("pres_de=48.8637,2.4491&pres_de=", []),
        ("verifie=1&verifie=0", []),
    ],
)
def test_a_chip_is_of_the_value_that_is_read(query: str, labels: list[str]) -> None:
    search.refresh()
    asked = search.Search(QueryDict(query))
    assert [chip.label for chip in asked.chips] == labels
    assert asked.etag == search.Search(QueryDict(asked.query)).etag
