"""Who is proposed, in which order, and for which reasons."""

import datetime as dt

import pytest
from django.http import QueryDict
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from suppliers import search
from suppliers.models import Need, Structure, Territory
from suppliers.search.reference import reference
from suppliers.showing.amounts import euros_in_words
from suppliers.sourcing.needs.parts import Part, parts_of
from suppliers.sourcing.needs.proposals import PER_PAGE, SET_ASIDE, Proposals, Ranking, proposals
from suppliers.sourcing.needs.reasons import capacities, reasons
from tests.buyer_factories import NeedFactory
from tests.factories import (
    ActivityFactory,
    CertificationFactory,
    ClientReferenceFactory,
    StructureFactory,
)
from tests.search import naive, strategies
from tests.search.drawn import fixture_is_harmless, in_a_directory
from tests.search.strategies import TODAY

from .test_depth import asked

pytestmark = pytest.mark.django_db
NOW = dt.date.today()


def proposed(need: Need, day: dt.date = NOW, **options: object) -> Proposals:
    at = search.state(day)
    (part,) = parts_of(need)
    return proposals(part, reference(at.version), at, **options)


def part_and_reasons(need: Need, structure: Structure) -> list[str]:
    at = search.state(NOW)
    found = proposed(need)
    known = reference(at.version)
    entry = next(entry for entry in found.entries if entry.pk == structure.pk)
    sizes = capacities(found.entries, found.part, known)
    return reasons(entry, found.part, found.serving[entry.pk], sizes[entry.pk])


@fixture_is_harmless
@given(strategies.directories, asked, st.sampled_from(["", "L2113_12", "L2113_12_13", "L2113_15"]))
def test_the_order_is_the_one_that_is_said(directory: list[dict], whole: dict, reservation: str) -> None:
    """Against an obvious sort of a naive reading: sites, proof, freshness, distance, the closed last."""

    def check(_built: list[Structure]) -> None:
        need = NeedFactory(**{**whole, "cpv_codes": []}, reservation=reservation)
        found = proposed(need, TODAY)
        reading = naive.Reading(TODAY)
        counts = reservation if found.ranked_by else ""
        expected = sorted(
            (
                _rank(reading, one, found.part, counts)
                for one in reading.structures
                if _may(reading, one, whole)
            ),
        )
        ranked = [_rank(reading, Structure.objects.get(pk=e.pk), found.part, counts) for e in found.entries]
        assert ranked == expected
        assert found.count == len(expected)

    in_a_directory(directory, check)


def _may(reading: naive.Reading, structure: Structure, whole: dict) -> bool:
    params = QueryDict(mutable=True)
    params.setlist("secteur", whole["sectors"])
    params.setlist("intervient", whole["places"])
    return structure.status == "published" and reading.meets(structure, params)


def _rank(reading: naive.Reading, structure: Structure, part: Part, reservation: str) -> tuple:
    structure = next(one for one in reading.structures if one.pk == structure.pk)
    codes = [sector.code for sector in part.sectors]
    served = sum(
        any(
            naive.serves(activity, site.territory)
            and (not codes or any(naive.sells(activity, c) for c in codes))
            for activity in reading.activities.get(structure.pk, [])
        )
        for site in part.sites
    )
    answers = reading.answers_of(structure)
    articles = {"L2113_12": {"L2113-12"}, "L2113_12_13": {"L2113-12", "L2113-13"}, "L2113_15": {"L2113-15"}}
    wanted = articles.get(reservation)
    told = [str(one.answer) for article, one in answers.items() if wanted is None or article in wanted]
    proof = 0 if "ELIGIBLE" in told else 1 if told and wanted else 2
    fresh = structure.confirmed_on is not None and dt.date(2025, 11, 24) <= structure.confirmed_on <= TODAY
    here = naive.position(structure)
    reached = [naive.kilometres(here, point) for point in part.points] if here else [1e9]
    near = min(reached) if part.points else 0.0
    closed = structure.admin_state == "F"
    if closed:
        return (True, 0, 0, 0, round(near, 3))
    return (closed, -served, proof, not fresh, round(near, 3))


def test_a_reservation_that_is_closed_ranks_nobody(client):
    """Cleaning cannot be reserved under L2113-15: an association of the ESS comes before nobody for it."""
    adapted = StructureFactory(published=True, legal_form_id="5710")
    association = StructureFactory(published=True, legal_form_id="9220")
    for structure in (adapted, association):
        ActivityFactory(structure=structure, sectors=["nettoyage-locaux"])
    CertificationFactory(
        structure=adapted,
        kind_id="EA",
        valid_from="2024-01-01",
        valid_until="2028-12-31",
        verified_on="2026-09-12",
    )
    search.refresh()
    need = NeedFactory(sectors=["nettoyage-locaux"], reservation="L2113_15")

    found, free = proposed(need), proposed(NeedFactory(sectors=["nettoyage-locaux"]))

    assert (found.ranked_by, found.order[0].count(SET_ASIDE)) == ("", 1)
    assert [one.pk for one in found.entries] == [one.pk for one in free.entries]
    assert found.entries[0].pk == adapted.pk
    assert SET_ASIDE not in " ".join(free.order)


