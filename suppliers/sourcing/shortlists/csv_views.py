"""A shortlist as a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from suppliers.imports.spreadsheet import csv_answer
from suppliers.workspace.doors import for_its_owners
from suppliers.workspace.owning import own_shortlist

from .rows import Row, points_of, read_rows, shown_rows

TITLES = [
    "Rang",
    "Structure",
    "SIRET",
    "Commune",
    "Adresse",
    "Téléphone",
    "Courriel",
    "Site",
    "Distance du besoin",
    "Certifications",
    "Marchés réservés",
    "Lots",
    "État",
    "Pourquoi (gardée ou écartée)",
    "Étiquettes",
    "Note",
    "Changements depuis l’ajout",
    "Ajoutée le",
    "Recherche d’origine",
    "Fiche",
]


@for_its_owners
@require_safe
def table(request: HttpRequest, pk: int) -> HttpResponseBase:
    """All its rows, notes included: the file is for who may open the shortlist."""
    shortlist = own_shortlist(request, pk)
    rows = shown_rows(request, read_rows(shortlist), sites=points_of(shortlist))
    name = slugify(str(shortlist))[:60] or "selection"
    return csv_answer(f"{name}-{timezone.localdate()}", TITLES, (list(_cells(row)) for row in rows))


def _cells(row: Row) -> Iterator[Any]:
    item, card = row.item, row.card
    contact = card.contact if card else None
    yield row.number
    yield row.name
    yield contact.siret.replace("\u00a0", "") if contact else str(item.known.get("siret") or "")
    yield card.city if card else str(item.known.get("city", ""))
    yield ", ".join(part for part in (contact.address, contact.place) if part) if contact else ""
    yield contact.phone if contact else ""
    yield contact.email if contact else ""
    yield contact.website if contact else ""
    yield card.distance if card else ""
    yield " ; ".join(f"{one.name} ({one.since})" for one in card.certificates) if card else ""
    yield " ; ".join(f"{one.article} : {one.text}" for one in card.answers) if card else ""
    yield row.for_lots
    yield item.get_status_display()
    yield item.reason
    yield ", ".join(item.tags)
    yield item.note
    yield " ".join(change.text for change in row.changes)
    yield timezone.localtime(item.added_at).strftime("%d/%m/%Y")
    yield item.found_by
    yield contact.page if contact else ""
