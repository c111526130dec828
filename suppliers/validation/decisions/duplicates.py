"""Two structures that may be one: merged, or said to be two for good."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone

from suppliers.models import Event, NotDuplicate, ReviewItem, Structure, User

from ..contract import CannotDecideError, Choice, Rules
from ..merging import audience, merge
from ..rows import Rows


class DuplicateRules(Rules):
    """`corrections`: `kept` (the number of the one that stays) and `sides` (see `merging.merge`)."""

    approve_label = "Fusionner"
    refuse_label = "Ce ne sont pas des doublons"
    ended: ClassVar = {"approved": "Fiches réunies", "refused": "Deux structures distinctes"}
    refusals: ClassVar = {
        "two": "Ce sont deux structures différentes",
        "sisters": "Ce sont deux établissements d’une même structure",
        "other": "Autre raison (à préciser)",
    }

    def approve(self, item: ReviewItem, choice: Choice, rows: Rows) -> None:
        if "kept" not in choice.corrections:
            raise CannotDecideError("Comparez d’abord les deux fiches, et choisissez celle qui reste.")
        pair = {side.pk: side for side in locked_pair(item)}
        kept = pair.pop(choice.corrections["kept"])
        (merged,) = pair.values()
        item.structure = kept if kept.pk == item.structure_id else merged
        _handle_report(item, choice, rows)
        left = merge.merge_structures(item, kept, merged, choice.corrections.get("sides", {}), rows)
        item.data = {**item.data, "kept": kept.pk, "left": left}
        item.save(update_fields=["data"])

    def refuse(self, item: ReviewItem, choice: Choice, rows: Rows) -> None:
        """Remembered: they are not proposed again."""
        first, second = sorted((item.structure_id, item.other_id or 0))
        made, is_new = NotDuplicate.objects.get_or_create(
            first_id=first, second_id=second, defaults={"said_by": choice.by}
        )
        if is_new:
            rows.created(made)
        _handle_report(item, choice, rows)

    def undo(self, item: ReviewItem, event: Event, *, by: User) -> set[int]:
        stale = super().undo(item, event, by=by)
        audience.give_back_audience(item)
        item.data = {name: told for name, told in item.data.items() if name not in ("kept", "left")}
        item.save(update_fields=["data"])
        return stale

    def recipients(self, item: ReviewItem, decision: str) -> list[User | str]:
        """Members of both. A merge has a letter of its own, and that they are two is no news."""
        if decision == "refused" or (decision == "approved" and not item.is_open):
            return []
        of_both = [item.structure_id, item.other_id]
        members = User.objects.filter(structure_memberships__structure__in=of_both, is_active=True)
        return [*members.distinct().order_by("pk")]

    def named(self, item: ReviewItem) -> str:
        return "la réunion de deux fiches de votre structure"


def _handle_report(item: ReviewItem, choice: Choice, rows: Rows) -> None:
    """A visitor's report of the pair is seen to with it."""
    if item.report and item.report.handled_at is None:
        rows.watch(item.report)
        item.report.handled_at, item.report.handled_by = timezone.now(), choice.by
        item.report.save(update_fields=["handled_at", "handled_by"])


def locked_pair(item: ReviewItem) -> list[Structure]:
    """Both, held until the end of the transaction, always in the same order."""
    pair: Any = Structure.objects.select_for_update(of=("self",)).select_related(
        "legal_form", "employee_band"
    )
    return list(pair.filter(pk__in=[item.structure_id, item.other_id]).order_by("pk"))
