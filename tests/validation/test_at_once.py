"""Two people decide at the very same time: one of them does, the other is told."""

import threading

import pytest
from django.db import connection

from suppliers.models import Event, OutgoingEmail, ReviewItem, Structure
from suppliers.profiles.changing import change_facts
from suppliers.validation.actions import decide
from suppliers.validation.contract import CannotUndoError, DecidedMeanwhileError, Decision
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
