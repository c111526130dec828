"""What is done in the administration and what waits in the queue tell the same."""

import pytest
from django.urls import reverse

from suppliers.admin import handling
from suppliers.models import ErrorReport, Event, OutgoingEmail, ReviewItem, Structure
from suppliers.validation import publishing
from suppliers.validation.elsewhere import certification_settled
from suppliers.validation.undo import undo
from tests.factories import StructureFactory
from tests.validation.conftest import approve, declared, new_structure, refuse, report

pytestmark = pytest.mark.django_db


def reports(item):
    return ErrorReport.objects.filter(pk=item.report_id)


def test_a_report_closed_in_the_administration_is_closed_in_the_queue(member, validator):
    item = report(member)

    handling.close(reports(item), by=validator)

    item.refresh_from_db()
    assert (item.status, item.decided_by) == ("approved", validator)
    assert OutgoingEmail.objects.get().to == "voisine@example.org"
    undo(Event.objects.get(item=item), by=validator)
    assert reports(item).get().handled_at is None


def test_a_report_decided_in_the_queue_is_closed_in_the_administration_and_opened_in_both(member, validator):
    item = report(member)
    refuse(item, validator, reason="right")
    assert reports(item).get().handled_by == validator

    handling.reopen(reports(item), by=validator)

    item.refresh_from_db()
    assert item.is_open
    approve(item, validator)
    assert reports(item).get().handled_at is not None


def test_a_report_without_an_item_waits_in_the_queue_once_it_is_reopened(validator):
    said = ErrorReport.objects.create(structure=StructureFactory(published=True), kind="closed")
    handling.close(ErrorReport.objects.all(), by=validator)
    handling.reopen(ErrorReport.objects.all(), by=validator)

    assert ReviewItem.objects.open().get().report == said


def test_a_structure_published_in_the_administration_waits_no_more(member, validator):
    item = new_structure(member)
    other = StructureFactory(status="hidden")

    publishing.publish(Structure.objects.all(), by=validator)

    item.refresh_from_db()
    assert item.status == "approved"
    assert OutgoingEmail.objects.get().to == member.email
    assert ReviewItem.objects.open().get().kind == "certification"
    assert Event.objects.get(structure=other).action == "validation.publish"
    undo(Event.objects.get(item=item), by=validator)
    item.structure.refresh_from_db()
    assert (item.structure.status, item.structure.validated_at) == ("pending", None)


def test_a_structure_hidden_in_the_administration_is_refused_in_the_queue(member, validator):
    item = new_structure(member)

    publishing.hide(Structure.objects.all(), by=validator)

    item.refresh_from_db()
    assert (item.status, item.reason) == ("refused", "other")
    assert Event.objects.get(item=item).before == {f"structure:{item.structure_id}": {"status": "pending"}}


def test_a_published_structure_that_is_hidden_is_in_the_log(validator):
    structure = StructureFactory(published=True)
    publishing.hide(Structure.objects.all(), by=validator)

    event = Event.objects.get()
    assert (event.action, event.structure, event.by) == ("validation.hide", structure, validator)


@pytest.mark.parametrize(
    ("status", "becomes"), [("published", "approved"), ("hidden", "refused"), ("draft", "refused")]
)
def test_a_state_saved_by_hand_closes_what_waited(member, validator, status, becomes):
    item = new_structure(member)
    item.structure.status = status
    publishing.follow_status(item.structure, "pending", by=validator)

    item.refresh_from_db()
    assert item.status == becomes


def test_a_structure_put_back_to_validate_waits_again(member, validator):
    item = new_structure(member)
    approve(item, validator)
    Structure.objects.update(status="pending")
    structure = Structure.objects.get()

    publishing.follow_status(structure, "published", by=validator)

    item.refresh_from_db()
    assert item.is_open


def test_a_certification_verified_in_the_administration_waits_no_more(member, validator):
    item = declared(member)
    item.certification.verification = "verified"
    certification_settled(item.certification, by=validator)

    item.refresh_from_db()
    assert item.status == "approved"


def test_the_first_line_of_the_administration_leads_to_the_queue(admin_client, member):
    report(member)
    page = admin_client.get(reverse("admin:index"))

    first = page.context["waiting"][0]
    assert (first.text, first.url, first.waits) == ("1 élément à valider", "/validation/", True)
