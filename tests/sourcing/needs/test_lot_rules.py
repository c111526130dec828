"""What the law closes for a lot is closed everywhere it is shown: depth, reservations, cards, reasons."""

import datetime as dt

import pytest
from django.urls import reverse

from suppliers import search
from suppliers.models import Need
from suppliers.procurement.decision_table import Article
from suppliers.procurement.reservations import Opening
from suppliers.search.reference import reference
from suppliers.sourcing.needs.depth import depth_of
from suppliers.sourcing.needs.lot_rules import RESERVED_TO, closed_articles, options_for_part
from suppliers.sourcing.needs.parts import parts_of
from suppliers.sourcing.needs.rules_in_words import options_of
from tests.buyer_factories import LotFactory, NeedFactory
from tests.factories import ActivityFactory, StructureFactory

pytestmark = pytest.mark.django_db
NOW = dt.date.today()
CHILD_CARE, CLEANING, MUSEUMS = "85312110", "90911200", "92521000"


@pytest.mark.parametrize(
    ("asked", "closed"),
    [
        ({}, set()),
        ({"cpv_codes": [CHILD_CARE]}, set()),
        ({"cpv_codes": [CHILD_CARE, CLEANING]}, set()),
        ({"cpv_codes": [CHILD_CARE], "duration_months": 36, "exclusive_scope": True}, set()),
        ({"cpv_codes": [CLEANING]}, {Article.L2113_15}),
        ({"cpv_codes": [MUSEUMS]}, {Article.L2113_15}),
        ({"sectors": ["nettoyage-locaux"]}, {Article.L2113_15}),
        ({"sectors": ["nettoyage-locaux"], "cpv_codes": [CHILD_CARE]}, set()),
        ({"cpv_codes": [CHILD_CARE], "duration_months": 37}, {Article.L2113_15}),
        ({"cpv_codes": [CHILD_CARE], "exclusive_scope": False}, {Article.L2113_15}),
        ({"contract_kind": "CONCESSION", "cpv_codes": [CHILD_CARE]}, {Article.L2113_15}),
        ({"executed_in_prison": False}, {Article.L2113_13_1}),
        ({"executed_in_prison": True}, set()),
    ],
)
def test_depth_counts_nobody_for_what_the_lot_cannot_be_reserved_to(asked, closed):
    """eligibility.md §4: a condition of the lot that fails is NOT_APPLICABLE, for everybody."""
    need, at = NeedFactory(**asked), search.state(NOW)
    known = reference(at.version)
    (part,) = parts_of(need)

    assert set(closed_articles(part, known, at)) == closed
    depth = depth_of(part, known, at)
    assert {one.code for one in depth.articles}.isdisjoint(closed)
    assert len(depth.articles) + len(depth.closed) == 4
    for one in options_of(part, known, at):
        shut = set(RESERVED_TO[one.option.reservation]) <= closed
        assert (one.option.opening is Opening.CLOSED) == shut
        assert not (shut and one.possible.count)


def test_a_concession_names_its_own_articles():
    at = search.state(NOW)
    (part,) = parts_of(NeedFactory(contract_kind="CONCESSION"))

    depth = depth_of(part, reference(at.version), at)

    assert [one.label.split(" ")[0] for one in depth.articles] == ["L3113-1", "L3113-2", "Prison"]
    assert depth.articles[-1].label == "Prison · article à vérifier"


def test_a_need_without_lots_speaks_of_its_contract():
    at = search.state(NOW)
    (part,) = parts_of(NeedFactory(cpv_codes=[CHILD_CARE]))
    options = options_for_part(part, reference(at.version), at)
    (part,) = parts_of(LotFactory(cpv_codes=[CHILD_CARE]).need)
    of_a_lot = options_for_part(part, reference(at.version), at)

    assert all("ce marché est réservé" in one.notice for one in options)
    assert all("ce lot est réservé" in one.notice for one in of_a_lot)
    said = [" ".join([*one.obstacles, *one.checks]) for one in options]
    assert not any(" lot" in one for one in said)
    assert any("Le marché ne comporte-t-il que" in one for one in said)


@pytest.mark.parametrize("sector", ["nettoyage-locaux", "petite-enfance"])
def test_the_cards_of_the_proposals_say_what_the_depth_says(client, sector):
    structure = StructureFactory(published=True, legal_form_id="9220")
    ActivityFactory(structure=structure, sectors=[sector])
    search.refresh()
    client.post("/besoins/", {"title": "Un besoin", "sectors": [sector]})
    need = Need.objects.get()
    Need.objects.update(reservation="L2113_15")

    page = client.get(reverse("sourcing:need", args=[need.pk])).content.decode()
    cards = client.get(reverse("sourcing:proposals", args=[need.pk])).content.decode()

    is_closed = "Ne paraît pas possible" in page
    assert is_closed == (sector == "nettoyage-locaux")
    assert ("La réservation envisagée ne paraît pas possible" in cards) == is_closed
    assert ('<b class="nowrap">L2113-15</b>' in cards) != is_closed
    assert ("éligibilité L2113-15 à vérifier" in cards) != is_closed
