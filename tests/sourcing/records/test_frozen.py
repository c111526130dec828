"""Once made, a record never changes; the next one has the next version, the next number leaves no gap."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from suppliers import search
from suppliers.models import (
    Certification,
    RecordSeal,
    ShortlistItem,
    SourcingRecord,
    Structure,
    WorkspaceEvent,
)
from suppliers.sourcing.records.actions import MOST_AN_HOUR, TooManyError, make_record
from suppliers.sourcing.records.content import Added
from suppliers.sourcing.records.freezing import canonical, digest
from suppliers.workspace.owning import KEY
from tests.buyer_factories import LotFactory, NeedFactory
from tests.sourcing.records.conftest import market_of

YEAR = timezone.localdate().year
FROZEN = (
    "number",
    "version",
    "title",
    "content",
    "sha256",
    "docx",
    "docx_sha256",
    "xlsx",
    "xlsx_sha256",
    "created_at",
)


def kept(pk):
    values = SourcingRecord.objects.values(*FROZEN).get(pk=pk)
    return {name: bytes(value) if isinstance(value, memoryview) else value for name, value in values.items()}


def rename_need(market):
    market.need.title = "Autre chose"
    market.need.save()


def add_lot(market):
    LotFactory(need=market.need)


def remove_lots(market):
    market.need.lots.all().delete()


def close_structures(market):
    Structure.objects.update(name="Fermée", admin_state="F", status="hidden")
    search.refresh([one.pk for one in market.structures])


def reject_certificates(market):
    Certification.objects.update(verification="rejected")
    search.refresh([one.pk for one in market.structures])


def empty_shortlist(market):
    ShortlistItem.objects.update(removed_at=timezone.now())


def set_all_aside(market):
    ShortlistItem.objects.update(status="set_aside", reason="Autre motif")


def make_another(market):
    if market.need.pk:
        make_record(market.need, Added(lessons="Autre"), by=None)


def delete_structures(market):
    Structure.objects.all().delete()


def delete_need(market):
    if market.need.pk:
        market.need.delete()


CHANGES = [
    add_lot, remove_lots, close_structures, reject_certificates, empty_shortlist, set_all_aside, make_another,
    rename_need, delete_structures,
]  # fmt: skip


@pytest.mark.django_db
@settings(max_examples=8)
@given(
    changes=st.lists(st.sampled_from(CHANGES), min_size=1, max_size=5, unique=True), is_deleted=st.booleans()
)
def test_whatever_changes_a_record_does_not(changes, is_deleted):
    with transaction.atomic():
        market = market_of(3, 2)
        made = make_record(market.need, Added(author="A. Martin"), by=None)
        before = kept(made.pk)
        for change in [*changes, *([delete_need] if is_deleted else [])]:
            change(market)
        after = kept(made.pk)
        transaction.set_rollback(True)
    search.forget()
    assert after == before
    assert digest(canonical(after["content"])) == after["sha256"]
    assert digest(after["docx"]) == after["docx_sha256"] and digest(after["xlsx"]) == after["xlsx_sha256"]


@pytest.mark.django_db
def test_what_is_read_and_taken_away_stays_the_same_to_the_byte(market, client):
    """The page is drawn anew from what was frozen: its article; the way back names the need of today."""
    made = make_record(market.need, Added(author="A. Martin"), by=None)
    session = client.session
    session[KEY] = made.workspace_id
    session.save()

    def held():
        page = client.get(reverse("sourcing:record", args=[made.pk])).text
        article = page.partition("<article")[2].partition("</article>")[0]
        assert market.structures[0].name in article
        kinds = ("docx", "xlsx", "json")
        urls = [reverse("sourcing:record-download", args=[made.pk, kind]) for kind in kinds]
        return article, *(client.get(url).content for url in urls)

    before = held()
    for change in [*CHANGES, delete_need]:
        change(market)
        assert held() == before, change.__name__
    assert [digest(data) for data in before[1:]] == [made.docx_sha256, made.xlsx_sha256, made.sha256]


@pytest.mark.django_db
@pytest.mark.parametrize("field", FROZEN)
def test_the_database_refuses_any_change_of_it(record, field):
    other = {
        "version": 9,
        "content": {},
        "docx": b"x",
        "xlsx": b"x",
        "created_at": timezone.now(),
    }.get(field, "autre")
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        SourcingRecord.objects.filter(pk=record.pk).update(**{field: other})


@pytest.mark.django_db
def test_the_database_refuses_any_change_of_a_seal(record):
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        RecordSeal.objects.update(version=9)


@pytest.mark.django_db
def test_made_again_it_has_the_same_number_and_the_next_version(record, market):
    again = make_record(market.need, Added(), by=None)
    other = make_record(NeedFactory(), Added(), by=None)
    assert [(one.number, one.version) for one in (record, again, other)] == [
        (f"{YEAR}-0001", 1), (f"{YEAR}-0001", 2), (f"{YEAR}-0002", 1),
    ]  # fmt: skip
    assert again.sha256 != record.sha256
    assert WorkspaceEvent.objects.filter(action="record.make", need=market.need).count() == 2


@pytest.mark.django_db
def test_a_number_never_comes_back(record):
    record.workspace.delete()
    assert not SourcingRecord.objects.exists()
    assert RecordSeal.objects.filter(sha256=record.docx_sha256).exists()
    assert make_record(NeedFactory(), Added(), by=None).number == f"{YEAR}-0002"


@pytest.mark.django_db
def test_too_many_in_an_hour_are_refused(market):
    made = make_record(market.need, Added(), by=None)
    fields = {name: value for name, value in kept(made.pk).items() if name != "version"}
    SourcingRecord.objects.bulk_create(
        SourcingRecord(workspace=made.workspace, need=made.need, version=version, **fields)
        for version in range(2, MOST_AN_HOUR + 1)
    )
    with pytest.raises(TooManyError, match="par heure"):
        make_record(market.need, Added(), by=None)


@pytest.mark.django_db(transaction=True)
def test_numbers_given_at_once_leave_no_gap():
    needs = [NeedFactory() for _ in range(4)]

    def make(need):
        try:
            return make_record(need, Added(), by=None).number
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        numbers = sorted(pool.map(make, needs))
    assert numbers == [f"{YEAR}-{rank:04d}" for rank in range(1, 5)]
