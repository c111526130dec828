"""What waits for the merged structure: it waits for the kept one, or has no object any more."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from suppliers.models import ReviewItem, ReviewKind, ReviewStatus, Structure

from ..rows import Rows

# The others are about the facts of a page that is no more, or about the pair it made with a third.
_FOLLOWS = {ReviewKind.CLAIM, ReviewKind.CERTIFICATION, ReviewKind.REPORT}


def settle_waiting(item: ReviewItem, kept: Structure, merged: Structure, rows: Rows) -> None:
    """`item`, being decided, is left alone."""
    of_merged = Q(structure=merged) | Q(other=merged)
    waiting = ReviewItem.objects.open().filter(of_merged).exclude(pk=item.pk).select_for_update(of=("self",))
    taken = set(ReviewItem.objects.open().filter(structure=kept).values_list("kind", "key"))
    for one in waiting:
        rows.watch(one)
        if one.kind in _FOLLOWS and (one.kind, one.key) not in taken:
            one.structure = kept
            one.save(update_fields=["structure", "updated_at"])
        else:
            one.status, one.decided_at = ReviewStatus.WITHDRAWN, timezone.now()
            one.version += 1
            one.save(update_fields=["status", "decided_at", "version", "updated_at"])
