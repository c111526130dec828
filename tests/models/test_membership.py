"""Who acts for whom: one owner, one place for an invitation, one account for an address."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from suppliers.models import BuyerOrganisation, Invitation, User
from tests.factories import (
    BuyerMembershipFactory,
    BuyerOrganisationFactory,
    StructureFactory,
    StructureMembershipFactory,
    UserFactory,
)

from .breaking import assert_kept

pytestmark = pytest.mark.django_db
UNKNOWN = "Une valeur n’est pas dans la liste de celles qui sont possibles."


@pytest.mark.parametrize("make", [StructureMembershipFactory, BuyerMembershipFactory])
def test_a_member_is_one_once(make):
    member = make()
    group = {"structure": member.structure} if hasattr(member, "structure") else {}
    group = group or {"organisation": member.organisation}

    with pytest.raises(IntegrityError, match="is_one_once"), transaction.atomic():
        make(user=member.user, role="editor", **group)


def test_a_structure_has_one_owner():
    owner = StructureMembershipFactory()
    second = StructureMembershipFactory(structure=owner.structure, role="editor")

    assert_kept(second, "structure_has_one_owner", "Une structure a un seul responsable.", role="owner")


def test_a_buyer_organisation_has_one_owner():
    owner = BuyerMembershipFactory(role="owner")
    second = BuyerMembershipFactory(organisation=owner.organisation)

    assert_kept(
        second, "buyer_organisation_has_one_owner", "Une organisation a un seul responsable.", role="owner"
    )


@pytest.mark.parametrize("make", [StructureMembershipFactory, BuyerMembershipFactory])
def test_a_role_is_one_of_the_list(make):
    assert_kept(make(), "member_values_are_known", UNKNOWN, role="chef")


def test_a_buyer_organisation_has_a_name_and_a_siret_of_14_digits():
    organisation = BuyerOrganisationFactory()

    assert_kept(organisation, "buyer_organisation_has_a_name", "Une organisation a un nom.", name="")
    organisation = BuyerOrganisation.objects.get()
    message = "Le SIRET compte quatorze chiffres."
    assert_kept(organisation, "buyer_organisation_siret_has_14_digits", message, siret="123")


@pytest.mark.parametrize("ends", [0, 2])
def test_an_invitation_leads_to_one_place(ends):
    places = {"structure": StructureFactory(), "organisation": BuyerOrganisationFactory()} if ends else {}

    with pytest.raises(IntegrityError, match="invitation_leads_to_one_place"), transaction.atomic():
        Invitation.objects.create(
            email="a@canal.example", secret_digest="0" * 64, expires_at=timezone.now(), **places
        )


def test_an_address_belongs_to_one_account_however_it_is_written():
    UserFactory(email="contact@canal.example")

    with pytest.raises(IntegrityError, match="user_email_belongs_to_one_account"), transaction.atomic():
        UserFactory(email="Contact@Canal.example")


def test_accounts_without_an_address_can_be_many():
    UserFactory(email="")
    UserFactory(email="")

    assert User.objects.filter(email="").count() == 2


def test_a_merged_structure_is_not_shown():
    kept = StructureFactory(published=True)
    merged = StructureFactory(published=True)
    message = "Une structure fusionnée dans une autre n’est plus montrée."

    assert_kept(merged, "structure_merged_is_not_shown", message, merged_into=kept)
