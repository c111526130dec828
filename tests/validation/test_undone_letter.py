"""What the letter of a decision taken back says of the page that is no longer public."""

import pytest

from suppliers.models import OutgoingEmail
from suppliers.validation.undo import undo
from tests.validation.conftest import approve, change, new_structure

pytestmark = pytest.mark.django_db
AWAY = "votre fiche n’est pas dans l’annuaire"


@pytest.mark.parametrize(("made", "is_away"), [(new_structure, True), (change, False)])
def test_letter_says_that_the_page_is_away_where_it_is(validator, member, made, is_away):
    event = approve(made(member), validator)

    undo(event, by=validator)

    letter = OutgoingEmail.objects.get(kind="decision_undone")
    assert (AWAY in letter.text) == is_away
    assert "vous recevrez notre réponse" not in letter.text
