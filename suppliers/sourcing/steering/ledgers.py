"""A ledger arrives, is read, is read again, goes; each is told in the history of its organisation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from suppliers.models import BuyerOrganisation, Ledger, LedgerLine, LedgerRefusal, LedgerStatus, User
from suppliers.workspace.history import record
from suppliers.workspace.owning import workspace_of_organisation

from .importing import is_being_read
from .ledger_form import Upload
from .running import start

MOST_LEDGERS = 30  # of an organisation


class RefusedError(Exception):
    """What cannot be done: a French sentence for who asked."""


@transaction.atomic
def receive(organisation: BuyerOrganisation, upload: Upload, *, by: User) -> Ledger:
    """Keep a file until its columns are told."""
    BuyerOrganisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if organisation.ledgers.count() >= MOST_LEDGERS:
        raise RefusedError(f"Une organisation garde {MOST_LEDGERS} fichiers au plus : supprimez-en un.")
    if organisation.ledgers.filter(sha256=upload.sha256).exists():  # sent twice at once
        raise RefusedError("Ce fichier est déjà là.")
    made = organisation.ledgers.create(
        file_name=upload.name,
        content=upload.content,
        sha256=upload.sha256,
        rows=upload.sheet.rows,
        created_by=by,
    )
    _record("receive", made, by)
    return made


@transaction.atomic
def read_with(ledger: Ledger, headings: Sequence[str], places: dict[str, int], *, by: User) -> bool:
    """Start reading, with these columns; false when somebody else already has."""
    found = _locked(ledger.pk)
    if found is None or found.status != LedgerStatus.UPLOADED:
        return False
    named = {name: headings[place] for name, place in places.items()}
    found.status, found.columns = LedgerStatus.RUNNING, {**named, "places": places}
    found.save(update_fields=["status", "columns"])
    _record("read", found, by, columns=named)
    start(found)
    return True


@transaction.atomic
def prepare_again(ledger: Ledger, *, by: User) -> bool:
    """Back to the choice of columns, for one that failed or was stopped; false while it is being read."""
    found = _locked(ledger.pk)
    if found is None or found.status == LedgerStatus.DONE or is_being_read(found):
        return False
    found.status, found.error = LedgerStatus.UPLOADED, ""
    found.save(update_fields=["status", "error"])
    _record("again", found, by)
    return True


@transaction.atomic
def delete(ledger: Ledger, *, by: User) -> bool:
    """It and all its lines; what is being read stops. False when it was gone already."""
    found = _locked(ledger.pk)
    if found is None:
        return False
    _record("delete", found, by, rows=found.rows_kept)
    LedgerLine.objects.filter(ledger=found)._raw_delete("default")
    LedgerRefusal.objects.filter(ledger=found)._raw_delete("default")
    found.delete()
    return True


def _locked(pk: int) -> Ledger | None:
    return (
        Ledger.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .defer("content")
        .filter(pk=pk)
        .first()
    )


def _record(verb: str, ledger: Ledger, by: User, **detail: Any) -> None:
    workspace = workspace_of_organisation(ledger.organisation)
    record(f"ledger.{verb}", workspace=workspace, by=by, ledger=ledger.pk, file=ledger.file_name, **detail)
