"""What a visitor has begun becomes their account's, all of it, whichever way they sign in."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail

from suppliers.models import SavedSearch, ShareLink, Shortlist, ShortlistItem, SourcingRecord, User, Workspace
from suppliers.models.shortlist import MOST_PICKED
from suppliers.workspace.adopting import BROUGHT, adopt
from suppliers.workspace.history import record
from tests.accounts.conftest import PASSWORD, last_code, make_person, sign_in
from tests.buyer_factories import (
    LotFactory,
    NeedFactory,
    SavedSearchFactory,
    ShortlistFactory,
    ShortlistItemFactory,
    WorkspaceFactory,
)
from tests.factories import StructureFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(db: None) -> User:
    return make_person()


def begun(number: str = "2026-1", **fields: object) -> Workspace:
    """One of each thing that a visitor can keep."""
    workspace = WorkspaceFactory(**fields)
    need = NeedFactory(workspace=workspace)
    LotFactory(need=need)
    need.consortiums.create(title="Un groupement")
    ShortlistItemFactory(shortlist=ShortlistFactory(workspace=workspace, need=need))
    ShortlistItemFactory(shortlist=ShortlistFactory(workspace=workspace), note="À rappeler")
    SavedSearchFactory(workspace=workspace)
    record("need.create", workspace=workspace, by=None, need=need)
    SourcingRecord.objects.create(
        workspace=workspace, need=need, number=number, title="Un", content={}, docx=b"", xlsx=b""
    )
    return workspace


def visit(client, workspace: Workspace) -> None:
    session = client.session
    session["workspace"] = workspace.pk
    session.save()


def counted(user: User) -> dict[str, int]:
    own = Workspace.objects.get(user=user)
    kept = {
        name: getattr(own, name).count() for name in ("needs", "shortlists", "searches", "events", "records")
    }
    need = own.needs.first()
    return kept | {"lots": need.lots.count(), "consortiums": need.consortiums.count()}


ALL = {"needs": 1, "shortlists": 2, "searches": 1, "events": 1, "records": 1, "lots": 1, "consortiums": 1}


def test_everything_that_a_workspace_holds_is_moved():
    """A table that hangs on the workspace and is forgotten in `adopting` would go with the visitor's."""
    hung = {link.get_accessor_name() for link in Workspace._meta.related_objects}
    assert hung == {"needs", "shortlists", "searches", "events", "records"}
    before, user = begun(), make_person()
    adopt(before.pk, user)
    assert counted(user) == ALL
    assert not Workspace.objects.filter(pk=before.pk).exists()


def test_what_was_done_before_the_account_is_told_as_its_own():
    """Colleagues who read it later see who did it; what a structure answered stays the structure's."""
    before, user = begun(), make_person()
    shortlist = before.shortlists.first()
    record("enquiry.answer", workspace=before, by=None, shortlist=shortlist, structure_name="La Brosse")
    item = ShortlistItemFactory(shortlist=shortlist, added_by=None)

    adopt(before.pk, user)

    told = dict(user.workspace.events.values_list("action", "by"))
    assert told.pop("enquiry.answer") is None
    assert set(told.values()) == {user.pk}
    item.refresh_from_db()
    assert item.added_by == user


def test_a_sign_in_by_password_brings_it(client, person):
    visit(client, begun())
    sign_in(client, person)
    assert counted(person) == ALL
    assert "workspace" not in client.session
    assert BROUGHT in client.get("/besoins/").text
    client.logout()
    sign_in(client, person)  # with nothing begun
    assert BROUGHT not in client.get("/besoins/").text


def test_a_sign_in_by_code_brings_it(client, person):
    visit(client, begun())
    client.post("/compte/login/code/", {"email": person.email})
    client.post("/compte/login/code/confirm/", {"code": last_code()})
    assert counted(person) == ALL


