"""A need with two lots, a market around it, a shortlist, what was asked; and its record."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.utils import timezone

from suppliers import search
from suppliers.models import DirectoryEntry, Need, Shortlist, SourcingRecord, Structure
from suppliers.sourcing.records.actions import make_record
from suppliers.sourcing.records.content import Added
from tests.buyer_factories import (
    EnquiryFactory,
    EnquiryRecipientFactory,
    ExchangeFactory,
    LotFactory,
    NeedFactory,
    ShortlistFactory,
    ShortlistItemFactory,
)
from tests.factories import (
    ActivityFactory,
    CertificationFactory,
    ClientReferenceFactory,
    StructureFactory,
)

SECRET = "Marge de 12 %"


@dataclass
class Market:
    need: Need
    shortlist: Shortlist
    structures: list[Structure]


def market_of(how_many: int = 6, picked: int = 3) -> Market:
    today = timezone.localdate()
    structures = []
    for rank in range(how_many):
        one = StructureFactory(published=True, confirmed_on=today if rank % 2 else None, headcount=10 + rank)
        ActivityFactory(structure=one, sectors=["nettoyage-locaux"])
        ClientReferenceFactory(structure=one, amount_excl_tax=12_000)
        if rank % 3:
            CertificationFactory(
                structure=one,
                kind_id="EA",
                valid_from=today,
                valid_until=today.replace(year=today.year + 2, day=1),
            )
        structures.append(one)
    search.refresh([one.pk for one in structures])
    need = NeedFactory(sectors=["nettoyage-locaux"], places=["93048"], amount_excl_tax=60_000)
    LotFactory(need=need, title="Locaux")
    LotFactory(need=need, title="Véhicules", sectors=["nettoyage-vehicules"], amount_excl_tax="12500.50")
    return Market(need, _shortlist(need, structures[:picked]), structures)


def _shortlist(need: Need, structures: list[Structure]) -> Shortlist:
    shortlist = ShortlistFactory(workspace=need.workspace, need=need)
    enquiry = EnquiryFactory(shortlist=shortlist, frozen=True)
    for rank, one in enumerate(structures):
        card = DirectoryEntry.objects.get(pk=one.pk).card
        aside = {"status": "set_aside", "reason": "Capacité inférieure au lot"} if rank == 1 else {}
        query = "secteur=nettoyage-locaux&intervient=93048"
        ShortlistItemFactory(shortlist=shortlist, structure=one, known=card, found_by=query, **aside)
        EnquiryRecipientFactory(enquiry=enquiry, structure=one, sent_at=timezone.now(), confidential=SECRET)
        ExchangeFactory(shortlist=shortlist, structure=one, confidential=SECRET)
    first = enquiry.recipients.first()
    if first:
        first.answers, first.answered_at, first.answered_by = (
            ["10 jours", "Trois sites"],
            timezone.now(),
            "Mme Ba",
        )
        first.save()
    return shortlist


@pytest.fixture
def market() -> Market:
    return market_of()


@pytest.fixture
def record(market: Market) -> SourcingRecord:
    return make_record(market.need, Added(author="A. Martin", lessons="Le marché répond."), by=None)
