"""Structures published and hidden from their list: never before somebody has seen how many, and which."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission

from suppliers import search
from suppliers.models import DirectoryEntry, DirectoryRemoval, Structure
from tests.factories import StructureFactory, StructureMembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/suppliers/structure/"


def ask(client, action, *structures, url=LIST, **extra):
    chosen = {"index": "0", "action": action, "_selected_action": [each.pk for each in structures], **extra}
    return client.post(url, chosen, follow=True)


def confirm(client, page, url=LIST):
    """Press the button of the page, as a browser would."""
    sent = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text):
        sent.setdefault(name, []).append(value)
    return client.post(url, sent, follow=True)


def states():
    return sorted(Structure.objects.values_list("status", flat=True))


def test_structures_are_published_once_what_becomes_public_is_confirmed(admin_client, structure):
    waiting = StructureFactory.create_batch(2, status="pending")
    others = [StructureFactory(status="draft"), StructureFactory(status="hidden")]

    page = ask(admin_client, "publish", structure, *waiting, *others)

    assert states() == ["draft", "hidden", "pending", "pending", "published"]
    assert not LogEntry.objects.exists()
    for said in ("Publier 4 structures ?", "Brouillon : 1", "À valider : 2", "Masquée : 1"):
        assert said in page.text
    assert "Laissées telles : 1 structure déjà publiée." in page.text

    response = confirm(admin_client, page)

    assert "4 structures publiées." in response.text
    assert DirectoryEntry.objects.count() == 5
    changed = {str(each.pk) for each in [*waiting, *others]}
    assert set(LogEntry.objects.values_list("object_id", flat=True)) == changed
    waiting[0].refresh_from_db()
    assert waiting[0].validated_by.username == "admin"


def test_structures_are_hidden_once_it_is_confirmed(admin_client, structure):
    page = ask(admin_client, "hide", structure)

    assert "Masquer 1 structure ?" in page.text
    assert "Publiée : 1" in page.text
    assert DirectoryEntry.objects.exists()

    response = confirm(admin_client, page)

    assert "1 structure masquée." in response.text
    assert not DirectoryEntry.objects.exists()
    assert DirectoryRemoval.objects.filter(structure_id=structure.pk).exists()
    assert LogEntry.objects.get().get_change_message() == "Masquée depuis la liste."
    assert search.differences() == []


def test_a_whole_search_is_counted_and_changed(admin_client, structure):
    StructureFactory.create_batch(60, status="pending", name="Le Seau")
    url = f"{LIST}?q=seau&status__exact=pending"

    page = ask(admin_client, "publish", structure, url=url, select_across="1")

    assert "À valider : 60" in page.text
    assert f'href="{url.replace("&", "&amp;")}"' in page.text
    assert "60 structures publiées." in confirm(admin_client, page, url).text


def test_other_counts_than_those_confirmed_are_shown_first(admin_client, structure):
    pending = StructureFactory(status="pending")
    page = ask(admin_client, "publish", pending)
    Structure.objects.filter(pk=pending.pk).update(status="hidden")

    again = confirm(admin_client, page)

    assert "ont changé entre-temps" in again.text
    assert "Masquée : 1" in again.text
    assert states() == ["hidden", "published"]
    confirm(admin_client, again)
    assert states() == ["published", "published"]


def test_nothing_is_asked_when_nothing_would_change(admin_client, structure):
    assert "Rien à publier : 1 structure déjà publiée." in ask(admin_client, "publish", structure).text


@pytest.mark.parametrize("action", ["publish", "hide"])
def test_who_may_only_look_changes_nothing(client, django_user_model, structure, action):
    reader = django_user_model.objects.create_user("lectrice", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_structure"))
    client.force_login(reader)
    StructureFactory(status="pending")

    ask(client, action, *Structure.objects.all(), comptes="pending:1")
    ask(client, action, *Structure.objects.all(), comptes="pending:1 published:1")
    client.get(f"{LIST}?action={action}&_selected_action={structure.pk}")

    assert states() == ["pending", "published"]


@pytest.fixture
def another_admin():
    return UserFactory(username="autre", is_superuser=True, is_staff=True)


@pytest.mark.parametrize(("action", "was"), [("publish", "pending"), ("hide", "published")])
def test_who_is_member_leaves_their_own_structure_to_others(
    admin_client, admin_user, another_admin, action, was
):
    own, other = (StructureFactory(status=was, name=name, published=was == "published") for name in "AB")
    StructureMembershipFactory(structure=own, user=admin_user, role="editor")

    page = ask(admin_client, action, own, other)
    assert "Vous êtes membre de « A »" in page.text
    assert f"{'Publier' if action == 'publish' else 'Masquer'} 1 structure ?" in page.text
    response = confirm(admin_client, page)

    assert "Vous êtes membre de « A »" in response.text
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.status, other.status) == (was, "published" if action == "publish" else "hidden")


def test_own_structures_alone_change_nothing(admin_client, admin_user, another_admin):
    own = StructureFactory(status="pending", name="A")
    StructureMembershipFactory(structure=own, user=admin_user)

    page = ask(admin_client, "publish", own, comptes="pending:1")

    assert "Vous êtes membre de « A »" in page.text
    assert "Rien à publier" not in page.text
    assert states() == ["pending"]


def test_the_only_admin_publishes_their_own_structure_so_that_no_site_is_stuck(admin_client, admin_user):
    own = StructureFactory(status="pending")
    StructureMembershipFactory(structure=own, user=admin_user)

    confirm(admin_client, ask(admin_client, "publish", own))

    assert states() == ["published"]
