"""Every sort, page after page, however the pages are read."""

import random

import pytest
from django.http import QueryDict
from geopy.distance import great_circle

from suppliers import search
from suppliers.models import Structure
from suppliers.search import ordering
from tests.factories import siret_number

pytestmark = pytest.mark.django_db
MONTREUIL = (48.8638, 2.4485)


@pytest.fixture(params=["by key", "walked"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few results are fetched by their keys, many are walked through: both ways give the same pages."""
    if request.param == "walked":
        monkeypatch.setattr(ordering, "BY_KEY_UP_TO", 0)
        monkeypatch.setattr(ordering, "RANKED_UP_TO", 0)


@pytest.fixture
def structures() -> list[Structure]:
    chance = random.Random(93)
    made = Structure.objects.bulk_create(
        Structure(
            siret=siret_number(n + 1),
            name=f"{chance.choice(['Église', 'eau', 'Zèbre', 'Arbre', 'École'])} {chance.randrange(10)}",
            status="published",
            source="essai",
            source_date=chance.choice([None, f"2026-0{chance.randint(1, 9)}-01"]),
            latitude=MONTREUIL[0] + chance.uniform(-0.2, 0.2),
            longitude=MONTREUIL[1] + chance.uniform(-0.2, 0.2),
            geo_precision="street",
        )
        for n in range(70)
    )
    search.refresh()
    return made


def pages(query: str) -> list[int]:
    found: list[int] = []
    for number in range(1, 5):
        page = search.Search(QueryDict(f"{query}&page={number}")).page
        assert [entry.number for entry in page.entries] == list(range(page.first, page.last + 1))
        found += [entry.pk for entry in page.entries]
    return found


def plain(name: str) -> str:
    return name.lower().replace("é", "e").replace("è", "e")


def test_by_name_accents_and_case_do_not_count(structures: list[Structure]) -> None:
    assert pages("tri=nom") == [
        one.pk for one in sorted(structures, key=lambda one: (plain(one.name), one.pk))
    ]


def test_by_freshness_unknown_dates_come_last(structures: list[Structure]) -> None:
    def place(one: Structure) -> tuple[bool, int, str, int]:
        dated = one.source_date is not None
        days = -int(str(one.source_date).replace("-", "")) if dated else 0
        return not dated, days, plain(one.name), one.pk

    assert pages("tri=recent") == [one.pk for one in sorted(structures, key=place)]


def test_by_distance_the_nearest_come_first(structures: list[Structure]) -> None:
    def km(one: Structure) -> float:
        return float(great_circle(MONTREUIL, (one.latitude, one.longitude)).km)

    near = sorted((one for one in structures if km(one) <= 15), key=km)
    assert pages("pres_de=48.8638,2.4485&rayon=15&tri=distance")[: len(near)] == [one.pk for one in near]


def test_neutral_order_is_the_same_for_all_and_changes_with_the_day(structures: list[Structure]) -> None:
    drawn = pages("tri=neutre")
    assert sorted(drawn) == sorted(one.pk for one in structures)
    search.forget()
    assert pages("tri=neutre") == drawn
    assert drawn != pages("tri=nom")


def test_page_past_the_end_is_the_last(structures: list[Structure]) -> None:
    page = search.Search(QueryDict("page=999")).page
    assert (page.number, page.pages, page.first, page.last) == (4, 4, 61, 70)
