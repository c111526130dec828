"""Two people, or two tabs, at the same moment: one is served, the other is told."""

import pytest

from suppliers.accounts.groups import Group
from suppliers.accounts.invitations import accept, invite, revoke
from suppliers.accounts.member_actions import hand_over, leave
from suppliers.models import BuyerOrganisation, Invitation
from tests.accounts.people import at_once, member, roles, somebody
from tests.factories import BuyerOrganisationFactory, StructureFactory

pytestmark = pytest.mark.django_db(transaction=True)
SITE = "https://atlas.example"
LEA = "lea@canal.example"


@pytest.fixture(params=["structure", "organisation"])
def group(request):
    if request.param == "structure":
        return Group(StructureFactory(published=True))
    return Group(BuyerOrganisationFactory())


def test_owner_leaves_while_the_last_editor_leaves_too(group):
    """Either the editor was quicker and the owner is the last, or the owner is still there."""
    owner, editor = member(group, "marie", "owner"), member(group, "samir", "editor")
    at_once(lambda: leave(group, who=owner, site=SITE), lambda: leave(group, who=editor, site=SITE))
    if group.place.pk:  # an organisation goes with its last member
        assert roles(group) in ({}, {"marie": "owner"})
    else:
        assert not BuyerOrganisation.objects.exists()


def test_ownership_handed_to_two_people_at_once_goes_to_one(group):
    owner, one, two = (
        member(group, name, role) for name, role in (("marie", "owner"), ("un", "editor"), ("deux", "editor"))
    )
    refusals = at_once(
        lambda: hand_over(group, to=one, by=owner, site=SITE),
        lambda: hand_over(group, to=two, by=owner, site=SITE),
    )
    assert len(refusals) == 1
    assert sorted(roles(group).values()) == ["editor", "editor", "owner"]
    assert roles(group)["marie"] == "editor"


def test_invitation_sent_twice_is_one_row(group):
    owner = member(group, "marie", "owner")
    at_once(*[lambda: invite(group, email=LEA, by=owner, site=SITE)] * 2)
    assert Invitation.objects.count() == 1


def test_invitation_accepted_while_it_is_revoked_is_one_or_the_other(group):
    owner, lea = member(group, "marie", "owner"), somebody("lea")
    made = invite(group, email=LEA, by=owner, site=SITE)
    refusals = at_once(lambda: accept(made, by=lea), lambda: revoke(group, invitation=made, by=owner))
    made.refresh_from_db()
    assert len(refusals) == 1
    assert ("lea" in roles(group)) is (made.accepted_at is not None) is (made.revoked_at is None)


def test_invitation_accepted_twice_makes_one_member(group):
    owner, lea = member(group, "marie", "owner"), somebody("lea")
    made = invite(group, email=LEA, by=owner, site=SITE)
    at_once(*[lambda: accept(made, by=lea)] * 2)
    assert roles(group) == {"marie": "owner", "lea": "editor"}
