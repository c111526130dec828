"""All the differences of one field that wait: confirmed as one, approved by small transactions.

What is taken is fixed on the page that asks to confirm: its items, in their versions, travel signed in the
form. What appears later is not in it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import NamedTuple
from uuid import UUID, uuid4

from django.core import signing
from django.db import DatabaseError, transaction

from suppliers import search
from suppliers.accounts.roles import territories_validated
from suppliers.models import ReviewItem, ReviewKind, ReviewStatus, Structure, User
from suppliers.profiles.facts import POSITION, as_json

from .actions import decide
from .contract import CannotDecideError, DecidedMeanwhileError, Decision
from .queue import Queue
from .wording import named

logger = logging.getLogger(__name__)
MOST = 5_000
TOGETHER = 25  # in one transaction: the locks of so many structures, and one refresh of the directory
SECONDS = 20.0  # for one request; who waits longer presses again
_SALT = "validation.lot"
_DAY = 24 * 3600
_GONE = "Cet élément n’existe plus, ou n’est plus dans vos territoires."
_FOLLOWED = "{} s’en occupe maintenant."
_ASKED = "Une question vient d’être posée à la structure."
_CHANGED = "La fiche a changé depuis cet import : décidez-le à part."
_FAILED = "La base de données l’a refusé : ouvrez-le et décidez-le à part."


class Left(NamedTuple):
    """An item that was not done, and a sentence that says why."""

    item: int
    name: str
    why: str


@dataclass(frozen=True)
class Lot:
    """Items by number, each in the version that was confirmed."""

    number: UUID
    versions: Mapping[int, int]

    def signed(self, *, by: User) -> str:
        said = [str(self.number), by.pk, list(self.versions.items())]
        return signing.dumps(said, salt=_SALT, compress=True)

    @classmethod
    def read(cls, typed: str, *, by: User) -> Lot | None:
        """None for what this account was not shown, or not today."""
        try:
            number, account, versions = signing.loads(typed, salt=_SALT, max_age=_DAY)
        except signing.BadSignature:
            return None
        return cls(UUID(number), dict(versions)) if account == by.pk else None


class Chosen(NamedTuple):
    """The lot, and how many of the same filters it leaves: followed by others, asked, too many."""

    lot: Lot
    followed: int
    asked: int
    beyond: int


@dataclass
class Outcome:
    done: int = 0
    left: list[Left] = field(default_factory=list)
    rest: Lot | None = None


def all_waiting(queue: Queue) -> Chosen:
    """All that its filters show, the oldest first."""
    versions: dict[int, int] = {}
    followed = asked = 0
    for pk, version, status, by in queue.items().values_list("pk", "version", "status", "assigned_to"):
        if status == ReviewStatus.ASKED:
            asked += 1
        elif by is not None and by != queue.user.pk:
            followed += 1
        else:
            versions[pk] = version
    taken = dict(list(versions.items())[:MOST])
    return Chosen(Lot(uuid4(), taken), followed, asked, len(versions) - len(taken))


def approve_lot(lot: Lot, *, by: User) -> Outcome:
    """Approve what can be, some at a time; what cannot is explained, what there is no time for is `rest`."""
    outcome, until = Outcome(), monotonic() + SECONDS
    limits = territories_validated(by)
    waiting = list(lot.versions.items())
    for start in range(0, len(waiting), TOGETHER):
        if start and monotonic() > until:
            outcome.rest = Lot(lot.number, dict(waiting[start:]))
            break
        some = dict(waiting[start : start + TOGETHER])
        left = _approve_some(Lot(lot.number, some), limits, by=by)
        outcome.left += left
        outcome.done += len(some) - len(left)
    return outcome


@transaction.atomic
def _approve_some(lot: Lot, limits: list[int], *, by: User) -> list[Left]:
    """All of these that can be; one that fails takes nothing along. Returns those left."""
    chosen = ReviewItem.objects.within(limits).filter(pk__in=lot.versions, kind=ReviewKind.IMPORT)
    items = {item.pk: item for item in chosen.select_related("assigned_to").order_by("structure_id", "pk")}
    owners = {item.structure_id for item in items.values()}
    held = {one.pk: one for one in Structure.objects.select_for_update().filter(pk__in=owners).order_by("pk")}
    left = [Left(pk, "", _GONE) for pk in lot.versions if pk not in items]
    stale: set[int] = set()
    for item in items.values():
        structure = held.get(item.structure_id)
        why = _GONE if structure is None else _hindrance(item, structure, by)
        why = why or _approve_one(item, lot, stale, by=by)
        if why:
            left.append(Left(item.pk, str(structure or ""), why))
    search.refresh(stale)
    return left


def _hindrance(item: ReviewItem, structure: Structure, by: User) -> str:
    """What stands in the way of deciding it unseen; empty for nothing."""
    if not item.is_open:
        return ""  # who decided is said with the decision
    if item.assigned_to_id not in (None, by.pk):
        return _FOLLOWED.format(named(item.assigned_to))
    if item.status == ReviewStatus.ASKED:
        return _ASKED
    facts = [name for name in item.fields if name not in POSITION] or list(item.fields)
    compared = [(getattr(structure, name, None), item.fields[name].get("before")) for name in facts]
    return _CHANGED if any(as_json(now) != then for now, then in compared) else ""


def _approve_one(item: ReviewItem, lot: Lot, stale: set[int], *, by: User) -> str:
    changed: set[int] = set()
    try:
        decide(
            item,
            Decision.APPROVE,
            by=by,
            seen_version=lot.versions[item.pk],
            stale=changed,
            batch=lot.number,
        )
    except (CannotDecideError, DecidedMeanwhileError) as told:
        return str(told)
    except DatabaseError:
        logger.exception("item %s of a lot could not be decided", item.pk)
        return _FAILED
    stale |= changed
    return ""
