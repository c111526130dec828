"""A directory where somebody looks for cleaners, and accounts that do."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.management import call_command

from suppliers import search
from suppliers.models import (
    Certification,
    DirectoryEntry,
    OutgoingEmail,
    SavedSearch,
    ShortlistItem,
    Structure,
    User,
)
from tests.buyer_factories import SavedSearchFactory, ShortlistItemFactory, WorkspaceFactory
from tests.factories import (
    ActivityFactory,
    CertificationFactory,
    StructureFactory,
    UserFactory,
)

QUERY = "secteur=nettoyage-locaux"


def cleaners(how_many: int = 1, **fields: Any) -> list[Structure]:
    """Structures of the directory that sell cleaning."""
    made = [ActivityFactory(structure__published=True, **fields).structure for _ in range(how_many)]
    search.refresh([structure.pk for structure in made])
    return made


def proven(days: int = 300) -> Structure:
    """An EA whose agreement ends after so many days."""
    today = dt.date.today()
    structure = StructureFactory(published=True, name="Le Canal adapté")
    CertificationFactory(
        structure=structure,
        kind_id="EA",
        valid_from=today - dt.timedelta(days=30),
        valid_until=today + dt.timedelta(days=days),
    )
    search.refresh([structure.pk])
    return structure


def somebody(**fields: Any) -> User:
    user: User = UserFactory(**fields)
    if user.email:
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def following(user: User, frequency: str = "daily", **fields: Any) -> SavedSearch:
    """A search of the account's own that it has looked at: nothing is new."""
    workspace = fields.pop("workspace", None) or _workspace_of(user)
    seen = list(DirectoryEntry.objects.order_by("pk").values_list("pk", flat=True))
    row: SavedSearch = SavedSearchFactory(
        workspace=workspace, query=QUERY, recipient=user, frequency=frequency, seen_ids=seen, **fields
    )
    return row


def picked(user: User, structure: Structure, **fields: Any) -> ShortlistItem:
    """A structure of the account's own shortlist, as the directory shows it now."""
    workspace = fields.pop("workspace", None) or _workspace_of(user)
    card = DirectoryEntry.objects.get(pk=structure.pk).card
    row: ShortlistItem = ShortlistItemFactory(
        shortlist__workspace=workspace, structure=structure, known=card, **fields
    )
    return row


def _workspace_of(user: User) -> Any:
    return getattr(user, "workspace", None) or WorkspaceFactory(user=user)


@pytest.fixture
def user(db: None) -> User:
    return somebody(username="marie")


DAY = dt.timedelta(days=1)


def alert(days: int = 0) -> str:
    """Run the command, so many days from now; what it says."""
    said = io.StringIO()
    with time_machine.travel(dt.datetime.now(dt.UTC) + days * DAY, tick=False):
        call_command("send_alerts", stdout=said)
    return said.getvalue()


def letters(kind: str) -> list[OutgoingEmail]:
    return list(OutgoingEmail.objects.filter(kind=kind).order_by("pk"))


def lose(structure: Structure) -> None:
    Certification.objects.filter(structure=structure).update(revoked_on=dt.date.today() - DAY)
    search.refresh([structure.pk])


def find_again(structure: Structure) -> None:
    Certification.objects.filter(structure=structure).update(revoked_on=None)
    search.refresh([structure.pk])
