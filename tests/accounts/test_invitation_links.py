"""The link of an invitation: who it lets in, and what it tells everybody else."""

import datetime as dt

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from suppliers.accounts.groups import Group
from suppliers.accounts.invitations import invite
from suppliers.models import Event, Invitation
from tests.accounts.people import link_in_letter, somebody
from tests.factories import (
    BuyerMembershipFactory,
    BuyerOrganisationFactory,
    StructureMembershipFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
LEA = "lea@canal.example"


@pytest.fixture
def owner():
    return somebody("marie", first_name="Marie", last_name="Lopez")


@pytest.fixture(params=["structure", "organisation"])
def group(request, owner):
    if request.param == "structure":
        return Group(StructureMembershipFactory(user=owner, structure__name="L’Atelier <b>& Cie").structure)
    made = BuyerOrganisationFactory(name="L'Achat <b>& Cie")
    return Group(BuyerMembershipFactory(user=owner, organisation=made, role="owner").organisation)


@pytest.fixture
def link(group, owner):
    invite(group, email=LEA, by=owner, site="https://atlas.example")
    return link_in_letter(LEA)


def is_member(group, user):
    return group.memberships.filter(user=user).exists()


def test_link_asks_who_is_not_signed_in_to_sign_in_and_come_back(client, group, link):
    page = client.get(link)
    assert str(group) in page.text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace(
        "&#39;", "'"
    )
    assert f"{reverse('account_login')}?next={link}" in page.text
    assert f"{reverse('account_signup')}?next={link}" in page.text
    assert "no-store" in page["Cache-Control"]
    client.post(link)
    assert group.memberships.count() == 1


def test_link_lets_the_right_person_in_once(client, group, link):
    lea = somebody("lea")
    client.force_login(lea)
    assert "Rejoindre" in client.get(link).text
    assert not is_member(group, lea)
    assert client.post(link).url == group.page()
    assert group.memberships.get(user=lea).role == "editor"
    assert client.post(link).url == group.page()
    assert group.memberships.filter(user=lea).count() == 1
    assert Event.objects.filter(action="accounts.join").count() == 1


def test_link_used_by_somebody_who_left_lets_them_in_no_more(client, group, link):
    lea = somebody("lea")
    client.force_login(lea)
    client.post(link)
    group.memberships.filter(user=lea).delete()
    assert "Elle a déjà servi" in client.get(link).text
    client.post(link)
    assert not is_member(group, lea)


def test_link_says_to_another_account_which_address_is_expected_and_not_more(client, group, link):
    client.force_login(somebody("zoe"))
    page = client.post(link)
    assert page.status_code == 404
    assert "l•••@canal.example" in page.text and LEA not in page.text
    assert "Cie" not in page.text and "Marie" not in page.text
    assert group.memberships.count() == 1


def test_link_opens_nothing_to_an_address_that_is_not_verified(client, group, link):
    lea = UserFactory(username="lea", email=LEA)
    EmailAddress.objects.create(user=lea, email=LEA, verified=False, primary=True)
    client.force_login(lea)
    assert client.post(link).status_code == 404
    assert not is_member(group, lea)


def test_link_knows_a_second_address_that_is_verified_in_other_letters(client, group, link):
    zoe = somebody("zoe")
    EmailAddress.objects.create(user=zoe, email="Lea@Canal.example", verified=True)
    client.force_login(zoe)
    client.post(link)
    assert is_member(group, zoe)


@pytest.mark.parametrize("change", [{"revoked_at": 0}, {"expires_at": 0}, {"accepted_at": 0}])
def test_link_that_is_over_leaks_nothing(client, group, link, change):
    Invitation.objects.update(**{name: timezone.now() - dt.timedelta(hours=1) for name in change})
    page = client.get(link)
    assert page.status_code == 200 and "n’est plus valable" in page.text
    assert "Cie" not in page.text and "canal.example" not in page.text
    client.force_login(somebody("zoe"))
    assert client.get(link).status_code == 404
    client.force_login(somebody("lea"))
    assert "n’est plus valable" in client.post(link).text
    assert group.memberships.count() == 1


@pytest.mark.parametrize("secret", ["x", "%00", "é" * 300, "%ED%A0%80", "../admin"])
def test_link_that_is_unknown_is_a_404(client, secret):
    assert client.get(f"/invitation/{secret}/").status_code == 404


def test_link_of_a_closed_account_is_as_for_nobody(client, group, link):
    lea = somebody("lea")
    client.force_login(lea)
    type(lea).objects.update(is_active=False)
    assert "Se connecter" in client.get(link).text
    client.post(link)
    assert not is_member(group, lea)
