"""Who decides holds the structure, then the item: whoever answers or takes back goes in that order too.

The other way round, each would hold what the other waits for, and the database would drop one of the two.
"""

import threading
import time

import pytest
from django.db import connection, transaction

from suppliers.models import ReviewItem, ReviewKind, Structure
from suppliers.profiles.queue import submit
from suppliers.registration.answering import answer_question, withdraw_item
from suppliers.registration.claiming import claim_at_once
from suppliers.registration.declaring import withdraw_proposal
from tests.factories import StructureFactory
from tests.registration.people import user_with

pytestmark = pytest.mark.django_db(transaction=True)
CLAIM, CHANGE, CERTIFICATION, SUBMITTED = (
    ReviewKind.CLAIM,
    ReviewKind.CHANGE,
    ReviewKind.CERTIFICATION,
    ReviewKind.STRUCTURE,
)


def claims(item):
    claim_at_once(structure=item.structure, by=item.submitted_by, address="http://testserver/")


def answers(item):
    answer_question(item=item, by=item.submitted_by, answer="Oui.", proof=None, version=0)


def withdraws(item):
    withdraw_item(item=item, by=item.submitted_by)


def withdraws_a_proposal(item):
    withdraw_proposal(item.structure, item.pk, by=item.submitted_by)


def waits_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction sees the first one for good
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
            " AND wait_event_type = 'Lock')"
        )
        return cursor.fetchone()[0]


def in_a_thread(act, item, failures):
    try:
        act(item)
    except Exception as error:
        failures.append(error)
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("act", "kind", "status", "becomes"),
    [
        (claims, CLAIM, "waiting", "withdrawn"),
        (answers, CHANGE, "asked", "waiting"),
        (withdraws, CHANGE, "waiting", "withdrawn"),
        (withdraws, SUBMITTED, "waiting", "withdrawn"),
        (withdraws_a_proposal, CERTIFICATION, "waiting", "withdrawn"),
    ],
)
def test_a_request_holds_nothing_that_who_decides_waits_for(act, kind, status, becomes):
    public = {"status": "pending"} if kind == SUBMITTED else {"published": True}
    structure = StructureFactory(website="https://ateliers-canal.fr", **public)
    user = user_with("jeanne@ateliers-canal.fr")
    key = str(user.pk) if kind == CLAIM else ""
    item, _ = submit(kind, structure, key=key, by=user)
    ReviewItem.objects.filter(pk=item.pk).update(status=status)
    failures = []
    other = threading.Thread(target=in_a_thread, args=[act, item, failures])

    with transaction.atomic():
        Structure.objects.select_for_update().get(pk=structure.pk)
        other.start()
        until = time.monotonic() + 10
        while not waits_for_a_lock() and other.is_alive() and time.monotonic() < until:
            time.sleep(0.02)
        try:
            with transaction.atomic():
                ReviewItem.objects.select_for_update(nowait=True).get(pk=item.pk)
        except Exception as error:
            failures.append(error)
    other.join()

    assert failures == []
    item.refresh_from_db()
    assert item.status == becomes
