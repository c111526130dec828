"""How often both were met, added up.

Counts go on growing: what was added is written in the item, to be taken out when the merge is undone.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import F
from django.db.models.functions import Greatest

from suppliers.models import MonthlyAudience, ReviewItem, Structure

_COUNTS = ("shown", "opened", "shortlisted")
KEY = "audience"


def add_audience(item: ReviewItem, kept: Structure, merged: Structure) -> None:
    counts = MonthlyAudience.objects.filter(structure=merged).order_by("month")
    moved = {f"{one.month:%Y-%m-%d}": [getattr(one, name) for name in _COUNTS] for one in counts}
    counts.delete()
    for month, numbers in moved.items():
        _add(kept.pk, month, numbers, sign=1)
    item.data = {**item.data, KEY: {"of": merged.pk, "in": kept.pk, "months": moved}}
    item.save(update_fields=["data"])


def give_back_audience(item: ReviewItem) -> None:
    """What was added is taken out of the one, and is the other's again."""
    said = item.data.get(KEY)
    if not said:
        return
    for month, numbers in said["months"].items():
        _add(said["in"], month, numbers, sign=-1)
        _add(said["of"], month, numbers, sign=1)
    MonthlyAudience.objects.filter(structure=said["in"], shown=0, opened=0, shortlisted=0).delete()
    item.data = {key: value for key, value in item.data.items() if key != KEY}
    item.save(update_fields=["data"])


def _add(structure_id: int, month: str, numbers: list[int], *, sign: int) -> None:
    row, _ = MonthlyAudience.objects.get_or_create(
        structure_id=structure_id, month=dt.date.fromisoformat(month)
    )
    added = dict(zip(_COUNTS, numbers, strict=True))
    MonthlyAudience.objects.filter(pk=row.pk).update(
        **{name: Greatest(F(name) + sign * number, 0) for name, number in added.items()}
    )
