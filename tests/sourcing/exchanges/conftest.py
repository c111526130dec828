"""An officer with a verified address, and a shortlist of two structures that publish one."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from suppliers.models import Enquiry, OutgoingEmail, Shortlist, Structure, User
from tests.accounts.people import somebody
from tests.buyer_factories import (
    EnquiryFactory,
    EnquiryRecipientFactory,
    NeedFactory,
    ShortlistFactory,
    ShortlistItemFactory,
    WorkspaceFactory,
)
from tests.factories import StructureFactory


@pytest.fixture
def officer(db: None) -> User:
    return somebody("marie", first_name="Marie", last_name="Lopez")


@pytest.fixture
def shortlist(officer: User) -> Shortlist:
    need = NeedFactory(workspace=WorkspaceFactory(user=officer), places=["93048"])
    return ShortlistFactory(workspace=need.workspace, need=need)


@pytest.fixture
def structures(shortlist: Shortlist) -> list[Structure]:
    made = [
        StructureFactory(published=True, name=name, email=f"contact@{name.lower()}.example")
        for name in ("Aurore", "Boreal")
    ]
    for structure in made:
        ShortlistItemFactory(shortlist=shortlist, structure=structure)
    return made


@pytest.fixture
def enquiry(shortlist: Shortlist, structures: list[Structure], officer: User) -> Enquiry:
    """A draft, to leave by the site."""
    made: Enquiry = EnquiryFactory(
        shortlist=shortlist, created_by=officer, is_by_site=True, reply_to=officer.email
    )
    for structure in structures:
        EnquiryRecipientFactory(enquiry=made, structure=structure)
    return made


@pytest.fixture
def signed_in(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


def page(name: str, *more: Any) -> str:
    """An address of an enquiry, of a recipient, of an exchange."""
    return reverse(f"sourcing:{name}", args=more)


def typed(structures: list[Structure], **changes: Any) -> dict[str, Any]:
    """A form of an enquiry, filled in."""
    return {
        "form_key": str(uuid4()),
        "structures": [one.pk for one in structures],
        "subject": "Sourcing : nettoyage",
        "message": "Bonjour,\n\nNous préparons un achat.",
        "questions": ["Quelle capacité ?", "Quel délai ?"],
        "answers_due_on": (timezone.localdate() + dt.timedelta(days=10)).isoformat(),
        "way": "messagerie",
        "reply_to": "",
        **changes,
    }


def answered(**changes: Any) -> dict[str, Any]:
    """A form of answers, filled in."""
    return {
        "answer_1": "Douze personnes",
        "answer_2": "",
        "comment": "",
        "confidential": "",
        "answered_by": "Inès Diallo",
        "answered_role": "Directrice",
        **changes,
    }


def letters() -> list[OutgoingEmail]:
    return list(OutgoingEmail.objects.filter(kind="enquiry").order_by("pk"))
