"""Two who change one shortlist at the same moment: one after the other, and neither is refused."""

import threading

import pytest
from django.db import transaction

from suppliers.models import Lot, Need, Shortlist
from suppliers.sourcing.needs.actions import remove_lot
from suppliers.sourcing.shortlists.editing import change_item
from suppliers.workspace.picked_lots import pick_for
from suppliers.workspace.shortlists import take_out
from tests.accounts.people import at_once
from tests.buyer_factories import LotFactory, NeedFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_row_is_noted_while_it_is_taken_out(shortlist):
    """Who has the shortlist may change its rows: nobody holds one of them and waits for the shortlist."""
    item = shortlist.items.first()
    has_it, waits = threading.Event(), threading.Event()

    def take():
        with transaction.atomic():
            Shortlist.objects.select_for_update(no_key=True).get(pk=shortlist.pk)
            has_it.set()
            waits.wait(1)
            take_out(shortlist, [item.structure_id], by=None)

    def note():
        has_it.wait(5)
        change_item(Shortlist.objects.get(pk=shortlist.pk), item.pk, {"note": "Vue"}, by=None)
        waits.set()

    at_once(take, note)

    item.refresh_from_db()
    assert item.note == "Vue"
    assert item.removed_at


@pytest.mark.parametrize("picking", ["noted", "picked"])
def test_a_lot_is_taken_away_while_a_row_is_kept_for_it(shortlist, picking):
    """Who takes a lot away has its need first; who keeps a row for it waits, then finds no such lot."""
    need = NeedFactory(workspace=shortlist.workspace)
    Shortlist.objects.filter(pk=shortlist.pk).update(need=need)
    lot = LotFactory(need=need)
    row = shortlist.items.first()
    has_it, waits = threading.Event(), threading.Event()

    def take_away():
        with transaction.atomic():
            Need.objects.select_for_update().get(pk=need.pk)
            has_it.set()
            waits.wait(1)
            remove_lot(need, lot, by=None)

    def keep_for():
        has_it.wait(5)
        held = Shortlist.objects.get(pk=shortlist.pk)
        if picking == "noted":
            change_item(held, row.pk, {"lots": [lot.pk], "note": "Vue"}, by=None)
        else:
            with pytest.raises(Lot.DoesNotExist):
                pick_for(held, [row.structure_id], lot, by=None)

    at_once(take_away, keep_for)

    row.refresh_from_db()
    assert not Lot.objects.exists()
    assert not row.lots.exists()
    assert row.note == ("Vue" if picking == "noted" else "")
