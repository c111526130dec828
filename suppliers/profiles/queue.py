"""What is handed to the admins: one open item for one thing, however often it is asked."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from suppliers.models import ReviewItem, ReviewKind, Structure, User


@transaction.atomic
def submit(
    kind: ReviewKind,
    structure: Structure,
    *,
    key: str = "",
    by: User | None = None,
    message: str = "",
    data: dict[str, Any] | None = None,
    **links: Any,
) -> tuple[ReviewItem, bool]:
    """The open item of this kind and key, and whether it is new.

    `links`: `other`, `certification`, `report`. An item that is open already is left as it is.
    """
    made = {"submitted_by": by, "message": message, "data": data or {}, **links}
    try:
        with transaction.atomic():
            return ReviewItem.objects.create(kind=kind, structure=structure, key=key, **made), True
    except IntegrityError:
        # Pressed twice, or asked by two: the first made it.
        return ReviewItem.objects.open().get(kind=kind, structure=structure, key=key), False
