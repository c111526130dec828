"""Two who change one shortlist at the same moment: one after the other, and neither is refused."""

import threading

import pytest
from django.db import transaction

from suppliers.models import Shortlist
from suppliers.sourcing.shortlists.editing import change_item
from suppliers.workspace.shortlists import take_out
from tests.accounts.people import at_once

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
