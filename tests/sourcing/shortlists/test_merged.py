"""A structure of a shortlist is merged into another: what was asked of it and said with it is the other's."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from suppliers import search
from suppliers.models import ShortlistItem
from suppliers.sourcing.shortlists.sharing import token_of
from suppliers.workspace.shortlists import join_notes
from tests.buyer_factories import (
    EnquiryFactory,
    EnquiryRecipientFactory,
    ExchangeFactory,
    LotFactory,
    NeedFactory,
    ShareLinkFactory,
    ShortlistFactory,
    ShortlistItemFactory,
)

from .conftest import held, page_of, visit


@pytest.fixture
def merged(structures):
    """The first was merged into the second."""

    def merge():
        structures[0].status, structures[0].merged_into = "hidden", structures[1]
        structures[0].save()
        search.refresh()
        return structures[0], structures[1]

    return merge


def test_what_was_asked_and_said_follows_its_structure(client, shortlist, merged, structures):
    asked = EnquiryRecipientFactory(enquiry__shortlist=shortlist, structure=structures[0], answered=True)
    said = ExchangeFactory(shortlist=shortlist, structure=structures[0])
    elsewhere = ExchangeFactory(structure=structures[0])
    _, heir = merged()
    client.get(page_of(shortlist))

    for row, structure in ((asked, heir), (said, heir), (elsewhere, structures[0])):
        row.refresh_from_db()
        assert row.structure == structure
    assert asked.structure_name == "Atelier Brosse"  # as it was asked


def test_an_enquiry_that_was_sent_to_both_keeps_both(client, shortlist, merged, structures):
    enquiry = EnquiryFactory(shortlist=shortlist, frozen=True)
    for structure in structures[:2]:
        EnquiryRecipientFactory(enquiry=enquiry, structure=structure, answered=True)
    merged()
    assert client.get(page_of(shortlist)).status_code == 200

    asked = enquiry.recipients.order_by("pk").values_list("structure", flat=True)
    assert list(asked) == [structures[0].pk, structures[1].pk]
    assert client.get(page_of(shortlist, "exchanges")).status_code == 200


@pytest.mark.parametrize("is_heir_picked", [True, False])
def test_who_reads_it_by_a_link_sees_the_heir_and_writes_nothing(
    shortlist, merged, structures, is_heir_picked
):
    if not is_heir_picked:
        shortlist.items.get(structure=structures[1]).delete()
    old, heir = merged()
    before = held(shortlist)
    link = reverse("sourcing:shortlist-shared", args=[token_of(ShareLinkFactory(shortlist=shortlist))])
    with CaptureQueriesContext(connection) as asked:
        html = Client().get(link).content.decode()

    assert not [query for query in asked if query["sql"].startswith(("UPDATE", "INSERT", "DELETE"))]
    assert held(shortlist) == before
    assert html.count(f'data-atlas-card="{heir.pk}"') == 1
    assert f'data-atlas-card="{old.pk}"' not in html


KEPT, CONTACTED, ASIDE = "to_contact", "contacted", "set_aside"


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ((KEPT, "Sur place"), (KEPT, ""), (KEPT, "Sur place")),
        ((KEPT, ""), (KEPT, "Équipée"), (KEPT, "Équipée")),
        ((KEPT, "Sur place"), (CONTACTED, ""), (CONTACTED, "Sur place")),
        ((CONTACTED, ""), (KEPT, "Équipée"), (CONTACTED, "Équipée")),
        ((KEPT, "Sur place"), (ASIDE, "N’a pas répondu"), (ASIDE, "N’a pas répondu")),
        ((ASIDE, "N’a pas répondu"), (KEPT, "Équipée"), (ASIDE, "N’a pas répondu")),
        ((CONTACTED, ""), (ASIDE, "N’a pas répondu"), (CONTACTED, "")),
    ],
)
def test_a_reason_stays_with_the_state_it_is_the_reason_of(first, second, joined):
    kept, gone = (ShortlistItem(status=status, reason=reason) for status, reason in (first, second))
    join_notes(kept, gone)
    assert (kept.status, kept.reason) == joined


def test_the_lots_of_both_are_those_of_the_heir(client, merged, structures):
    need = NeedFactory()
    lots = [LotFactory(need=need, number=number) for number in (1, 2)]
    shortlist = ShortlistFactory(workspace=need.workspace, need=need)
    for structure, lot in zip(structures, lots, strict=False):
        ShortlistItemFactory(shortlist=shortlist, structure=structure).lots.set([lot])
    visit(client, need.workspace)
    _, heir = merged()

    html = client.get(page_of(shortlist)).content.decode()

    assert "Lots 1 et 2" in html
    assert set(shortlist.items.get(structure=heir).lots.all()) == set(lots)