def test_a_sign_up_brings_it_once_its_address_is_verified(client):
    visit(client, begun())
    client.post(
        "/compte/signup/?next=/espace/recherches/", {"email": "ines@canal.example", "password1": PASSWORD}
    )
    user = User.objects.get(email="ines@canal.example")
    assert not Workspace.objects.filter(user=user).exists(), "whoever typed the address is not known yet"
    answer = client.post("/compte/confirm-email/", {"code": last_code()})
    assert answer["Location"] == "/espace/recherches/"
    assert counted(user) == ALL


def test_an_address_that_has_an_account_says_nothing_and_takes_nothing(client, person):
    workspace = begun()
    visit(client, workspace)
    sent = {"email": person.email, "password1": PASSWORD}
    known = client.post("/compte/signup/?next=/espace/recherches/", sent)
    assert "déjà" in str(mail.outbox[-1].body)
    assert not Workspace.objects.filter(user=person).exists()
    client.post("/compte/logout/", {"next": "/compte/login/"})  # « Recommencer » of the page of the code
    sign_in(client, person)
    assert counted(person) == ALL
    assert known["Location"] == "/compte/confirm-email/"


def test_an_account_that_has_begun_already_loses_nothing(client, person):
    own, other = begun(user=person), begun("2026-2")
    SavedSearchFactory(
        workspace=own, query="q=jardin", name="Mon jardin", recipient=person, frequency="daily"
    )
    SavedSearchFactory(workspace=other, query="q=jardin", name="Jardins")
    visit(client, other)
    sign_in(client, person)
    assert own.needs.count() == 2
    assert own.shortlists.filter(need=None).count() == 1
    assert own.shortlists.get(need=None).items.count() == 2
    assert own.records.count() == 1 + 1
    assert list(SavedSearch.objects.filter(query="q=jardin").values_list("name", "frequency")) == [
        ("Mon jardin", "daily")
    ]


def test_a_structure_that_both_hold_keeps_both_notes(person):
    structure = StructureFactory(published=True)
    own, visitors = (ShortlistFactory(workspace__user=user) for user in (person, None))
    for shortlist, note, tag in ((own, "Chère", "école"), (visitors, "Sérieuse", "été")):
        ShortlistItemFactory(shortlist=shortlist, structure=structure, note=note, tags=[tag])
    adopt(visitors.workspace_id, person)
    item = ShortlistItem.objects.get()
    assert (item.shortlist, item.note, item.tags) == (own, "Chère\n\nSérieuse", ["école", "été"])


def test_a_structure_that_was_taken_out_comes_back(person):
    structure = StructureFactory(published=True)
    own, visitors = (ShortlistFactory(workspace__user=user) for user in (person, None))
    ShortlistItemFactory(shortlist=own, structure=structure, removed_at=dt.datetime.now(dt.UTC))
    ShortlistItemFactory(shortlist=visitors, structure=structure, status="interested")
    adopt(visitors.workspace_id, person)
    item = ShortlistItem.objects.get()
    assert (item.removed_at, item.status) == (None, "interested")


def test_what_there_is_no_room_for_stays_in_a_list_of_its_own(person):
    own, visitors = (ShortlistFactory(workspace__user=user) for user in (person, None))
    ShortlistItemFactory.create_batch(MOST_PICKED - 1, shortlist=own)
    ShortlistItemFactory.create_batch(3, shortlist=visitors)
    adopt(visitors.workspace_id, person)
    assert own.items.held().count() == MOST_PICKED
    assert Shortlist.objects.get(pk=visitors.pk).items.held().count() == 2
    assert visitors.workspace_id != Shortlist.objects.get(pk=visitors.pk).workspace_id


def test_a_list_that_others_read_shows_them_nothing_more(person):
    own, visitors = (ShortlistFactory(workspace__user=user) for user in (person, None))
    ShortlistItemFactory(shortlist=own)
    ShortlistItemFactory(shortlist=visitors)
    link = ShareLink.objects.create(shortlist=visitors, expires_at=dt.datetime.now(dt.UTC))
    adopt(visitors.workspace_id, person)
    link.refresh_from_db()
    assert link.shortlist.items.count() == 1
    assert link.shortlist.workspace.user == person
