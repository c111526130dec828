"""Exchanges that a buyer notes by hand."""

from __future__ import annotations

from datetime import date
from typing import Any, TypedDict
from uuid import UUID, uuid4

from django.db import transaction

from suppliers.models import Exchange, Shortlist, ShortlistItem, User
from suppliers.workspace.history import record
from suppliers.workspace.shortlists import lock

from .enquiries import RefusedError

MOST = 100  # exchanges of one shortlist


class Said(TypedDict):
    """What is noted; `confidential` is a business secret (CRPA art. L311-6)."""

    held_on: date
    channel: str
    participants: str
    content: str
    information_given: str
    documents: str
    confidential: str


@transaction.atomic
def create(
    shortlist: Shortlist, item: ShortlistItem, said: Said, *, form_key: UUID, by: User | None
) -> Exchange:
    """A form that is sent twice makes one. Raises RefusedError when there are too many."""
    lock(shortlist)
    found = Exchange.objects.filter(form_key=form_key).first()
    if found and found.shortlist_id == shortlist.pk:
        return found
    if shortlist.exchanges.count() >= MOST:
        raise RefusedError(f"Cette sélection a déjà {MOST} échanges : c’est le plus. Complétez l’un d’eux.")
    made = Exchange.objects.create(
        shortlist=shortlist,
        structure=item.structure,
        structure_name=str(item)[:200],
        created_by=by,
        form_key=uuid4() if found else form_key,
        **said,
    )
    _record("create", made, by)
    return made


@transaction.atomic
def change(exchange: Exchange, item: ShortlistItem, said: Said, *, by: User | None) -> None:
    before = {"held_on": exchange.held_on.isoformat(), "content": exchange.content}
    for name, value in said.items():
        setattr(exchange, name, value)
    exchange.structure, exchange.structure_name = item.structure, str(item)[:200]
    exchange.save()
    _record("change", exchange, by, before=before)


@transaction.atomic
def delete(exchange: Exchange, *, by: User | None) -> None:
    _record("delete", exchange, by)
    exchange.delete()


def _record(verb: str, exchange: Exchange, by: User | None, **detail: Any) -> None:
    record(
        f"exchange.{verb}",
        workspace=exchange.shortlist.workspace,
        by=by,
        shortlist=exchange.shortlist,
        structure=exchange.structure,
        structure_name=exchange.structure_name,
        held_on=exchange.held_on.isoformat(),
        channel=exchange.channel,
        **detail,
    )
