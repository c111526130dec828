"""`manage.py remind`: drafts that nobody goes on with; what a run costs."""

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command

from suppliers.models import Event, OutgoingEmail, Structure
from suppliers.registration.reminders import DRAFT
from tests.factories import StructureFactory

from .test_remind import TODAY, ending, member_of, remind, unconfirmed

pytestmark = pytest.mark.django_db


def draft(left_on=TODAY - dt.timedelta(days=14), **told):
    made = StructureFactory(status="draft")
    member_of(made, **told)
    moment = dt.datetime.combine(left_on, dt.time(5), tzinfo=dt.UTC)
    Structure.objects.filter(pk=made.pk).update(updated_at=moment)
    return made


def test_a_draft_left_for_two_weeks_is_told_to_its_owner_once_each_time_it_is_left():
    made = draft()
    member_of(made, "zoe@canal.example", role="editor")
    draft(TODAY - dt.timedelta(days=13), email="presse@canal.example")

    assert remind() == [(DRAFT, "ines@canal.example")]
    assert remind(TODAY) == []
    later = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    Structure.objects.filter(pk=made.pk).update(updated_at=later)
    assert (DRAFT, "ines@canal.example") in remind(dt.date(2026, 12, 20))


@pytest.mark.parametrize("action", ["profiles.activity_change", "registration.references"])
def test_a_draft_is_not_left_while_what_it_sells_or_shows_is_being_written(action):
    made = draft()
    Event.objects.record(action, structure=made, by=made.memberships.get().user)
    Event.objects.update(at=dt.datetime.combine(TODAY - dt.timedelta(days=3), dt.time(9), tzinfo=dt.UTC))

    assert remind() == []
    Event.objects.update(at=dt.datetime.combine(TODAY - dt.timedelta(days=14), dt.time(5), tzinfo=dt.UTC))
    assert remind() == [(DRAFT, "ines@canal.example")]


def test_the_letter_of_a_draft_says_that_it_keeps_others_waiting():
    draft()
    remind()

    letter = OutgoingEmail.objects.get().text
    assert "Supprimez-la" in letter and "doit d’abord vous le demander" in letter


@pytest.mark.parametrize("how_many", [1, 12])
def test_a_run_costs_the_same_however_many_are_due(how_many, django_assert_max_num_queries):
    for n in range(how_many):
        late = unconfirmed()
        member_of(late, f"a{n}@canal.example")
        ending(late, 20)
        draft(email=f"b{n}@canal.example")
    with time_machine.travel("2026-11-26 06:00Z", tick=False), django_assert_max_num_queries(32):
        call_command("remind", verbosity=0)

    assert OutgoingEmail.objects.count() == 3 * how_many
