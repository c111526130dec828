"""Making a record asks the database as many questions for five structures as for twenty-five."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from suppliers.sourcing.records.actions import make_record
from suppliers.sourcing.records.content import Added
from tests.buyer_factories import ConsortiumFactory, ConsortiumMemberFactory, LotFactory
from tests.factories import ActivityFactory, CertificationFactory, ClientReferenceFactory
from tests.sourcing.records.conftest import Market, market_of

pytestmark = pytest.mark.django_db


def asked(market: Market) -> list[str]:
    """What making a record asks, once what a process keeps at hand is read."""
    make_record(market.need, Added(), by=None)
    with CaptureQueriesContext(connection) as caught:
        make_record(market.need, Added(), by=None)
    return [query["sql"] for query in caught]


def group_of(market: Market, members: int) -> None:
    group = ConsortiumFactory(need=market.need)
    for one in market.structures[-members:]:
        ConsortiumMemberFactory(consortium=group, structure=one)


def test_for_five_structures_and_for_twenty_five():
    five = market_of(12, 5)
    group_of(five, 2)
    five.need.lots.update(reservation="L2113_12")
    before = asked(five)
    five.need.workspace.delete()
    many = market_of(32, 25)
    group_of(many, 7)
    group_of(many, 3)
    many.need.lots.update(reservation="L2113_12")
    for one in many.structures:
        ActivityFactory(structure=one, position=1, sectors=["espaces-verts"])
        ClientReferenceFactory.create_batch(3, structure=one)
        CertificationFactory(structure=one, kind_id="ESUS", scope="siren", verified_on="2026-01-05")
    after = asked(many)
    assert len(after) == len(before), set(after) - set(before)


def test_for_one_lot_and_for_ten():
    market = market_of(6, 3)
    market.need.lots.all().delete()
    LotFactory(need=market.need, sectors=["nettoyage-locaux"])
    before = asked(market)
    for rank in range(9):
        LotFactory(need=market.need, sectors=["espaces-verts"], cpv_codes=[f"9091{rank}000"])
    after = asked(market)
    assert len(after) == len(before), set(after) - set(before)
