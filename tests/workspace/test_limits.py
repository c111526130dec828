"""How much a workspace holds, and how many visitors open from one address."""

import pytest
from django.test import Client
from django.urls import reverse

from suppliers import search
from suppliers.models import Workspace
from suppliers.workspace import limits
from suppliers.workspace.limits import MOST_NEEDS, TooManyError, check_room_for_a_need
from suppliers.workspace.shortlists import MOST_TAKEN_OUT, take_out
from tests.accounts.people import somebody
from tests.buyer_factories import NeedFactory, ShortlistFactory, ShortlistItemFactory, WorkspaceFactory
from tests.factories import StructureFactory

pytestmark = pytest.mark.django_db
SAID = "Beaucoup de visiteurs de votre réseau"


@pytest.fixture
def structure():
    made = StructureFactory(published=True)
    search.refresh()
    return made


def pick(client, structure, **headers):
    return client.post(
        reverse("sourcing:selection"),
        {"ajouter": structure.pk, "retour": "/annuaire/"},
        follow=True,
        **headers,
    ).content.decode()


def test_so_many_visitors_begin_from_one_address(structure, monkeypatch):
    monkeypatch.setitem(limits.RATES, "open", "2/h/ip")
    known = Client()
    for client in (known, Client()):
        assert SAID not in pick(client, structure)
    assert SAID in pick(Client(), structure)
    assert SAID in pick(Client(), structure, headers={"HX-Request": "true"})
    assert Workspace.objects.count() == 2

    assert SAID not in pick(known, structure)  # who has begun goes on
    assert SAID not in pick(Client(REMOTE_ADDR="10.0.0.9"), structure)
    member = Client()
    member.force_login(somebody())
    assert SAID not in pick(member, structure)


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("sourcing:shortlist-create", {"title": "Écrit avec soin"}),
        ("sourcing:search-save", {"name": "Écrit avec soin", "recherche": "secteur=nettoyage-locaux"}),
    ],
)
def test_what_was_typed_is_not_lost(page, typed, monkeypatch):
    monkeypatch.setitem(limits.RATES, "open", "0/h/ip")
    html = Client().post(reverse(page), typed).content.decode()

    assert SAID in html
    assert "Écrit avec soin" in html
    assert not Workspace.objects.exists()


def test_a_page_that_says_nothing_of_it_refuses(monkeypatch):
    monkeypatch.setitem(limits.RATES, "open", "0/h/ip")
    assert Client().post(reverse("sourcing:needs"), {"title": "Écoles"}).status_code in (200, 403)
    assert not Workspace.objects.exists()


def test_a_workspace_has_room_for_so_many_needs():
    workspace = WorkspaceFactory()
    NeedFactory.create_batch(MOST_NEEDS - 1, workspace=workspace)
    check_room_for_a_need(workspace)
    NeedFactory(workspace=workspace)
    with pytest.raises(TooManyError, match="déjà 100 besoins"):
        check_room_for_a_need(workspace)


def test_those_taken_out_long_ago_are_forgotten():
    shortlist = ShortlistFactory()
    items = ShortlistItemFactory.create_batch(MOST_TAKEN_OUT + 3, shortlist=shortlist)
    for item in items[:-1]:
        take_out(shortlist, [item.structure_id], by=None)

    assert list(shortlist.items.order_by("pk")) == items[2:]
    assert list(shortlist.items.held()) == items[-1:]
