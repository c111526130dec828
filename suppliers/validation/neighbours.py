"""What else waits around an item: other requests about its structure."""

from __future__ import annotations

from django.db.models import Q

from suppliers.accounts.roles import territories_validated
from suppliers.models import ReviewItem, User

from .summaries import Row, rows_of

_MOST = 20


def others_waiting(user: User, item: ReviewItem) -> list[Row]:
    """What waits about the same structure, or either of a pair, and this account may open. Oldest first."""
    sides = [pk for pk in (item.structure_id, item.other_id) if pk]
    found = (
        ReviewItem.objects.open()
        .within(territories_validated(user))
        .filter(Q(structure__in=sides) | Q(other__in=sides))
        .exclude(pk=item.pk)
        .select_related("structure__territory", "other", "report", "certification__kind", "submitted_by")
        .order_by("created_at", "pk")
    )
    return rows_of(found[:_MOST], user.pk)
