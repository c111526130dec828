"""Many items of one kind at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from suppliers import search
from suppliers.models import ReviewItem, User

from .actions import decide
from .contract import DecidedMeanwhileError, Decision


class Version(NamedTuple):
    """What was on the page of an item, and of its structure's facts ("" where none were shown)."""

    number: int
    facts: str


@dataclass(frozen=True)
class Seen:
    """What was ticked: "12:3" is item 12 in its version 3, "12:3:5d41…" with the facts that were shown.

    `is_whole`: whether each says its version; one that does not could have changed unseen.
    """

    versions: dict[int, Version]
    is_whole: bool = True

    @classmethod
    def read(cls, typed: list[str]) -> Seen:
        versions: dict[int, Version] = {}
        is_whole = True
        for each in typed:
            number, _, rest = each.partition(":")
            version, _, facts = rest.partition(":")
            if not _is_number(number):
                continue
            if _is_number(version):
                versions[int(number)] = Version(int(version), facts[:32])
            else:
                is_whole = False
        return cls(versions, is_whole)

    @property
    def ids(self) -> list[int]:
        return list(self.versions)


def _is_number(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) < 10


@transaction.atomic
def approve_many(items: Sequence[ReviewItem], seen: Seen, *, by: User, batch: UUID) -> int:
    """Approve them all, or none; each is logged by itself, and undone by itself or with the others."""
    stale: set[int] = set()
    for item in sorted(items, key=lambda each: (each.structure_id, each.pk)):  # locks in one order
        version = seen.versions[item.pk]
        try:
            decide(
                item,
                Decision.APPROVE,
                by=by,
                seen_version=version.number,
                seen_facts=version.facts,
                stale=stale,
                batch=batch,
            )
        except DecidedMeanwhileError as told:
            raise DecidedMeanwhileError(f"{item.structure} : {told}", item) from told
    search.refresh(stale)
    return len(items)
