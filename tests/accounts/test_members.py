"""Members of structures and of buyer organisations: who sees them, and who may change what."""

import pytest
from django.urls import reverse

from suppliers import search
from suppliers.accounts.groups import Group, RefusedError
from suppliers.accounts.member_actions import hand_over, join
from suppliers.models import (
    BuyerOrganisation,
    DirectoryEntry,
    Event,
    Invitation,
    ReviewItem,
    Structure,
    StructureMembership,
)
from tests.accounts.people import letters, member, roles, somebody
from tests.factories import (
    BuyerMembershipFactory,
    BuyerOrganisationFactory,
    ReviewItemFactory,
    StructureFactory,
    StructureMembershipFactory,
)

pytestmark = pytest.mark.django_db
SITE = "https://atlas.example"


@pytest.fixture(params=["structure", "organisation"])
def group(request):
    if request.param == "structure":
        return Group(StructureFactory(published=True))
    return Group(BuyerOrganisationFactory())


@pytest.fixture
def owner(group):
    return member(group, "marie", "owner")


@pytest.fixture
def editor(group, owner):
    return member(group, "samir", "editor")


def number_of(group, user):
    return group.memberships.get(user=user).pk


def test_members_are_listed_with_their_role(client, group, owner, editor):
    client.force_login(editor)
    page = client.get(group.page()).text
    assert "marie@canal.example" in page and "samir@canal.example" in page
    assert "Responsable" in page and "Contributeur" in page
    assert group.page("hand-over", number_of(group, owner)) not in page


def test_members_are_not_there_for_a_stranger(client, group, owner):
    client.force_login(somebody("autre"))
    assert client.get(group.page()).status_code == 404
    assert client.get(group.page("leave")).status_code == 404
    assert client.post(group.page("invite"), {"email": "x@canal.example"}).status_code == 404
    assert client.post(group.page("remove", number_of(group, owner))).status_code == 404
    assert roles(group) == {"marie": "owner"}


def test_members_are_not_shown_to_a_closed_account(client, group, owner):
    client.force_login(owner)
    type(owner).objects.update(is_active=False)
    assert client.get(group.page()).status_code == 302


@pytest.mark.parametrize("number", [0, 10**15, 10**30])
def test_members_of_a_group_that_does_not_exist_are_a_404(client, group, owner, number):
    client.force_login(owner)
    home = "members" if group.structure else "organisation"
    assert client.get(reverse(f"accounts:{home}", args=[number])).status_code == 404
    assert client.get(group.page("remove", number)).status_code == 404
    assert client.post(group.page("revoke", number)).status_code == 404


@pytest.mark.parametrize("how_many", [1, 30])
def test_members_page_asks_as_much_for_one_as_for_thirty(
    client, group, owner, how_many, django_assert_num_queries
):
    for rank in range(how_many):
        member(group, f"membre-du-groupe-{rank}", "editor")
    client.force_login(owner)
    client.get(group.page())
    with django_assert_num_queries(8):
        client.get(group.page())


def test_ownership_changes_hands_once_confirmed(client, group, owner, editor):
    client.force_login(owner)
    page = group.page("hand-over", number_of(group, editor))
    assert "Confier la responsabilité" in client.get(page).text
    assert roles(group) == {"marie": "owner", "samir": "editor"}
    assert client.post(page).url == group.page()
    assert roles(group) == {"marie": "editor", "samir": "owner"}
    assert letters("handover") == ["marie@canal.example", "samir@canal.example"]
    assert Event.objects.get(action="accounts.hand_over").after["owner"] == editor.pk
    assert client.post(page).status_code == 403


def test_ownership_cannot_be_taken_by_an_editor(client, group, owner, editor):
    client.force_login(editor)
    assert client.post(group.page("hand-over", number_of(group, owner))).status_code == 403
    with pytest.raises(RefusedError):
        hand_over(group, to=editor, by=editor, site=SITE)
    assert roles(group) == {"marie": "owner", "samir": "editor"}


def test_ownership_goes_to_no_stranger_and_to_no_closed_account(group, owner, editor):
    with pytest.raises(RefusedError):
        hand_over(group, to=somebody("autre"), by=owner, site=SITE)
    editor.is_active = False
    with pytest.raises(RefusedError):
        hand_over(group, to=editor, by=owner, site=SITE)
    assert roles(group) == {"marie": "owner", "samir": "editor"}


def test_member_removed_loses_access_and_the_invitations_they_sent(client, group, owner, editor):
    client.force_login(editor)
    client.post(group.page("invite"), {"email": "complice@canal.example"})
    client.force_login(owner)
    page = group.page("remove", number_of(group, editor))
    assert "Retirer" in client.get(page).text
    client.post(page)
    assert roles(group) == {"marie": "owner"}
    assert not Invitation.objects.open().exists()
    assert letters("removed") == ["samir@canal.example"]
    assert client.post(page).status_code == 404


def test_member_is_removed_by_the_owner_alone(client, group, owner, editor):
    member(group, "lea", "editor")
    client.force_login(editor)
    assert (
        client.post(group.page("remove", group.memberships.get(user__username="lea").pk)).status_code == 403
    )
    client.force_login(owner)
    assert client.post(group.page("remove", number_of(group, owner))).status_code == 404
    assert len(roles(group)) == 3


