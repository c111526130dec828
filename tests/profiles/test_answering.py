"""A structure that answers, or puts right what was asked, waits for a decision again."""

import pytest

from suppliers.models import Event, ReviewItem, ReviewKind
from suppliers.profiles.answering import answer, questions_to
from suppliers.profiles.changing import change_facts
from suppliers.profiles.queue import submit
from tests.factories import StructureFactory, StructureMembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    structure = StructureFactory(status="pending")
    member = StructureMembershipFactory(structure=structure).user
    item = submit(ReviewKind.STRUCTURE, structure, by=member)[0]
    ReviewItem.objects.update(status="asked", question="Que vendez-vous ?", version=1)
    item.refresh_from_db()
    return item


def test_an_answer_is_kept_and_the_item_waits(asked):
    assert questions_to(asked.structure) == [asked]

    assert answer(asked, by=asked.submitted_by, text=" Des balais. ")

    asked.refresh_from_db()
    assert (asked.status, asked.version) == ("waiting", 2)
    assert questions_to(asked.structure) == []
    assert Event.objects.get(action="profiles.answer").note == "Des balais."


def test_an_answer_to_what_is_decided_changes_nothing(asked):
    ReviewItem.objects.update(status="refused", decided_at="2026-01-01T00:00Z")

    assert not answer(asked, by=asked.submitted_by, text="Des balais.")
    assert not Event.objects.exists()


def test_a_pending_structure_that_is_put_right_waits_again(asked):
    change_facts(asked.structure, {"description": "Des balais."}, by=asked.submitted_by)

    asked.refresh_from_db()
    assert (asked.status, asked.version) == ("waiting", 2)


def test_nothing_changed_leaves_the_question(asked):
    change_facts(asked.structure, {"description": ""}, by=asked.submitted_by)

    asked.refresh_from_db()
    assert asked.status == "asked"
