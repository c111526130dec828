"""What finds nothing says which filters to drop: one when that is enough, else two."""

import pytest
from django.http import QueryDict

from suppliers import search
from tests.factories import ActivityFactory, StructureFactory
from tests.made_once import made_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
@made_once
def cleaner() -> None:
    ActivityFactory(
        structure=StructureFactory(published=True, name="La Propre"), sectors=["nettoyage-locaux"]
    )
    search.refresh()


def advice(query: str) -> list[tuple[str, int, str]]:
    return [(one.label, one.count, one.url) for one in search.Search(QueryDict(query)).advice]


def test_one_filter_that_is_enough_is_named_alone() -> None:
    query = "secteur=nettoyage-locaux&famille=association&famille=mutuelle&article=L2113-13"

    assert advice(query) == [
        (
            "« Marché réservé L2113-13 · insertion »",
            1,
            "/annuaire/?secteur=nettoyage-locaux&famille=association&famille=mutuelle",
        )
    ]


def test_two_are_named_when_none_is_enough() -> None:
    query = "q=propre&secteur=nettoyage-locaux&famille=mutuelle&article=L2113-13"

    label = "« Marché réservé L2113-13 · insertion » ni « Mutuelle »"
    assert advice(query) == [(label, 1, "/annuaire/?q=propre&secteur=nettoyage-locaux")]


@pytest.mark.parametrize(
    "query",
    [
        "famille=mutuelle&article=L2113-13",  # without both, all is shown
        "famille=mutuelle&article=L2113-13&type=fabrication",
        "&".join(f"intervient=T{number}" for number in range(2, 12)) + "&famille=mutuelle&article=L2113-13",
    ],
)
def test_nothing_is_said_when_that_leads_nowhere(query: str) -> None:
    assert advice(query) == []
