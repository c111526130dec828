"""What becomes of a structure or an organisation whose last member goes."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from suppliers import search
from suppliers.models import Event, ReviewItem, ReviewKind, ReviewStatus, Structure, User

from .groups import Group

_NEVER_SHOWN = (Structure.Status.DRAFT, Structure.Status.PENDING)
# What its members have asked for; a claim is somebody else's, a report too.
ITS_OWN = (ReviewKind.STRUCTURE, ReviewKind.CHANGE, ReviewKind.CERTIFICATION)


def goes_with_its_last_member(group: Group) -> bool:
    """What only its members know is deleted; what the directory holds stays there.

    A draft may come from an official list: then it is not its members' own.
    """
    structure = group.structure
    return structure is None or (structure.status in _NEVER_SHOWN and not structure.source)


def settle_emptied(group: Group, *, by: User | None) -> None:
    """In the transaction in which the last member has gone."""
    if goes_with_its_last_member(group):
        _delete(group, by=by)
        return
    structure = Structure.objects.get(pk=group.place.pk)
    group.invitations.open().update(revoked_at=timezone.now())
    withdraw(ReviewItem.objects.open().filter(structure=structure, kind__in=ITS_OWN), by=by)
    if structure.status == Structure.Status.PENDING:
        structure.status = Structure.Status.DRAFT
    structure.claimed_at = None
    structure.save(update_fields=["status", "claimed_at", "updated_at"])
    group.record("accounts.unkept", by=by)
    search.refresh([structure.pk])


def withdraw(items: QuerySet[ReviewItem], *, by: User | None) -> None:
    """Take back what waits for a decision; the structures first, as who decides holds them."""
    ids = list(items.values_list("structure", flat=True))
    list(Structure.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=ids).order_by("pk"))
    for item in items.select_for_update(of=("self",)).select_related("structure"):
        item.status, item.decided_at, item.decided_by = ReviewStatus.WITHDRAWN, timezone.now(), by
        item.version += 1
        item.save(update_fields=["status", "decided_at", "decided_by", "version", "updated_at"])
        Event.objects.record("accounts.withdraw", by=by, structure=item.structure, item=item)


def _delete(group: Group, *, by: User | None) -> None:
    """With what was handed in for it: files leave the disk once the rows are gone for good."""
    group.record("accounts.delete_emptied", by=by)
    if structure := group.structure:
        files = [*(found.file for found in structure.documents.all())]
        files += (found.file for found in structure.photos.all())
        for file in files:
            transaction.on_commit(partial(file.storage.delete, str(file.name)))
    group.place.delete()
