"""Structures published and hidden from their list: never before somebody has seen how many, and which."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission

from suppliers import search
from suppliers.models import DirectoryEntry, DirectoryRemoval, Structure
from tests.factories import StructureFactory

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
