"""The queue of a demonstration tells one story: its days and its words agree."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Min
from django.utils import timezone

from suppliers.models import ReviewItem, ReviewKind, Structure, StructureMembership

pytestmark = pytest.mark.django_db
A_MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def queue():
    call_command("demo", stdout=StringIO())
    return ReviewItem.objects.select_related("structure", "report", "other").annotate(first=Min("events__at"))


def test_demo_items_came_when_their_history_says(queue):
    told = [item for item in queue if item.first]
    assert {ReviewKind.CHANGE, ReviewKind.CLAIM} <= {item.kind for item in told}
    for item in queue:
        assert item.created_at < timezone.now()
        assert item.first is None or abs(item.first - item.created_at) < A_MINUTE, item
        assert item.report is None or abs(item.report.created_at - item.created_at) < A_MINUTE, item
        assert item.decided_at is None or item.decided_at >= item.created_at
        assert item.updated_at >= item.created_at
        if item.kind == ReviewKind.IMPORT:
            assert item.data["date"] == timezone.localdate(item.created_at).isoformat()


def test_demo_items_speak_of_structures_and_members_that_were_there(queue):
    for item in queue:
        for structure in filter(None, (item.structure, item.other)):
            assert structure.created_at < item.created_at, item
    joined = {(one.structure_id, one.user_id): one.joined_at for one in StructureMembership.objects.all()}
    changes = [item for item in queue if item.kind == ReviewKind.CHANGE]
    assert changes
    for item in changes:
        assert joined[item.structure_id, item.submitted_by_id] < item.created_at


def test_demo_double_is_of_one_trade_and_one_legal_form(queue):
    double = Structure.objects.get(name="La Brosse et le Seau SCOP")
    known = Structure.objects.get(name="La Brosse et le Seau")

    assert "ssociation" not in double.description and double.rna == ""
    assert (double.description, double.naf_code) == (known.description, known.naf_code)
    assert {
        code for one in double.activities.all() for code in one.sectors.values_list("code", flat=True)
    } == {code for one in known.activities.all() for code in one.sectors.values_list("code", flat=True)}
    assert not double.certifications.exists()
    double.full_clean()
