"""An organisation with a member who is signed in, and files of accounts."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from suppliers.models import Ledger
from tests.buyer_factories import WorkspaceFactory
from tests.factories import BuyerMembershipFactory, siret_number

HEADINGS = ["N° SIRET", "Fournisseur", "Libellé", "Montant HT", "Date mandat"]


@pytest.fixture
def membership(db):
    return BuyerMembershipFactory(role="owner")


@pytest.fixture
def organisation(membership):
    WorkspaceFactory(organisation=membership.organisation)
    return membership.organisation


@pytest.fixture
def member(client, membership):
    """The client of a member who is signed in."""
    client.force_login(membership.user)
    return client


def csv_file(rows: list[list[Any]], *, headings=HEADINGS, separator=";", encoding="utf-8") -> bytes:
    lines = [separator.join(map(str, row)) for row in [headings, *rows]]
    return "\r\n".join([*lines, ""]).encode(encoding)


def workbook(rows: list[list[Any]], headings=HEADINGS) -> bytes:
    book = Workbook()
    sheet = book.active
    for row in [headings, *rows]:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def send(client, organisation, content: bytes, name="mandats.csv"):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("sourcing:ledgers", args=[organisation.pk]), {"file": file})


def address(ledger: Ledger, page="ledger") -> str:
    return reverse(f"sourcing:{page}", args=[ledger.organisation_id, ledger.pk])


def one(number: int, amount: Any = "100,00", day: Any = "31/12/2025", name="Papeterie", label="Papier"):
    return [siret_number(number), name, label, amount, day]
