"""A structure answers what a validator has asked: its item waits for a decision again."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from suppliers.models import Event, ReviewItem, ReviewKind, ReviewStatus, Structure, User


def questions_to(structure: Structure) -> list[ReviewItem]:
    """What the admins have asked of a structure, and wait for."""
    asked = ReviewItem.objects.filter(structure=structure, status=ReviewStatus.ASKED)
    return list(asked.exclude(kind=ReviewKind.CLAIM).order_by("created_at", "pk"))


@transaction.atomic
def answer(item: ReviewItem, *, by: User, text: str) -> bool:
    """Keep an answer in the log; whether the item was still open.

    Its documents are kept by `documents.keep_document(…, item=item)`.
    """
    Structure.objects.select_for_update().get(pk=item.structure_id)
    current = ReviewItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if not current.is_open:
        return False
    current.status = ReviewStatus.WAITING
    current.version += 1
    current.save(update_fields=["status", "version", "updated_at"])
    Event.objects.record(
        "profiles.answer", by=by, structure=current.structure, item=current, note=text.strip()
    )
    return True


def resume(kind: ReviewKind, structure: Structure, *, key: str = "") -> None:
    """What an open item is about has changed: it waits again, and who decides on what it was is told.

    Belongs in the transaction of the change, which holds the structure.
    """
    waiting = ReviewItem.objects.open().filter(kind=kind, structure=structure, key=key)
    waiting.update(status=ReviewStatus.WAITING, version=F("version") + 1, updated_at=timezone.now())
