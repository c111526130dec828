"""A decision that is undone leaves nothing of it."""

import datetime as dt

import pytest
from django.utils import timezone

from suppliers import search
from suppliers.models import (
    DirectoryEntry,
    Event,
    OutgoingEmail,
    ReviewItem,
    ReviewKind,
    Structure,
)
from suppliers.profiles.answering import answer, questions_to
from suppliers.profiles.changing import change_facts
from suppliers.validation.actions import ask
from suppliers.validation.contract import CannotUndoError
from suppliers.validation.undo import undo
from tests.validation.conftest import (
    approve,
    change,
    facts,
    new_structure,
    refuse,
)

pytestmark = pytest.mark.django_db
SITE = "https://atlas.example"


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


@pytest.mark.parametrize("decision", [approve, refuse], ids=["approve", "refuse"])
def test_what_is_undone_is_as_it_was(item, validator, decision):
    before, shown = (
        facts(item.structure),
        DirectoryEntry.objects.filter(structure=item.structure).values().first(),
    )
    waiting = set(ReviewItem.objects.open().values_list("pk", flat=True))

    event = decision(item, validator)
    item.refresh_from_db()
    assert not item.is_open
    assert (item.decided_by, item.version) == (validator, 1)
    assert search.differences() == []
    undo(event, by=validator)

    item.refresh_from_db()
    event.refresh_from_db()
    assert facts(item.structure) == before
    assert (item.status, item.decided_at, item.decided_by, item.reason) == ("waiting", None, None, "")
    assert set(ReviewItem.objects.open().values_list("pk", flat=True)) == waiting
    assert event.undone_by == validator
    assert search.differences() == []
    again = DirectoryEntry.objects.filter(structure=item.structure).values().first()
    assert (again and again["card"]) == (shown and shown["card"])


def test_what_is_undone_may_be_decided_again_and_undone_again(item, validator):
    before = facts(item.structure)
    undo(approve(item, validator), by=validator)
    item.refresh_from_db()
    undo(refuse(item, validator), by=validator)
    item.refresh_from_db()
    undo(approve(item, validator), by=validator)

    assert facts(item.structure) == before


def test_what_changed_again_since_is_not_undone(member, validator):
    item = change(member)
    event = approve(item, validator)
    Structure.objects.update(name="Encore un nom")

    with pytest.raises(CannotUndoError, match="nom"):
        undo(event, by=validator)

    item.refresh_from_db()
    assert (item.status, Structure.objects.get().name) == ("approved", "Encore un nom")
    assert Event.objects.get(pk=event.pk).undone_at is None


def test_what_changed_beside_a_decision_stays(member, validator):
    item = change(member)
    event = approve(item, validator)
    Structure.objects.update(phone="01 23 45 67 89", edited_fields=["address", "name", "phone"])

    undo(event, by=validator)

    structure = Structure.objects.get()
    assert (structure.name, structure.phone) == ("La Brosse", "01 23 45 67 89")
    assert structure.edited_fields == ["phone"]


def test_a_publication_whose_certifications_were_decided_is_not_undone_first(member, validator):
    item = new_structure(member)
    event = approve(item, validator)
    approve(ReviewItem.objects.open().get(), validator)

    with pytest.raises(CannotUndoError, match="Annulez d’abord"):
        undo(event, by=validator)


def test_a_decision_is_undone_once_and_for_thirty_days(item, validator):
    event = approve(item, validator)
    Event.objects.filter(pk=event.pk).update(at=timezone.now() - dt.timedelta(days=31))
    with pytest.raises(CannotUndoError, match="30 jours"):
        undo(event, by=validator)
    Event.objects.filter(pk=event.pk).update(at=timezone.now() - dt.timedelta(days=29))
    done = undo(event, by=validator)
    for each in (event, done):
        with pytest.raises(CannotUndoError):
            undo(each, by=validator)


def test_a_decision_whose_demand_has_come_back_is_not_undone(member, validator):
    item = change(member)
    event = refuse(item, validator, reason="registry")
    ReviewItem.objects.create(kind=ReviewKind.CHANGE, structure=item.structure)

    with pytest.raises(CannotUndoError, match="revenue"):
        undo(event, by=validator)


def test_an_undoing_is_told_to_who_was_told_of_the_decision(member, validator):
    event = approve(change(member), validator)
    undo(event, by=validator)

    first, second = OutgoingEmail.objects.order_by("pk").values_list("to", "kind")
    assert first == (member.email, "decision_approved")
    assert second == (member.email, "decision_undone")


@pytest.mark.parametrize("decision", [approve, refuse], ids=["approve", "refuse"])
def test_a_question_nobody_has_answered_waits_for_its_answer_again(member, validator, decision):
    item = change(member)
    ask(item, "Depuis quand ?", by=validator, seen_version=item.version)
    item.refresh_from_db()

    undo(decision(item, validator), by=validator)

    item.refresh_from_db()
    assert (item.status, item.question) == ("asked", "Depuis quand ?")
    assert questions_to(item.structure) == [item]


def test_a_question_that_was_answered_is_to_decide_once_it_is_undone(member, validator):
    item = change(member)
    ask(item, "Depuis quand ?", by=validator, seen_version=item.version)
    answer(item, by=member, text="Depuis mars.")
    item.refresh_from_db()

    undo(approve(item, validator), by=validator)

    item.refresh_from_db()
    assert item.status == "waiting"


def test_a_page_that_was_changed_after_a_question_is_to_decide_once_it_is_undone(member, validator):
    item = new_structure(member)
    ask(item, "Quel nom ?", by=validator, seen_version=item.version)
    change_facts(item.structure, {"phone": "01 48 00 00 01"}, by=member)
    item.refresh_from_db()
    assert item.status == "waiting"

    undo(refuse(item, validator), by=validator)

    item.refresh_from_db()
    assert item.status == "waiting"


def test_a_proposal_that_was_changed_after_a_question_is_to_decide_once_it_is_undone(member, validator):
    item = change(member)
    ask(item, "Quel nom ?", by=validator, seen_version=item.version)
    change_facts(item.structure, {"name": "Le Balai vert"}, by=member)
    item.refresh_from_db()
    assert item.status == "waiting"

    undo(refuse(item, validator), by=validator)

    item.refresh_from_db()
    assert item.status == "waiting"