def test_several_places_are_said_one_at_least_and_all(client):
    both, one = ActivityFactory.create_batch(2, sectors=["traiteur"], zone_kind="territories")
    both.territories.set(Territory.objects.filter(code__in=["93048", "93006"]))
    one.territories.set(Territory.objects.filter(code="93048"))
    search.refresh()
    client.post("/besoins/", {"title": "Buffet", "sectors": ["traiteur"], "places": ["93048", "93006"]})
    need = Need.objects.get()

    found = proposed(need)

    assert (found.count, found.everywhere) == (2, 1)
    assert found.entries[0].pk == both.structure_id
    page = client.get(reverse("sourcing:proposals", args=[need.pk])).content.decode()
    assert "disent intervenir dans un lieu au moins" in page
    assert "<b>1</b> dans tous les lieux" in page
    assert proposed(NeedFactory(sectors=["traiteur"], places=["93048"])).everywhere is None


def test_the_neutral_order_is_the_same_for_all_and_that_of_its_day():
    ActivityFactory.create_batch(PER_PAGE + 8)
    search.refresh()
    need = NeedFactory(sectors=["nettoyage-locaux"])
    monday, tuesday = dt.date(2026, 11, 23), dt.date(2026, 11, 24)

    first = [entry.pk for entry in proposed(need, drawn_on=monday).entries]
    again = [entry.pk for entry in proposed(need, drawn_on=monday).entries]
    other = [entry.pk for entry in proposed(need, drawn_on=tuesday).entries]
    rest = [entry.pk for entry in proposed(need, drawn_on=monday, number=2).entries]

    assert first == again != other
    assert len({*first, *rest}) == PER_PAGE + 8
    assert f"graine {monday.toordinal()}" in proposed(need, drawn_on=monday).order[0]


def test_those_that_are_as_far_are_drawn_and_the_unplaced_come_last():
    """Nobody comes first for the number of its row: the draw of the day, which changes each day."""
    at_one_place = [StructureFactory(published=True, latitude=48.88, longitude=2.45) for _ in range(12)]
    nowhere = StructureFactory(published=True, latitude=None, longitude=None, territory=None)
    for structure in (nowhere, *at_one_place):
        ActivityFactory(structure=structure, zone_kind="territories", territories=["93048"])
    search.refresh()
    need = NeedFactory(sectors=["nettoyage-locaux"], places=["93048"])

    today, tomorrow = (
        [entry.pk for entry in proposed(need, day).entries] for day in (NOW, NOW + dt.timedelta(days=1))
    )

    assert today != tomorrow
    assert sorted(today[:-1]) == sorted(tomorrow[:-1]) == sorted(one.pk for one in at_one_place)
    assert today[-1] == tomorrow[-1] == nowhere.pk
    assert "à égalité, le tirage au sort du jour" in proposed(need).order


def test_a_page_past_the_end_is_the_last_one():
    ActivityFactory.create_batch(3)
    search.refresh()

    found = proposed(NeedFactory(), number=99)

    assert (found.number, found.pages, len(found.entries)) == (1, 1, 3)


def test_reasons_say_where_what_proves_and_how_much():
    structure = StructureFactory(
        published=True, largest_order_excl_tax=50_000, latitude=48.88, longitude=2.45
    )
    ActivityFactory(
        structure=structure, sectors=["nettoyage-locaux"], zone_kind="territories", territories=["93048"]
    )
    CertificationFactory(
        structure=structure,
        kind_id="EA",
        valid_from="2024-01-01",
        valid_until="2028-12-31",
        verified_on="2026-09-12",
    )
    ClientReferenceFactory(structure=structure, subject="Nettoyage de trois écoles")
    ClientReferenceFactory(structure=structure, subject="Accueil")
    search.refresh()
    need = NeedFactory(sectors=["nettoyage-locaux"], places=["93048"], amount_excl_tax=60_000)

    assert part_and_reasons(need, structure) == [
        "intervient à Montreuil",
        "Entreprise adaptée, preuve vérifiée le 12 sept. 2026 (L2113-12)",
        "2 références, dont 1 dans ce secteur d’après son objet",
        f"commandes jusqu’à {euros_in_words(50_000)}, moins que ce besoin",
        "1,8 km",
    ]


def test_an_answer_to_check_is_said_so_for_the_reservation_thought_of():
    structure = StructureFactory(published=True)
    ActivityFactory(structure=structure)
    CertificationFactory(structure=structure, kind_id="ESAT", verification="declared", verified_on=None)
    search.refresh()
    need = NeedFactory(sectors=["nettoyage-locaux"], reservation="L2113_12")

    assert part_and_reasons(need, structure) == ["ESAT, éligibilité L2113-12 à vérifier"]


def test_a_page_costs_the_same_whatever_the_number(django_assert_max_num_queries):
    ActivityFactory.create_batch(40)
    search.refresh()
    need = NeedFactory(sectors=["nettoyage-locaux"], places=["93048"])
    at = search.state(NOW)
    known = reference(at.version)
    (part,) = parts_of(need)
    assert Ranking(part, known, at).tiers  # what the process keeps of the search is there

    with django_assert_max_num_queries(1):
        proposals(part, known, at)
