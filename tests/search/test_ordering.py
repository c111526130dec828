"""Every sort, page after page, however the pages are read."""

import datetime as dt
import random

import numpy as np
import pytest
from django.http import QueryDict
from geopy.distance import great_circle

from suppliers import search
from suppliers.models import Structure
from suppliers.search import matching, ordering
from suppliers.search.drawing import drawn
from suppliers.search.relevance import WORST, Relevance
from tests.factories import siret_number
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
MONTREUIL = (48.8638, 2.4485)


@pytest.fixture(params=["by key", "walked"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few results are fetched by their keys, many are walked through: both ways give the same pages."""
    if request.param == "walked":
        monkeypatch.setattr(ordering, "BY_KEY_UP_TO", 0)


@pytest.fixture
@made_once
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


def lot(structure_id: int, day: dt.date) -> int:
    """SplitMix64 read literally (Steele, Lea, Flood, 2014), one number at a time."""
    drawn = (structure_id + day.toordinal() * 0x9E3779B97F4A7C15) % 2**64
    drawn = (drawn ^ drawn >> 30) * 0xBF58476D1CE4E5B9 % 2**64
    drawn = (drawn ^ drawn >> 27) * 0x94D049BB133111EB % 2**64
    return drawn ^ drawn >> 31


def test_neutral_order_is_drawn_for_the_day(structures: list[Structure]) -> None:
    today = search.state().today
    tomorrow = today + dt.timedelta(days=1)
    by_lot = sorted((one.pk for one in structures), key=lambda key: lot(key, today))
    assert pages("tri=neutre") == by_lot
    search.forget()
    assert pages("tri=neutre") == by_lot
    next_day = sorted(by_lot, key=lambda key: lot(key, tomorrow))
    assert drawn(np.array(by_lot), tomorrow, 100) == next_day != by_lot


@pytest.mark.parametrize("query", ["", "territoire=93048", "tri=pertinence", "tri=distance", "q=de"])
def test_nothing_to_rank_by_is_neutral(structures: list[Structure], query: str) -> None:
    asked = search.Search(QueryDict(query))
    assert asked.sort == "neutre"
    assert [(sort.value, sort.selected) for sort in asked.sorts] == [
        ("", True), ("nom", False), ("recent", False),
    ]  # fmt: skip


def test_neutral_order_that_was_chosen_stays_chosen(structures: list[Structure]) -> None:
    chosen = [sort for sort in search.Search(QueryDict("tri=neutre")).sorts if sort.selected]
    assert [sort.value for sort in chosen] == ["neutre"]


def test_words_give_the_order_unless_too_many_have_them(
    structures: list[Structure], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert search.Search(QueryDict("q=arbre")).sort == "pertinence"
    monkeypatch.setattr(matching, "RANKED_UP_TO", 1)
    search.forget()
    asked = search.Search(QueryDict("q=arbre"))
    assert asked.sort == "neutre"
    arbres = np.array([one.pk for one in structures if "Arbre" in one.name])
    assert [entry.pk for entry in asked.page.entries] == drawn(arbres, asked.state.today, 20)


@pytest.mark.parametrize(
    "query",
    ["", "tri=neutre", "q=arbre", "pres_de=48.8638,2.4485&rayon=50", "q=arbre&pres_de=48.8638,2.4485"],
)
def test_closed_come_last_and_keep_their_order(structures: list[Structure], query: str) -> None:
    before = list(dict.fromkeys(pages(query)))  # past the end, the last page comes again
    shut = {one.pk for one in structures[::4]}
    Structure.objects.filter(pk__in=shut).update(admin_state="F")
    search.refresh()
    after = list(dict.fromkeys(pages(query)))
    assert after == [key for key in before if key not in shut] + [key for key in before if key in shut]


@pytest.mark.parametrize("query", ["tri=nom", "tri=recent", "pres_de=48.8638,2.4485&tri=distance"])
def test_closed_stand_where_a_chosen_sort_says(structures: list[Structure], query: str) -> None:
    before = pages(query)
    Structure.objects.filter(pk__in=[one.pk for one in structures[::4]]).update(admin_state="F")
    search.refresh()
    assert pages(query) == before


def test_page_past_the_end_is_the_last(structures: list[Structure]) -> None:
    page = search.Search(QueryDict("page=999")).page
    assert (page.number, page.pages, page.first, page.last) == (4, 4, 61, 70)


def test_entry_that_lost_its_words_since_the_index_was_read_comes_last(structures: list[Structure]) -> None:
    question = search.Search(QueryDict(""))
    assert question.count
    index = question.matching.index
    some = [index.ordinals[one.pk] for one in structures[:3]]
    known = Relevance(np.array(some[:2]), np.array([0.0, 2.0]))
    assert known.of(np.array(some)).tolist() == [0.0, 2.0, WORST]
    assert Relevance(np.array([], dtype=np.int64), np.array([])).of(np.array(some)).tolist() == [WORST] * 3