def test_member_of_another_group_is_not_removed_through_this_one(client, group, owner):
    other = StructureMembershipFactory() if group.structure else BuyerMembershipFactory()
    client.force_login(owner)
    assert client.post(group.page("remove", other.pk)).status_code == 404
    other.refresh_from_db()


def test_editor_leaves_and_the_owner_is_told(client, group, owner, editor):
    client.force_login(editor)
    client.get(group.page("leave"))
    assert client.post(group.page("leave")).url == reverse("accounts:home")
    assert roles(group) == {"marie": "owner"}
    assert letters("left") == ["marie@canal.example"]
    assert client.post(group.page("leave")).status_code == 404


def test_nobody_joins_on_the_word_of_who_has_left(client, group, owner, editor):
    client.force_login(editor)
    client.post(group.page("invite"), {"email": "lea@canal.example"})
    assert group.invitations.open().count() == 1

    client.post(group.page("leave"))

    assert not group.invitations.open().exists()


def test_owner_hands_over_before_leaving(client, group, owner, editor):
    client.force_login(owner)
    assert "confiez ce rôle" in client.get(group.page("leave")).text
    answer = client.post(group.page("leave"), follow=True)
    assert "confiez d’abord la responsabilité" in answer.text
    assert roles(group) == {"marie": "owner", "samir": "editor"}


def test_last_member_leaves_a_published_structure_without_keeper(client):
    structure = StructureFactory(published=True, claimed_at="2026-01-01T00:00Z")
    group = Group(structure)
    owner = member(group, "marie", "owner")
    item = ReviewItemFactory(kind="change", structure=structure, submitted_by=owner)
    claim = ReviewItemFactory(kind="claim", structure=structure, key="9")
    search.refresh([structure.pk])
    assert DirectoryEntry.objects.get(pk=structure.pk).card["claimed"] is True
    client.force_login(owner)
    client.post(group.page("invite"), {"email": "lea@canal.example"})
    assert "Elle reste publiée" in client.get(group.page("leave")).text
    client.post(group.page("leave"))
    structure.refresh_from_db()
    assert structure.status == "published" and structure.claimed_at is None
    assert DirectoryEntry.objects.get(pk=structure.pk).card["claimed"] is False
    assert ReviewItem.objects.get(pk=item.pk).status == "withdrawn"
    assert ReviewItem.objects.get(pk=claim.pk).status == "waiting"
    assert not Invitation.objects.open().exists()


@pytest.mark.parametrize(
    ("status", "source", "stays"),
    [("draft", "", False), ("pending", "", False), ("draft", "une liste", True)],
)
def test_last_member_leaves_a_draft_that_was_theirs_alone(client, status, source, stays):
    group = Group(StructureFactory(status=status, source=source))
    client.force_login(member(group, "marie", "owner"))
    said = client.get(group.page("leave")).text
    assert ("seront supprimés" in said) is not stays
    client.post(group.page("leave"))
    assert Structure.objects.filter(pk=group.place.pk).exists() is stays


def test_last_member_of_an_organisation_deletes_it(client):
    group = Group(BuyerOrganisationFactory(name="Ville de Montreuil"))
    client.force_login(member(group, "marie", "owner"))
    assert "sera supprimée" in client.get(group.page("leave")).text
    client.post(group.page("leave"))
    assert not BuyerOrganisation.objects.exists()
    assert (
        Event.objects.get(action="accounts.delete_emptied").after["organisation_name"] == "Ville de Montreuil"
    )


def test_name_with_html_stays_text(client, group, owner, editor):
    type(editor).objects.filter(pk=editor.pk).update(first_name="<b onclick=x>Sam", last_name="\u202eévil")
    type(group.place).objects.filter(pk=group.place.pk).update(name="<script>alert(1)</script> & Cie")
    client.force_login(owner)
    for page in (group.page(), group.page("remove", number_of(group, editor)), group.page("leave")):
        shown = client.get(page).text
        assert "<b onclick" not in shown and "<script>alert" not in shown
    client.post(group.page("hand-over", number_of(group, editor)))
    assert letters("handover")


def test_pages_that_change_something_take_no_get(client, group, owner):
    client.force_login(owner)
    for page in (group.page("invite"), group.page("revoke", 1), group.page("send-again", 1)):
        assert client.get(page).status_code == 405


def test_join_twice_makes_one_member(group, owner):
    user = somebody("lea")
    assert join(group, user, by=owner) == join(group, user, by=owner)
    assert roles(group) == {"marie": "owner", "lea": "editor"}


def test_join_of_a_group_without_owner_makes_one(group):
    join(group, somebody("lea"), by=None)
    assert roles(group) == {"lea": "owner"}


def test_members_of_a_structure_and_of_an_organisation_of_one_number_are_apart(client):
    structure = StructureFactory()
    organisation = BuyerOrganisation.objects.create(pk=structure.pk, name="Mairie")
    user = somebody("marie")
    StructureMembership.objects.create(structure=structure, user=user, role="owner")
    client.force_login(user)
    assert client.get(Group(structure).page()).status_code == 200
    assert client.get(Group(organisation).page()).status_code == 404


def test_above_its_members_is_the_page_of_a_structure_or_of_an_organisation():
    structure, organisation = StructureFactory(published=True), BuyerOrganisationFactory()
    assert Group(structure).home == reverse("registration:structure", args=[structure.pk])
    assert Group(organisation).home == reverse("accounts:organisation", args=[organisation.pk])
