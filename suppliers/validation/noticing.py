"""A structure that is handed in is compared at once with those that look like it. Connected by `apps.py`."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from suppliers.models import ReviewItem, ReviewKind

from .duplicates import find_duplicates_of


@receiver(post_save, sender=ReviewItem, dispatch_uid="duplicates of what is handed in")
def look_around(instance: ReviewItem, *, created: bool, raw: bool = False, **_: Any) -> None:
    """Whoever hands it in (registration, the admin) stands beside this room, and cannot call it."""
    if created and not raw and instance.kind == ReviewKind.STRUCTURE:
        find_duplicates_of([instance.structure_id])
