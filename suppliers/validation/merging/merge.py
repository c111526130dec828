"""Merge two structures. The rows that change are watched: `undo` puts each back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from suppliers.models import ReviewItem, Structure

from ..contract import CannotDecideError
from ..decisions.facts import write_facts
from ..rows import Rows
from .audience import add_audience
from .belongings import move_belongings
from .certificates import move_certifications
from .people import move_people
from .sides import BY_KEY, differing, side_unless_chosen
from .waiting import settle_waiting


def merge_structures(
    item: ReviewItem, kept: Structure, merged: Structure, choices: Mapping[str, int], rows: Rows
) -> list[str]:
    """Keep one of two, with all that the other has; returns what could not follow, in French.

    `choices`: for a key of `sides.SAID`, the number of the structure that is believed; the kept one's word
    where nothing is chosen. The merged one is hidden, and keeps its SIRET: its address leads to the kept one,
    and no import brings it back. Both are locked by the caller.
    """
    _check(kept, merged)
    rows.watch(kept, merged)
    _hide(merged, into=kept)
    left = move_belongings(kept, merged, rows)
    left += move_certifications(item, kept, merged, rows)
    move_people(kept, merged, rows)
    settle_waiting(item, kept, merged, rows)
    add_audience(item, kept, merged)
    _write(kept, merged, choices, rows)
    rows.stale |= {kept.pk, merged.pk}
    return left


def _check(kept: Structure, merged: Structure) -> None:
    """Raises CannotDecideError, a sentence that says which of the two to keep."""
    for side in (kept, merged):
        if side.merged_into_id:
            raise CannotDecideError(f"« {side} » a déjà été fusionnée dans une autre fiche.")
    published = Structure.Status.PUBLISHED
    if merged.status == published and kept.status != published:
        raise CannotDecideError(
            f"Gardez « {merged} », qui est publiée : l’autre fiche ne l’est pas, "
            "et les acheteurs perdraient la page."
        )
    if merged.siret and not kept.siret:
        raise CannotDecideError(
            f"Gardez « {merged} », qui a un SIRET : les listes officielles la retrouvent par lui."
        )
    if kept.is_demo != merged.is_demo:
        raise CannotDecideError("Une structure fictive ne se fusionne pas avec une vraie.")


def _hide(merged: Structure, *, into: Structure) -> None:
    merged.merged_into, merged.status = into, Structure.Status.HIDDEN
    merged.save(update_fields=["merged_into", "status", "updated_at"])


def _write(kept: Structure, merged: Structure, choices: Mapping[str, int], rows: Rows) -> None:
    """What is taken from the other side is ours from now on: no list puts the former value back."""
    taken = [said for said in differing(kept, merged) if _wins(said.key, kept, merged, choices)]
    values: dict[str, Any] = {}
    for said in taken:
        now = said.values_of(kept)
        values |= {name: value for name, value in said.values_of(merged).items() if value != now[name]}
    kept.edited_fields = sorted({*kept.edited_fields, *(name.removesuffix("_id") for name in values)})
    told = {said.key: merged.field_sources[said.key] for said in taken if said.key in merged.field_sources}
    kept.field_sources = {**kept.field_sources, **told}
    values["claimed_at"] = kept.claimed_at or merged.claimed_at
    values["confirmed_on"] = max(filter(None, [kept.confirmed_on, merged.confirmed_on]), default=None)
    write_facts(kept, values, rows)


def _wins(key: str, kept: Structure, merged: Structure, choices: Mapping[str, int]) -> bool:
    """Whether the merged one's word is taken."""
    return choices.get(key, side_unless_chosen(BY_KEY[key], kept, merged).pk) == merged.pk
