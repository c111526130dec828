"""A question is taken back while nobody has answered it."""

import pytest

from suppliers.models import Event, OutgoingEmail
from suppliers.registration.answering import answer_question
from suppliers.validation.actions import ask
from suppliers.validation.contract import CannotUndoError
from suppliers.validation.undo import undo

from .conftest import approve, change
from .pressing import url_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(member, validator):
    item = change(member)
    ask(item, "Depuis quand ?", by=validator, seen_version=0)
    item.refresh_from_db()
    return item


def question():
    return Event.objects.filter(action="validation.ask").latest("pk")


def test_a_question_is_taken_back_from_its_page_and_its_readers_are_told(signed_in, asked):
    page = signed_in.get(url_of(asked)).text
    assert "Retirer la question" in page

    after = signed_in.post(url_of(asked, f"annuler/{question().pk}/"), follow=True).text

    asked.refresh_from_db()
    assert (asked.status, asked.question) == ("waiting", "")
    assert "La question est retirée" in after and "Retirer la question" not in after
    assert "vous n’avez plus à y répondre" in OutgoingEmail.objects.get(kind="decision_unasked").text
    assert question().undone_at


def test_a_question_that_was_answered_stays(asked, member, validator):
    answer_question(item=asked, by=member, answer="Depuis mai.", proof=None, version=asked.version)

    with pytest.raises(CannotUndoError, match="déjà reçu une réponse"):
        undo(question(), by=validator)


def test_a_question_taken_back_does_not_come_again_with_the_decision_that_followed(asked, validator):
    undo(question(), by=validator)
    asked.refresh_from_db()
    undo(approve(asked, validator), by=validator)

    asked.refresh_from_db()
    assert asked.status == "waiting"
