"""An invitation: a link for one mailbox, that opens nothing to anybody else."""

import datetime as dt
import hashlib

import pytest
from django.conf import settings
from django.utils import timezone

from suppliers.accounts import invitations
from suppliers.accounts.groups import Group, RefusedError
from suppliers.models import Event, Invitation, OutgoingEmail
from tests.accounts.people import letters, link_in_letter, somebody
from tests.factories import (
    BuyerMembershipFactory,
    BuyerOrganisationFactory,
    StructureFactory,
    StructureMembershipFactory,
)

pytestmark = pytest.mark.django_db
SITE = settings.SITE_URL
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
    invite(group, owner)
    return link_in_letter(LEA)


def invite(group, by, email=LEA):
    return invitations.invite(group, email=email, by=by, site=SITE)


def test_invitation_is_sent_and_only_the_digest_of_its_secret_is_kept(client, group, owner):
    client.force_login(owner)
    page = client.post(group.page("invite"), {"email": " LEA@canal.example "}, follow=True)
    assert "L’invitation est partie à lea@canal.example." in page.text
    assert "Valable jusqu’au" in page.text
    made = Invitation.objects.get()
    secret = link_in_letter(LEA).split("/")[-2]
    assert made.secret_digest == hashlib.sha256(secret.encode()).hexdigest()
    assert dt.timedelta(days=13) < made.expires_at - timezone.now() <= dt.timedelta(days=14)
    assert Event.objects.get(action="accounts.invite").by == owner


def test_invitation_is_a_letter_in_which_names_are_text(group, owner):
    invite(group, owner)
    letter = OutgoingEmail.objects.get()
    assert str(group) in letter.subject and str(group) in letter.text
    assert "<b>" not in letter.html and "&lt;b&gt;&amp; Cie" in letter.html
    assert f'href="{SITE}/invitation/' in letter.html
    assert "Marie Lopez vous invite" in letter.subject


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Tapez l’adresse"),
        ("lea", "s’écrit nom@domaine.fr"),
        ("lea@canal.example\x00", "illisible"),
        ("l" * 250 + "@canal.example", "254 caractères"),
        ("marie@canal.example", "est déjà membre"),
    ],
)
def test_invitation_to_no_good_address_keeps_what_was_typed(client, group, owner, typed, said):
    client.force_login(owner)
    page = client.post(group.page("invite"), {"email": typed})
    assert page.status_code == 200
    assert said in page.text and typed.strip("\x00") in page.text
    assert not Invitation.objects.exists() and not OutgoingEmail.objects.exists()


def test_invitation_of_an_account_and_of_nobody_say_the_same(client, group, owner):
    somebody("lea")
    client.force_login(owner)
    known = client.post(group.page("invite"), {"email": LEA}, follow=True).text
    unknown = client.post(group.page("invite"), {"email": "zoe@canal.example"}, follow=True).text
    assert "est partie à lea@canal.example" in known and "est partie à zoe@canal.example" in unknown
    assert len(letters("invitation")) == 2


def test_invitation_twice_to_one_address_is_one_row_with_a_new_link(client, group, owner, link):
    made = invite(group, owner, "Lea@Canal.example")
    assert Invitation.objects.get() == made
    assert letters("invitation") == [LEA, LEA]
    client.force_login(somebody("lea"))
    assert client.get(link).status_code == 404
    assert client.get(link_in_letter(LEA)).status_code == 200


def test_invitation_may_be_sent_by_an_editor_and_revoked_by_the_owner_alone(client, group, owner):
    editor = somebody("samir")
    factory = StructureMembershipFactory if group.structure else BuyerMembershipFactory
    factory(user=editor, role="editor", **group.link)
    made = invite(group, editor)
    client.force_login(editor)
    assert group.page("revoke", made.pk) not in client.get(group.page()).text
    assert client.post(group.page("revoke", made.pk)).status_code == 403
    client.force_login(owner)
    client.post(group.page("revoke", made.pk))
    client.force_login(somebody("lea"))
    assert "n’est plus valable" in client.get(link_in_letter(LEA)).text
    assert "n’attend plus de réponse" in _twice(client, owner, group.page("revoke", made.pk))


def _twice(client, user, page):
    client.force_login(user)
    return client.post(page, follow=True).text


def test_invitation_of_another_group_is_not_revoked_through_this_one(client, group, owner):
    other = StructureMembershipFactory()
    elsewhere = invitations.invite(Group(other.structure), email=LEA, by=other.user, site=SITE)
    client.force_login(owner)
    for page in ("revoke", "send-again"):
        assert client.post(group.page(page, elsewhere.pk)).status_code == 404
    assert Invitation.objects.open().get() == elsewhere


def test_invitation_that_has_ended_is_sent_again(client, group, owner, link):
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(days=1))
    client.force_login(owner)
    assert "Expirée depuis" in client.get(group.page()).text
    client.post(group.page("send-again", Invitation.objects.get().pk))
    assert Invitation.objects.open().count() == 1
    client.force_login(somebody("lea"))
    assert client.get(link).status_code == 404
    client.post(link_in_letter(LEA))
    assert group.memberships.filter(user__email=LEA).exists()


def test_invitation_that_was_replaced_is_not_sent_again(group, owner):
    old = invite(group, owner)
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(days=1))
    invite(group, owner)
    with pytest.raises(RefusedError, match="plus récente"):
        invitations.send_again(group, invitation=old, by=owner, site=SITE)


def test_invitations_open_at_once_are_bounded(client, group, owner):
    for rank in range(invitations.MOST_OPEN):
        Invitation.objects.create(
            **group.link,
            email=f"{rank}@canal.example",
            secret_digest=str(rank),
            expires_at=timezone.now() + dt.timedelta(days=1),
        )
    client.force_login(owner)
    page = client.post(group.page("invite"), {"email": LEA})
    assert "20 invitations attendent déjà" in page.text
    assert not OutgoingEmail.objects.exists()


def test_invitations_of_an_hour_are_bounded(group, owner):
    for _ in range(invitations.MOST_PER_HOUR):
        Event.objects.record("accounts.invite", by=owner)
    with pytest.raises(RefusedError, match="attendez un peu"):
        invite(group, owner)
    Event.objects.update(at=timezone.now() - dt.timedelta(hours=2))
    assert invite(group, owner)


def test_invitations_to_one_address_are_bounded_whoever_sends_them(group, owner):
    for _ in range(invitations.MOST_PER_ADDRESS):
        invite(group, owner)
    other = StructureMembershipFactory()
    with pytest.raises(RefusedError, match="attendez une heure"):
        invitations.invite(Group(other.structure), email=LEA, by=other.user, site=SITE)


def test_invitation_to_a_structure_that_was_deleted_meanwhile_is_gone(client):
    owner = somebody("marie")
    group = Group(
        StructureMembershipFactory(user=owner, structure=StructureFactory(status="draft")).structure
    )
    invite(group, owner)
    link = link_in_letter(LEA)
    group.place.delete()
    assert client.get(link).status_code == 404
