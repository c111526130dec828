"""What a structure owns follows it into the one that stays; nothing stands there twice, nothing is lost."""

from __future__ import annotations

from typing import Any

from django.db import models

from suppliers.models import Activity, Structure
from suppliers.models.activity import MOST_ACTIVITIES

from ..rows import Rows


def move_belongings(kept: Structure, merged: Structure, rows: Rows) -> list[str]:
    """Returns what stays behind, in French."""
    left = _move_activities(kept, merged, rows)
    known = {_told_by(reference) for reference in kept.references.all()}
    _move([one for one in merged.references.all() if _told_by(one) not in known], kept, rows)
    for belongings in (merged.photos, merged.documents, merged.error_reports, merged.invitations):
        _move(belongings.all(), kept, rows)
    return left


def _move(belongings: Any, kept: Structure, rows: Rows) -> None:
    for one in belongings:
        rows.watch(one)
        one.structure = kept
        one.save(update_fields=["structure"])


def _told_by(reference: models.Model) -> tuple[Any, ...]:
    return tuple(getattr(reference, name) for name in ("client", "subject", "year", "amount_excl_tax"))


def _move_activities(kept: Structure, merged: Structure, rows: Rows) -> list[str]:
    present = list(kept.activities.prefetch_related("sectors", "territories"))
    free = sorted(set(range(MOST_ACTIVITIES)) - {activity.position for activity in present})
    known = {_sold_by(activity) for activity in present}
    left = []
    for activity in merged.activities.prefetch_related("sectors", "territories"):
        if _sold_by(activity) in known:
            continue
        if not free:
            left.append(_in_words(activity))
            continue
        rows.watch(activity)
        activity.structure, activity.position = kept, free.pop(0)
        activity.save(update_fields=["structure", "position"])
    return left


def _sold_by(activity: Activity) -> tuple[Any, ...]:
    """What tells one activity from another."""
    return (
        activity.service_type,
        activity.zone_kind,
        activity.radius_km,
        activity.description,
        frozenset(sector.pk for sector in activity.sectors.all()),
        frozenset(territory.pk for territory in activity.territories.all()),
    )


def _in_words(activity: Activity) -> str:
    sold = ", ".join(sector.label for sector in activity.sectors.all())
    return f"{activity.get_service_type_display()} : {sold}"
