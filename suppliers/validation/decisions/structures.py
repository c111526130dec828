"""A new structure: published, or given back to who wrote it."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.forms import BaseForm
from django.utils import timezone

from suppliers.models import Certification, ReviewItem, ReviewKind, Structure
from suppliers.profiles.changing import edited_by_hand
from suppliers.profiles.queue import submit

from ..contract import CannotDecideError, Choice, Rules
from ..rows import Rows, values_of
from .facts import write_facts
from .facts_form import ALL, FactsForm, form_of

_TO_VERIFY = [Certification.Verification.DECLARED, Certification.Verification.PROOF_RECEIVED]


class StructureRules(Rules):
    approve_label = "Publier"
    refuse_label = "Refuser"
    follows_facts = True
    refusals: ClassVar = {
        "not_ess": "Ce n’est pas une structure de l’économie sociale et solidaire",
        "duplicate": "Elle est déjà dans l’annuaire",
        "closed": "L’établissement est fermé",
        "outside": "Elle n’est pas sur le territoire de l’annuaire",
        "incomplete": "La fiche ne dit pas assez ce qu’elle vend",
        "other": "Autre raison (à préciser)",
    }

    def approve(self, item: ReviewItem, choice: Choice, rows: Rows) -> None:
        structure = item.structure
        if structure.status == Structure.Status.PUBLISHED:
            raise CannotDecideError("Cette structure est déjà publiée.")
        if structure.merged_into_id:
            raise CannotDecideError(
                "Cette structure a été fusionnée dans une autre : elle ne se publie plus."
            )
        rows.watch(structure)
        if choice.corrections:
            structure.edited_fields = edited_by_hand(structure, choice.corrections)
        values = {
            **choice.corrections,
            "status": Structure.Status.PUBLISHED,
            "validated_at": timezone.now(),
            "validated_by_id": choice.by.pk if choice.by else None,
        }
        write_facts(structure, values, rows)
        for row in structure.certifications.filter(verification__in=_TO_VERIFY):
            opened, is_new = submit(
                ReviewKind.CERTIFICATION,
                structure,
                key=f"row-{row.pk}",
                by=item.submitted_by,
                certification=row,
            )
            if is_new:
                rows.created(opened)

    def refuse(self, item: ReviewItem, choice: Choice, rows: Rows) -> None:
        """A draft again: who wrote it may put it right, and hand it in once more."""
        if item.structure.status == Structure.Status.PENDING:
            write_facts(item.structure, {"status": Structure.Status.DRAFT}, rows)

    def form(self, item: ReviewItem, data: Any = None) -> BaseForm | None:
        return form_of(item.structure, {}, set(ALL), data)

    def written(self, item: ReviewItem) -> dict[str, Any]:
        return values_of(item.structure)

    def corrections(self, form: Any) -> dict[str, Any]:
        return cast(FactsForm, form).corrections()

    def named(self, item: ReviewItem) -> str:
        return "l’inscription de votre structure"

    def consequence(self, item: ReviewItem, decision: str) -> str:
        if decision == "approved":
            return "Votre fiche est publiée : les acheteurs la voient dans l’annuaire."
        if decision == "refused":
            return "Votre fiche redevient un brouillon : vous pouvez la corriger et la soumettre de nouveau."
        if decision == "undone" and item.structure.status != Structure.Status.PUBLISHED:
            return "D’ici la nouvelle décision, votre fiche n’est pas dans l’annuaire."
        return ""
