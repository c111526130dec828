"""Merge what a validator has compared, and tell the members."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from suppliers import mailing
from suppliers.models import Event, ReviewItem, Structure, User

from .. import letters
from ..actions import decide
from ..contract import DecidedMeanwhileError, Decision
from ..decisions.duplicates import locked_pair
from ..seen import digest_of


def digest_of_both(item: ReviewItem) -> str:
    """A text that differs when anything shown of one of the two does."""
    return "-".join(digest_of(pk) for pk in (item.structure_id, item.other_id) if pk)


@transaction.atomic
def merge_pair(
    item: ReviewItem,
    *,
    kept: int,
    sides: Mapping[str, int],
    by: User,
    seen_version: int,
    seen_facts: str = "",
) -> Event:
    """Merge the two structures of an item; the event can be undone for 30 days.

    `kept`: the number of the one that stays; `sides`: see `merge_structures`; `seen_facts`: `digest_of_both`
    when they were compared. Raises DecidedMeanwhileError and CannotDecideError, and changes nothing.
    """
    pair = locked_pair(item)
    if seen_facts and digest_of_both(item) != seen_facts:
        raise DecidedMeanwhileError(
            "L’une des deux fiches a changé depuis que vous avez ouvert cette page. Relisez-les : rien n’est "
            "fusionné.",
            item,
        )
    event = decide(
        item,
        Decision.APPROVE,
        by=by,
        seen_version=seen_version,
        corrections={"kept": kept, "sides": dict(sides)},
    )
    survivor = next(side for side in pair if side.pk == kept)
    merged = next(side for side in pair if side.pk != kept)
    _tell_members(survivor.pk, merged)
    return event


def _tell_members(kept: int, merged: Structure) -> None:
    survivor = Structure.objects.get(pk=kept)
    context = {"kept": survivor, "merged": merged, "page": letters.page_of(survivor)}
    for member in User.objects.filter(structure_memberships__structure=kept, is_active=True).order_by("pk"):
        mailing.write("merged", context, to=member, structure=survivor)
