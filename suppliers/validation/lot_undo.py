"""What was decided together is taken back together, but for what has changed since."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic
from uuid import UUID

from django.db import DatabaseError, transaction

from suppliers import search
from suppliers.accounts.roles import territories_validated
from suppliers.models import Event, User

from . import lots
from .contract import CannotUndoError
from .lot_done import done_together, undoable
from .undo import undo

logger = logging.getLogger(__name__)
_FAILED = "La base de données l’a refusé : ouvrez l’élément et annulez-le à part."


@dataclass
class Undone:
    """`is_cut`: there was no time for all; pressed again, it goes on."""

    done: int = 0
    left: list[lots.Left] = field(default_factory=list)
    is_cut: bool = False


def undo_lot(number: UUID, *, by: User) -> Undone:
    """Undo, some at a time, what still can be of this account's territories."""
    outcome, until = Undone(), monotonic() + lots.SECONDS
    # The order of the locks: structures by their number, as who approves a lot.
    events = list(undoable(done_together(number, territories_validated(by))).order_by("structure_id", "pk"))
    for start in range(0, len(events), lots.TOGETHER):
        if start and monotonic() > until:
            outcome.is_cut = True
            break
        some = events[start : start + lots.TOGETHER]
        left = _undo_some(some, by=by)
        outcome.left += left
        outcome.done += len(some) - len(left)
    return outcome


@transaction.atomic
def _undo_some(events: Sequence[Event], *, by: User) -> list[lots.Left]:
    left: list[lots.Left] = []
    stale: set[int] = set()
    for event in events:
        changed: set[int] = set()
        try:
            undo(event, by=by, stale=changed)
        except CannotUndoError as told:
            left.append(lots.Left(event.item_id or 0, event.structure_name, str(told)))
        except DatabaseError:
            logger.exception("event %s of a lot could not be undone", event.pk)
            left.append(lots.Left(event.item_id or 0, event.structure_name, _FAILED))
        else:
            stale |= changed
    search.refresh(stale)
    return left
