"""For which lots of a need a structure was picked: several, one, or none in particular."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from suppliers.models import Lot, Shortlist, ShortlistItem, User

from .history import record_pick
from .shortlists import lock_with_lots


@transaction.atomic
def pick_for(shortlist: Shortlist, structure_ids: Sequence[int], lot: Lot, *, by: User | None) -> int:
    """Say of structures that the shortlist holds that they are for a lot too. Returns how many were not.

    Raises Lot.DoesNotExist for one that has been taken away. Called within a transaction that has locked more
    than the shortlist, it is after `lock_with_lots`.
    """
    lock_with_lots(shortlist)
    lot = Lot.objects.get(pk=lot.pk)
    held = shortlist.items.held().filter(structure_id__in=structure_ids).exclude(lots=lot)
    items = list(held.select_related("structure"))
    through = ShortlistItem.lots.through
    through.objects.bulk_create(through(shortlistitem_id=item.pk, lot_id=lot.pk) for item in items)
    for item in items:
        item.shortlist = shortlist
        numbers = sorted(item.lots.values_list("number", flat=True))
        record_pick("shortlist.lots", item, by=by, after=numbers)
    if items:
        shortlist.save(update_fields=["updated_at"])
    return len(items)
