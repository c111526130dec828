"""Many items of one kind at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from suppliers import search
from suppliers.models import ReviewItem, User

from .actions import decide
from .contract import DecidedMeanwhileError, Decision


@dataclass(frozen=True)
class Seen:
    """What was ticked: items by number, in the version that was on the page ("12", or "12:3")."""

    versions: dict[int, int | None]

    @classmethod
    def read(cls, typed: list[str]) -> Seen:
        versions: dict[int, int | None] = {}
        for each in typed:
            number, _, version = each.partition(":")
            if all(part.isascii() and part.isdigit() and len(part) < 10 for part in (number, version or "0")):
                versions[int(number)] = int(version) if version else None
        return cls(versions)

    @property
    def ids(self) -> list[int]:
        return list(self.versions)


@transaction.atomic
def approve_many(items: Sequence[ReviewItem], seen: Seen, *, by: User, batch: UUID) -> int:
    """Approve them all, or none; each is logged by itself, and undone by itself or with the others."""
    stale: set[int] = set()
    for item in sorted(items, key=lambda each: (each.structure_id, each.pk)):  # locks in one order
        version = seen.versions.get(item.pk)
        try:
            decide(
                item,
                Decision.APPROVE,
                by=by,
                seen_version=item.version if version is None else version,
                stale=stale,
                batch=batch,
            )
        except DecidedMeanwhileError as told:
            raise DecidedMeanwhileError(f"{item.structure} : {told}", item) from told
    search.refresh(stale)
    return len(items)
