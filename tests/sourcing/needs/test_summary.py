"""The lots side by side: each figure is its list's, and nobody is counted twice over the need."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from suppliers import search
from suppliers.models import Need, Structure, Territory
from suppliers.search.reference import reference
from suppliers.sourcing.needs.depth import depth_of
from suppliers.sourcing.needs.parts import parts_of
from suppliers.sourcing.needs.summary import Summary, summary_of
from tests.buyer_factories import LotFactory, NeedFactory
from tests.factories import ActivityFactory, CertificationFactory, StructureFactory

from .test_depth import figures_of, listed
from .test_views import write

pytestmark = pytest.mark.django_db
NOW = dt.date.today()


def summary(need: Need) -> Summary | None:
    at = search.state(NOW)
    known = reference(at.version)
    return summary_of([depth_of(part, known, at) for part in parts_of(need)], known, at)


def seller(*sectors: str, **facts: object):
    structure = StructureFactory(published=True, **facts)
    ActivityFactory(structure=structure, sectors=list(sectors))
    return structure


@pytest.fixture
def three_lots():
    """Cleaning: two; catering: two; recycling: one that does all."""
    seller("nettoyage-locaux", "traiteur", "collecte-dechets", headcount=12)
    seller("nettoyage-locaux")
    adapted = seller("traiteur")
    CertificationFactory(
        structure=adapted,
        kind_id="EA",
        valid_from="2024-01-01",
        valid_until="2028-12-31",
        verified_on="2026-09-12",
    )
    search.refresh()
    need = NeedFactory(title="Trois lots")
    for sector in ("nettoyage-locaux", "traiteur", "collecte-dechets"):
        LotFactory(need=need, title=sector, sectors=[sector], places=["93048"])
    return need


def test_nobody_is_counted_twice_over_the_need(three_lots):
    found = summary(three_lots)

    assert [lot.depth.total.working.count for lot in found.lots] == [2, 2, 1]
    assert (found.working, found.several, found.every) == (3, 1, 1)
    assert (found.verified, found.sized) == (1, 1)
    assert [lot.sized for lot in found.lots] == [1, 1, 1]
    assert found.located is not None
    for lot in found.lots:
        for figure in figures_of(lot.depth):
            assert figure.count == listed(figure, NOW), figure.url


def test_only_the_articles_that_are_thought_of_are_counted(three_lots):
    handicap, _, closed = three_lots.lots.order_by("number")
    three_lots.lots.filter(pk=handicap.pk).update(reservation="L2113_12")
    three_lots.lots.filter(pk=closed.pk).update(reservation="L2113_15", exclusive_scope=False)

    said = [[line.code for line in lot.considered] for lot in summary(three_lots).lots]

    assert said[0] == ["L2113-12"]
    assert "L2113-12" in said[1]
    assert said[2] == []


def test_a_need_of_one_part_has_no_summary_and_its_detail_is_open(client):
    client.post("/besoins/", {"title": "Buffet", "sectors": ["traiteur"]})
    need = Need.objects.get()
    page = client.get(reverse("sourcing:need", args=[need.pk])).content.decode()
    assert summary(need) is None
    assert '<details class="lot__fold" open>' in page
    assert 'id="lots"' not in page

    LotFactory(need=need)
    assert '<details class="lot__fold" open>' in page
    assert summary(need) is None


def test_lots_are_folded_under_a_summary_that_leads_to_them(client, three_lots):
    client.post("/besoins/", {"title": "Autre"})
    Need.objects.filter(pk=three_lots.pk).update(workspace=Need.objects.get(title="Autre").workspace)

    page = client.get(reverse("sourcing:need", args=[three_lots.pk])).content.decode()

    assert "Les 3 lots en bref" in page
    assert page.index('id="lots"') < page.index('id="lot-1"')
    assert page.count('<details class="lot__fold">') == 3
    for anchor in set(re.findall(r'href="#((?:lot|capacite)-\d)"', page)):
        assert page.count(f'id="{anchor}"') == 1


def test_the_page_costs_the_same_with_10_lots_and_with_30(client):
    seller("traiteur")
    search.refresh()
    client.post("/besoins/", {"title": "Un besoin", "places": ["93048"]})
    need = Need.objects.get()
    counts = []
    for lots in (10, 30):
        for number in range(need.lots.count() + 1, lots + 1):
            LotFactory(need=need, number=number, title=f"Lot de {number}", sectors=["traiteur"])
        url = reverse("sourcing:need", args=[need.pk])
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(url)
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 25


def test_a_cpv_code_is_said_to_be_read_as_a_sector(client):
    client.post("/besoins/", {"title": "Vitres en hauteur", "what": "90911300"})
    need = Need.objects.get()
    known = reference(search.state(NOW).version)
    labels = ", ".join(sector.label for sector in known.sectors_of_cpv("90911300"))
    LotFactory(need=need, title="Vitrerie", cpv_codes=["90911300"])
    LotFactory(need=need, title="Autre")

    for name in ("sourcing:need", "sourcing:need-change"):
        page = client.get(reverse(name, args=[need.pk])).content.decode()
        assert f"compte comme {labels}" in page
        assert "un code CPV y cherche le secteur dont il relève" in page
    lot = client.get(reverse("sourcing:lot", args=[need.pk, need.lots.first().pk])).content.decode()
    assert f"compte comme {labels}" in lot


def test_the_map_shows_the_lot_that_is_asked_as_its_list_does(client):
    need = write(client, sectors=["nettoyage-locaux"], where="Montreuil")
    for number, sector in ((1, "nettoyage-locaux"), (2, "traiteur")):
        LotFactory(need=need, number=number, sectors=[sector])
        ActivityFactory(sectors=[sector], zone_kind="territories").territories.add(
            Territory.objects.get(code="93048")
        )
    search.refresh()
    page = reverse("sourcing:need", args=[need.pk])
    for asked, sector in (
        ("", "nettoyage-locaux"),
        ("?carte=2", "traiteur"),
        ("?carte=x", "nettoyage-locaux"),
    ):
        html = client.get(page + asked).content.decode()
        assert f'data-query="secteur={sector}&amp;intervient=93048"' in html, asked
    Structure.objects.update(status="hidden")
    search.refresh()
    assert "data-atlas-map" not in client.get(page).content.decode()
