"""Market depth: every number is the list's, for the same filters; and what makes it cheap."""

import datetime as dt
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from suppliers import search
from suppliers.models import Need, Structure, Territory
from suppliers.procurement.reservations import Opening
from suppliers.search.reference import reference
from suppliers.sourcing.needs.depth import CAPACITIES, Depth, Figure, depth_of
from suppliers.sourcing.needs.parts import parts_of
from suppliers.sourcing.needs.rules_in_words import options_of
from tests.buyer_factories import LotFactory, NeedFactory
from tests.factories import ActivityFactory, CertificationFactory, StructureFactory
from tests.search import naive, strategies
from tests.search.drawn import fixture_is_harmless, in_a_directory
from tests.search.strategies import TODAY

pytestmark = pytest.mark.django_db

asked = st.fixed_dictionaries(
    {
        "sectors": st.lists(st.sampled_from(strategies.SECTORS), max_size=2, unique=True),
        "cpv_codes": st.lists(st.sampled_from(["90911200", "55520000"]), max_size=1),
        "places": st.lists(st.sampled_from(["93048", "93001", "T8", "93", "MGP"]), max_size=2, unique=True),
    }
)


def depths_of(need: Need, day: dt.date = TODAY) -> list[Depth]:
    at = search.state(day)
    return [depth_of(part, reference(at.version), at) for part in parts_of(need)]


def figures_of(depth: Depth) -> Iterator[Figure]:
    for line in [depth.total, *depth.articles, *depth.certifications, *depth.labels]:
        shown = (line.located, line.working, line.verified, line.fresh)
        yield from (one for one in shown if one and one.url)
    for around in depth.around:
        yield from (figure for _, figure in around.within)


def listed(figure: Figure, day: dt.date = TODAY) -> int:
    found = search.Search(QueryDict(urlsplit(figure.url).query), at=search.state(day))
    assert found.is_valid, found.form.errors
    return found.count


@fixture_is_harmless
@given(strategies.directories, asked, st.lists(asked, max_size=2))
def test_every_number_is_that_of_the_list(directory: list[dict], whole: dict, lots: list[dict]) -> None:
    def check(_built: list[Structure]) -> None:
        need = NeedFactory(**whole)
        for lot in lots:
            LotFactory(need=need, **lot)
        at = search.state(TODAY)
        for depth in depths_of(need):
            for figure in figures_of(depth):
                assert figure.count == listed(figure), figure.url
            for opened in options_of(depth.part, reference(at.version), at):
                if opened.option.opening is Opening.CLOSED:
                    assert (opened.possible, opened.eligible) == (Figure(0, ""), Figure(0, ""))
                    continue
                assert opened.eligible.count == listed(opened.eligible), opened.eligible.url
                assert opened.possible.count == listed(opened.possible), opened.possible.url

    in_a_directory(directory, check)


@fixture_is_harmless
@given(strategies.directories, asked)
def test_those_that_work_there_are_those_of_a_naive_reading(directory: list[dict], whole: dict) -> None:
    def check(_built: list[Structure]) -> None:
        need = NeedFactory(**{**whole, "cpv_codes": []})
        (depth,) = depths_of(need)
        params = QueryDict(mutable=True)
        params.setlist("secteur", whole["sectors"])
        params.setlist("intervient", whole["places"])
        assert depth.total.working.count == len(naive.Reading(TODAY).matching_ids(params))

    in_a_directory(directory, check)


def test_a_lot_that_says_nothing_is_as_its_need():
    structure = StructureFactory(published=True)
    ActivityFactory(structure=structure, sectors=["traiteur"])
    search.refresh()
    need = NeedFactory(sectors=["traiteur"], places=["93048"])
    LotFactory(need=need)
    LotFactory(need=need, sectors=["nettoyage-locaux"])

    first, second = depths_of(need, dt.date.today())

    assert first.total.working.count == 1
    assert second.total.working.count == 0
    assert [str(site) for site in second.part.sites] == ["Montreuil"]


def test_of_a_certification_what_is_verified_is_itself_though_it_opens_no_reserved_contract():
    """ESUS opens no article: who is eligible by another proof, or by none, is not what its line counts."""
    verified = {"verified_on": dt.date.today(), "valid_until": dt.date.today() + dt.timedelta(days=90)}
    for kind, more in (("ESUS", verified), ("ESUS", {"verification": "declared"}), ("GEIQ", verified)):
        structure = StructureFactory(published=True, legal_form_id="5710")
        ActivityFactory(structure=structure, sectors=["traiteur"])
        CertificationFactory(structure=structure, kind_id=kind, **more)
    search.refresh()

    (depth,) = depths_of(NeedFactory(sectors=["traiteur"]), dt.date.today())

    lines = {line.code: line for line in [*depth.certifications, *depth.labels]}
    assert (lines["ESUS"].working.count, lines["ESUS"].verified) == (2, Figure(1, ""))
    assert (lines["GEIQ"].working.count, lines["GEIQ"].verified) == (1, Figure(1, ""))


def test_what_structures_say_of_their_capacity_is_counted():
    said = StructureFactory(
        published=True, headcount=12, lead_time_days=5, largest_order_excl_tax=0, open_to_cocontracting=True
    )
    silent = StructureFactory(published=True, open_to_cocontracting=False)
    for structure in (said, silent):
        ActivityFactory(structure=structure)
    search.refresh()

    (depth,) = depths_of(NeedFactory(sectors=["nettoyage-locaux"]), dt.date.today())

    assert depth.total.working.count == 2
    assert dict(depth.capacities) == dict.fromkeys(CAPACITIES.values(), 1) | {"références": 0}


def test_a_need_of_many_lots_asks_the_database_no_more_than_one_of_two(django_assert_max_num_queries):
    ActivityFactory.create_batch(3)
    search.refresh()
    need = NeedFactory(sectors=["nettoyage-locaux"], places=["93048"])
    for _ in range(12):
        LotFactory(need=need, sectors=["traiteur"], places=["93001"])
    depths_of(need, dt.date.today())  # the index and the reference are read once for all

    with django_assert_max_num_queries(8):
        depths_of(Need.objects.get(pk=need.pk), dt.date.today())


def test_several_places_tell_who_works_at_all_of_them(client):
    both, one = ActivityFactory.create_batch(2, sectors=["traiteur"], zone_kind="territories")
    both.territories.set(Territory.objects.filter(code__in=["93048", "93006"]))
    one.territories.set(Territory.objects.filter(code="93048"))
    search.refresh()
    client.post("/besoins/", {"title": "Buffet", "sectors": ["traiteur"], "places": ["93048", "93006"]})

    (depth,) = depths_of(Need.objects.get(), dt.date.today())
    (alone,) = depths_of(NeedFactory(sectors=["traiteur"], places=["93048"]), dt.date.today())

    assert (depth.total.working.count, depth.everywhere, alone.everywhere) == (2, 1, None)
    assert listed(depth.total.working, dt.date.today()) == 2
    page = client.get(reverse("sourcing:need", args=[Need.objects.get(title="Buffet").pk])).content.decode()
    assert "<b>1</b> dit intervenir dans tous les lieux" in page
