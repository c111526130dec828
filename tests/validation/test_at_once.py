"""Two people decide at the very same time: one of them does, the other is told."""

import threading

import pytest
from django.db import OperationalError, connection, transaction

from suppliers.admin import handling
from suppliers.models import ErrorReport, Event, OutgoingEmail, ReviewItem, Structure
from suppliers.profiles.changing import change_facts
from suppliers.validation.actions import decide
from suppliers.validation.contract import CannotUndoError, DecidedMeanwhileError, Decision
from suppliers.validation.elsewhere import (
    certification_settled,
    reopen_or_submit,
    reports_handled,
    reports_reopened,
)
from suppliers.validation.undo import undo
from tests.factories import UserFactory
from tests.validation.conftest import KINDS, approve, change

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Each in a thread and a connection of its own; what it returned, or the error it raised."""
    start = threading.Barrier(len(calls))
    said = [None] * len(calls)

    def run(rank, call):
        start.wait()
        try:
            said[rank] = call()
        except Exception as error:
            said[rank] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


@pytest.mark.parametrize("kind", list(KINDS))
def test_one_of_two_decides(kind):
    item = KINDS[kind](UserFactory(username="membre"))
    first, second = (UserFactory(is_validator=True, username=name) for name in ("une", "deux"))

    said = at_once(
        lambda: decide(item, Decision.APPROVE, by=first, seen_version=0),
        lambda: decide(item, Decision.REFUSE, by=second, seen_version=0, reason="other", answer="Non."),
    )

    done = [each for each in said if isinstance(each, Event)]
    told = [each for each in said if isinstance(each, DecidedMeanwhileError)]
    assert (len(done), len(told)) == (1, 1), said
    item.refresh_from_db()
    assert item.decided_by == done[0].by
    assert str(told[0]).startswith(f"Déjà décidé par {done[0].by.username}")
    assert OutgoingEmail.objects.exclude(kind="decision_asked").count() <= 1


def test_a_decision_is_undone_once_when_two_press():
    item = change(UserFactory(username="membre"))
    validator = UserFactory(is_validator=True)
    event = approve(item, validator)

    said = at_once(*[lambda: undo(event, by=validator)] * 2)

    assert sorted(type(each).__name__ for each in said) == [CannotUndoError.__name__, "Event"]


def test_who_proposes_again_and_who_decides_do_not_mix():
    member, validator = UserFactory(username="membre"), UserFactory(is_validator=True)
    item = change(member)
    structure = item.structure

    said = at_once(
        lambda: change_facts(structure, {"name": "Troisième nom"}, by=member),
        lambda: decide(item, Decision.APPROVE, by=validator, seen_version=0),
    )

    name, waiting = Structure.objects.get().name, ReviewItem.objects.open().first()
    if isinstance(said[1], DecidedMeanwhileError):  # the member came first: what was read is not published
        assert (name, waiting.fields["name"]["after"]) == ("La Brosse", "Troisième nom")
    else:
        assert (name, waiting.fields["name"]["after"]) == ("Le Balai", "Troisième nom")


def waits_for_the_structure(structure, call):
    """Whether it waits as long as somebody else holds the structure."""

    def hurried():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '300ms'")
        call()

    with transaction.atomic():
        Structure.objects.select_for_update().get(pk=structure.pk)
        said = at_once(hurried)[0]
    return isinstance(said, OperationalError) and "lock timeout" in str(said)


def reports_of(item):
    return ErrorReport.objects.filter(pk=item.report_id)


CLOSED_ELSEWHERE = {
    "a report closed": ("report", lambda item, by: handling.close(reports_of(item), by=by)),
    "a report in the queue": ("report", lambda item, by: reports_handled([item.report_id], by=by)),
    "a report opened again": ("report", lambda item, by: reports_reopened([item.report_id], by=by)),
    "a certification": ("declared", lambda item, by: certification_settled(item.certification, by=by)),
    "a structure": ("structure", lambda item, by: reopen_or_submit(item.kind, item.structure, by=by)),
}


@pytest.mark.parametrize("way", list(CLOSED_ELSEWHERE))
def test_what_closes_an_item_elsewhere_waits_for_who_holds_its_structure(way):
    kind, close = CLOSED_ELSEWHERE[way]
    item, by = KINDS[kind](UserFactory(username="membre")), UserFactory(is_validator=True)
    if item.certification:
        item.certification.verification = "verified"

    assert waits_for_the_structure(item.structure, lambda: close(item, by))


def test_a_report_closed_in_both_places_at_once_is_closed_once():
    item = KINDS["report"](UserFactory(username="membre"))
    first, second = (UserFactory(is_validator=True, username=name) for name in ("une", "deux"))

    said = at_once(
        lambda: decide(item, Decision.APPROVE, by=first, seen_version=0),
        lambda: handling.close(reports_of(item), by=second),
    )

    assert not [each for each in said if isinstance(each, OperationalError)], said
    assert Event.objects.filter(item=item).count() == 1
    assert OutgoingEmail.objects.count() == 1
