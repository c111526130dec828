"""Who may do what; an account that is closed may do nothing."""

import pytest
from django.contrib.auth.models import AnonymousUser

from suppliers.accounts import roles
from suppliers.models import Territory
from tests.factories import (
    BuyerMembershipFactory,
    BuyerOrganisationFactory,
    StructureFactory,
    StructureMembershipFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def closed(user):
    user.is_active = False
    return user


def test_account_is_known_once_signed_in_and_open():
    assert roles.is_known(UserFactory())
    assert not roles.is_known(closed(UserFactory())) and not roles.is_known(NOBODY)


def test_admin_is_a_superuser():
    assert roles.is_admin(UserFactory(is_superuser=True))
    assert not roles.is_admin(UserFactory(is_staff=True, is_validator=True))
    assert not roles.is_admin(closed(UserFactory(is_superuser=True))) and not roles.is_admin(NOBODY)


def test_validator_is_one_who_is_named_so_and_every_admin():
    assert roles.is_validator(UserFactory(is_validator=True)) and roles.is_validator(
        UserFactory(is_superuser=True)
    )
    assert not roles.is_validator(UserFactory())
    assert not roles.is_validator(closed(UserFactory(is_validator=True))) and not roles.is_validator(NOBODY)


def test_buyer_is_a_member_of_an_organisation():
    user = BuyerMembershipFactory().user
    assert roles.is_buyer(user) and not roles.is_buyer(UserFactory())
    assert not roles.is_buyer(closed(user)) and not roles.is_buyer(NOBODY)


def test_validator_limited_to_a_territory_decides_there_alone():
    montreuil, user = StructureFactory(), UserFactory(is_validator=True)
    assert roles.territories_validated(user) == [] and roles.can_validate(user, montreuil)
    user.validator_territories.add(Territory.objects.get(code="93048"))
    elsewhere = StructureFactory(territory=Territory.objects.get(code="92"))
    assert roles.can_validate(user, montreuil)
    assert not roles.can_validate(user, elsewhere)
    assert not roles.can_validate(user, StructureFactory(territory=None))
    assert roles.can_validate(UserFactory(is_superuser=True), elsewhere)
    assert not roles.can_validate(closed(user), montreuil) and not roles.can_validate(NOBODY, montreuil)


def test_admin_is_limited_to_no_territory():
    user = UserFactory(is_superuser=True)
    user.validator_territories.add(Territory.objects.get(code="93048"))
    assert roles.territories_validated(user) == []


def test_structures_of_an_account_are_those_it_is_a_member_of():
    mine, other = StructureMembershipFactory(role="editor"), StructureMembershipFactory()
    assert roles.structures_of(mine.user).get() == mine.structure
    assert roles.can_edit(mine.user, mine.structure) and not roles.can_edit(mine.user, other.structure)
    for user in (closed(mine.user), NOBODY):
        assert not roles.structures_of(user).exists() and not roles.can_edit(user, mine.structure)


def test_organisations_of_an_account_are_those_it_is_a_member_of():
    mine = BuyerMembershipFactory()
    BuyerOrganisationFactory()
    assert roles.organisations_of(mine.user).get() == mine.organisation
    assert not roles.organisations_of(closed(mine.user)).exists()
    assert not roles.organisations_of(NOBODY).exists()


@pytest.mark.parametrize("factory", [StructureMembershipFactory, BuyerMembershipFactory])
def test_members_invite_and_the_owner_manages(factory):
    owner = factory(role="owner")
    place = getattr(owner, "structure", None) or owner.organisation
    editor = factory(role="editor", **{place._meta.model_name.removeprefix("buyer"): place})
    stranger = factory(role="owner").user
    assert roles.can_invite(owner.user, place) and roles.can_invite(editor.user, place)
    assert roles.can_manage_members(owner.user, place) and not roles.can_manage_members(editor.user, place)
    assert roles.owner_of(place) == owner.user
    for user in (stranger, closed(owner.user), NOBODY):
        assert not roles.can_invite(user, place) and not roles.can_manage_members(user, place)


def test_owner_of_what_nobody_keeps_is_nobody():
    assert roles.owner_of(StructureFactory()) is None
