"""Proofs that end before the deadline for applications, counted as a naive reading of both days does."""

import datetime as dt

import pytest
from django.http import QueryDict
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from suppliers import search
from suppliers.models import Need, Structure
from suppliers.search.reference import reference
from suppliers.sourcing.needs.depth import Depth, depths_of
from suppliers.sourcing.needs.ending import Ending
from suppliers.sourcing.needs.parts import parts_of
from suppliers.sourcing.needs.rules_in_words import options_of
from tests.buyer_factories import LotFactory, NeedFactory
from tests.factories import ActivityFactory, CertificationFactory, StructureFactory
from tests.search import naive, strategies
from tests.search.drawn import fixture_is_harmless, in_a_directory
from tests.search.strategies import TODAY

from .test_depth import asked

pytestmark = pytest.mark.django_db
NOW = dt.date.today()
DUE = NOW + dt.timedelta(days=30)


def read(need: Need, day: dt.date = NOW) -> list[tuple[Depth, Ending | None]]:
    at = search.state(day)
    return depths_of(need, parts_of(need), reference(at.version), at)


def lost(today: naive.Reading, then: naive.Reading, whole: dict, **line: str) -> int:
    """Those that a naive reading finds on one day, and that the other does not find under this line."""
    params = QueryDict(mutable=True)
    params.setlist("secteur", whole["sectors"])
    params.setlist("intervient", whole["places"])
    for name, value in line.items():
        params[name] = value
    alone = QueryDict("&".join(f"{name}={value}" for name, value in line.items()))
    kept = {one.pk for one in then.structures if then.meets(one, alone)}
    return len(today.matching_ids(params) - kept)


@fixture_is_harmless
@given(strategies.directories, asked, st.sampled_from([1, 40, 41, 400]))
def test_what_ends_is_what_a_naive_reading_of_both_days_says(
    directory: list[dict], whole: dict, days: int
) -> None:
    def check(_built: list[Structure]) -> None:
        due = TODAY + dt.timedelta(days=days)
        need = NeedFactory(**{**whole, "cpv_codes": []}, applications_due_on=due)
        ((depth, _),) = read(need, TODAY)
        today, then = naive.Reading(TODAY), naive.Reading(due)
        for line in depth.articles:
            assert line.ending == lost(today, then, whole, article=line.code), line.code
        for line in [*depth.certifications, *depth.labels]:
            assert line.ending == lost(today, then, whole, certification=line.code), line.code

    in_a_directory(directory, check)


def reservations(depth: Depth, ending: Ending | None) -> dict[str, int]:
    at = search.state(NOW)
    found = options_of(depth.part, reference(at.version), at, ending)
    return {str(one.option.reservation): one.ending for one in found}


def certified(kind: str, ends: dt.date | None, **more: object) -> Structure:
    structure = StructureFactory(published=True)
    ActivityFactory(structure=structure, sectors=["nettoyage-locaux"])
    CertificationFactory(structure=structure, kind_id=kind, valid_until=ends, verified_on=NOW, **more)
    return structure


@pytest.mark.parametrize(
    ("ends", "expected"),
    [(DUE - dt.timedelta(days=1), 1), (DUE, 0), (DUE + dt.timedelta(days=1), 0), (None, 0)],
)
def test_the_deadline_itself_is_still_a_day_of_validity(ends, expected):
    certified("ESAT", ends)
    search.refresh()

    ((depth, ending),) = read(NeedFactory(sectors=["nettoyage-locaux"], applications_due_on=DUE))

    assert depth.total.ending == expected
    assert next(one.ending for one in depth.articles if one.code == "L2113-12") == expected
    assert next(one.ending for one in depth.certifications if one.code == "ESAT") == expected
    told = reservations(depth, ending)
    assert told["L2113_12"] == told["L2113_12_13"] == expected
    assert told["L2113_13"] == 0


def test_who_keeps_another_way_is_not_lost_to_both_articles_together():
    structure = certified("ESAT", DUE - dt.timedelta(days=1))
    CertificationFactory(structure=structure, kind_id="EI", valid_until=DUE, verified_on=NOW, target_share=60)
    search.refresh()

    ((depth, ending),) = read(NeedFactory(sectors=["nettoyage-locaux"], applications_due_on=DUE))

    told = reservations(depth, ending)
    assert (told["L2113_12"], told["L2113_12_13"]) == (1, 0)
    assert depth.total.ending == 0


def test_a_renewal_that_is_known_counts():
    structure = certified("ESAT", DUE - dt.timedelta(days=5))
    CertificationFactory(
        structure=structure, kind_id="ESAT", valid_from=DUE - dt.timedelta(days=4), verified_on=NOW
    )
    search.refresh()

    ((depth, _),) = read(NeedFactory(sectors=["nettoyage-locaux"], applications_due_on=DUE))

    assert depth.total.ending == 0


@pytest.mark.parametrize("due", [None, NOW, NOW - dt.timedelta(days=3)])
def test_without_a_deadline_ahead_there_is_no_such_number(client, due):
    certified("ESAT", NOW)
    search.refresh()
    need = NeedFactory(sectors=["nettoyage-locaux"], applications_due_on=due)

    ((depth, ending),) = read(need)

    assert ending is None
    assert depth.total.ending is None


def test_the_page_says_it_in_words_and_without_a_link(client):
    certified("ESAT", DUE - dt.timedelta(days=1))
    search.refresh()
    client.post("/besoins/", {"title": "Nettoyage", "sectors": ["nettoyage-locaux"]})
    need = Need.objects.get()
    Need.objects.update(applications_due_on=DUE)

    page = client.get(reverse("sourcing:need", args=[need.pk])).content.decode()

    assert "Sans preuve au" in page
    assert "n’aura plus de preuve connue au" in page


def test_many_lots_ask_the_database_no_more_than_one(django_assert_max_num_queries):
    for _ in range(4):
        certified("ESAT", DUE - dt.timedelta(days=1))
    search.refresh()
    need = NeedFactory(sectors=["nettoyage-locaux"], applications_due_on=DUE)
    for _ in range(12):
        LotFactory(need=need)
    read(need)

    with django_assert_max_num_queries(11):
        found = read(Need.objects.get(pk=need.pk))

    assert [depth.total.ending for depth, _ in found] == [4] * 12
