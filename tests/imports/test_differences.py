"""What a structure has written stays, and the list's word waits in the queue."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from suppliers.models import Event, ReviewItem, Structure
from tests.factories import UserFactory

from .lists import ASP, a_row, import_rows, structure_of

pytestmark = pytest.mark.django_db
MARCH, JUNE, JULY = "2025-03-10", "2025-06-10", "2025-07-10"


@pytest.fixture
def edited(tmp_path):
    """A structure of the list of March that has written its own site and its own address."""
    row = a_row(website="http://brosse.example")
    import_rows(tmp_path, row)
    structure = structure_of(row)
    structure.website, structure.address = "https://nous.example", "5 place de la Mairie"
    structure.edited_fields = ["address", "website"]
    structure.save()
    return structure


def later(day=JUNE, **cells):
    return a_row(
        **{"website": "http://brosse.example", "address": "5 place de la Mairie", "updated_at": day, **cells}
    )


def differences():
    items = ReviewItem.objects.filter(kind="import").order_by("key", "pk")
    return [(item.key, item.status, item.fields) for item in items]


SITE = {"website": {"before": "https://nous.example", "after": "http://brosse.example"}}


def test_difference_waits_in_the_queue_and_changes_nothing(tmp_path, edited):
    import_rows(tmp_path, later())

    assert differences() == [("website", "waiting", SITE)]
    item = ReviewItem.objects.get(kind="import")
    assert (item.structure, item.submitted_by) == (edited, None)
    assert (item.data["source"], item.data["date"]) == (ASP, JUNE)
    edited.refresh_from_db()
    assert edited.website == "https://nous.example"


def test_address_of_the_list_brings_its_point(tmp_path, edited):
    import_rows(tmp_path, later(address="8 rue de Paris", website="https://nous.example", lat="48.87"))

    ((key, _, fields),) = differences()
    assert (key, fields["address"]) == (
        "address",
        {"before": "5 place de la Mairie", "after": "8 rue de Paris"},
    )
    assert fields["latitude"] == {"before": 48.8621, "after": 48.87}
    assert "city" not in fields


def test_point_that_was_edited_with_its_address_is_one_difference(tmp_path, edited):
    Structure.objects.update(edited_fields=["address", "latitude"], geo_precision="source")

    import_rows(tmp_path, later(address="8 rue de Paris", website="", lat="48.87"))

    assert [key for key, _, _ in differences()] == ["address"]


def test_point_alone_is_a_difference_of_its_own(tmp_path, edited):
    Structure.objects.update(edited_fields=["latitude"], geo_precision="source", website="")

    import_rows(tmp_path, later(lat="48.87", website=""))

    assert [key for key, _, _ in differences()] == ["latitude"]


def test_same_list_twice_leaves_the_item_as_it_is(tmp_path, edited):
    import_rows(tmp_path, later())
    item = ReviewItem.objects.get(kind="import")

    import_rows(tmp_path, later(day=JULY))

    again = ReviewItem.objects.get(kind="import")
    assert (again.pk, again.version, again.updated_at) == (item.pk, item.version, item.updated_at)


def test_another_value_renews_the_open_item(tmp_path, edited):
    import_rows(tmp_path, later())

    import_rows(tmp_path, later(day=JULY, website="http://autre.example"))

    item = ReviewItem.objects.get(kind="import")
    assert (item.fields["website"]["after"], item.version, item.data["date"]) == (
        "http://autre.example",
        1,
        JULY,
    )


@pytest.mark.parametrize("said", ["https://nous.example", ""])
def test_difference_that_has_gone_closes_its_item(tmp_path, edited, said):
    import_rows(tmp_path, later())

    import_rows(tmp_path, later(day=JULY, website=said))

    item = ReviewItem.objects.get(kind="import")
    assert (item.status, item.decided_by) == ("withdrawn", None)
    event = Event.objects.get(action="imports.agree")
    assert (event.item, event.structure, event.by) == (item, edited, None)


def test_list_closes_no_item_of_another_list(tmp_path, edited):
    data = {"fields": SITE, "source": "liste des EA", "date": MARCH}
    ReviewItem.objects.create(kind="import", structure=edited, key="website", data=data)

    import_rows(tmp_path, later(website=""))

    assert [status for _, status, _ in differences()] == ["waiting"]


def refuse():
    by = UserFactory(is_validator=True)
    ReviewItem.objects.update(status="refused", decided_at=timezone.now(), decided_by=by, reason="ours")


def test_refused_difference_is_not_asked_again_for_the_same_value(tmp_path, edited):
    import_rows(tmp_path, later())
    refuse()

    import_rows(tmp_path, later(day=JULY))

    assert [status for _, status, _ in differences()] == ["refused"]


def test_refused_difference_is_asked_again_for_another_value(tmp_path, edited):
    import_rows(tmp_path, later())
    refuse()

    import_rows(tmp_path, later(day=JULY, website="http://autre.example"))

    assert [status for _, status, _ in differences()] == ["refused", "waiting"]


def test_dry_run_puts_nothing_in_the_queue(tmp_path, edited):
    import_rows(tmp_path, later(), dry_run=True)

    assert differences() == []


@pytest.mark.parametrize("status", ["draft", "hidden"])
def test_structure_that_nobody_sees_asks_for_no_decision(tmp_path, edited, status):
    Structure.objects.update(status=status)

    import_rows(tmp_path, later())

    assert differences() == []


def test_damaged_text_is_no_difference(tmp_path, edited):
    import_rows(tmp_path, later(address="1 all\ufffde", website=""))

    assert differences() == []


def test_differences_take_as_many_queries_for_one_as_for_thirty(tmp_path):
    rows = [a_row(n, website="http://a.example") for n in range(1, 31)]
    import_rows(tmp_path, *rows)
    Structure.objects.update(website="https://nous.example", edited_fields=["website"])
    asked = []
    for some in (rows[:1], rows):
        with CaptureQueriesContext(connection) as queries:
            import_rows(tmp_path, *some, complete=True, listed_on=dt.date(2025, 6, 10))
        asked.append(len(queries))
    assert (len(differences()), asked[0]) == (30, asked[1])
