"""Nobody decides on their own structure, nor on their own claim."""

from uuid import uuid4

import pytest

from suppliers.models import Event, ReviewItem, Structure
from suppliers.validation.access import must_leave_it
from suppliers.validation.bulk import Seen, Version, approve_many
from suppliers.validation.contract import CannotDecideError, CannotUndoError
from suppliers.validation.undo import undo
from tests.factories import StructureMembershipFactory, UserFactory
from tests.validation.conftest import approve, change, claim, difference
from tests.validation.pairs import item_of, made_pair
from tests.validation.pressing import url_of

pytestmark = pytest.mark.django_db
MEMBER = "Vous êtes membre de « La Brosse »"


def test_a_member_reads_why_and_finds_no_button(signed_in, validator, item):
    StructureMembershipFactory(structure=item.structure, user=validator, role="editor")

    page = signed_in.get(url_of(item)).text

    assert MEMBER in page
    assert 'name="decision"' not in page
    assert 'name="suivi"' not in page


@pytest.mark.parametrize("decision", ["accepter", "refuser", "demander"])
def test_a_member_who_posts_all_the_same_is_refused(signed_in, validator, member, decision):
    item = change(member)
    StructureMembershipFactory(structure=item.structure, user=validator, role="editor")
    sent = {"decision": decision, "version": item.version, "facts": "", "question": "Où ?"}

    page = signed_in.post(url_of(item, "decider/"), {**sent, "reason": "other", "answer": "Non."}).text

    assert MEMBER in page
    item.refresh_from_db()
    assert item.status == "waiting"
    assert Structure.objects.get().name == "La Brosse"


def test_who_claims_a_structure_does_not_give_themselves_access(signed_in, validator, member):
    item = claim(member)
    ReviewItem.objects.update(submitted_by=validator)
    item.refresh_from_db()

    assert "Cette demande est la vôtre" in signed_in.get(url_of(item)).text
    with pytest.raises(CannotDecideError, match="la vôtre"):
        approve(item, validator)
    assert not validator.structure_memberships.exists()


def test_many_at_once_pass_by_the_same_rule(validator, member):
    item = difference(member)
    StructureMembershipFactory(structure=item.structure, user=validator, role="editor")

    with pytest.raises(CannotDecideError, match="La Brosse"):
        approve_many([item], Seen({item.pk: Version(item.version, "")}), by=validator, batch=uuid4())
    assert ReviewItem.objects.get().is_open


def test_a_decision_of_others_is_not_taken_back_by_a_member(signed_in, validator, other_validator, member):
    item = change(member)
    event = approve(item, other_validator)
    StructureMembershipFactory(structure=item.structure, user=validator, role="editor")

    with pytest.raises(CannotUndoError, match="membre"):
        undo(event, by=validator)
    page = signed_in.get(url_of(item)).text
    assert "Annuler cette décision" not in page
    assert "Vous êtes membre de « Le Balai »" in page
    assert Event.objects.get(pk=event.pk).undone_at is None


def test_neither_side_of_a_pair_is_merged_by_its_member(signed_in, validator):
    pair = item_of(*made_pair())
    StructureMembershipFactory(structure=pair.other, user=validator, role="editor")

    assert signed_in.get(url_of(pair, "fusionner/")).status_code == 302
    assert "Vous êtes membre de" in signed_in.get(url_of(pair)).text
    sent = {"version": pair.version, "motif": "two"}
    assert "Vous êtes membre de" in signed_in.post(url_of(pair, "pas-des-doublons/"), sent).text
    assert ReviewItem.objects.get(pk=pair.pk).is_open


def test_an_admin_decides_on_their_own_only_when_nobody_else_can(member, limited):
    item = change(member)
    admin = UserFactory(username="administratrice", is_superuser=True)
    StructureMembershipFactory(structure=item.structure, user=admin, role="editor")

    assert must_leave_it(admin, item) == "", "a validator of another territory is nobody here"
    other = UserFactory(username="collegue", is_validator=True)
    assert MEMBER in must_leave_it(admin, item)
    StructureMembershipFactory(structure=item.structure, user=other, role="editor")
    assert must_leave_it(admin, item) == ""
    assert MEMBER in must_leave_it(other, item), "an admin is there"
