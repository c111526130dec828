"""A certification that a structure declares, with its proof: verified, corrected or rejected."""

from __future__ import annotations

from copy import copy
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from suppliers.models import Certification, CertificationKind, Document, ReviewItem

from ..contract import CannotDecideError, Choice, Rules
from ..rows import Rows, values_of
from .certification_form import PROPOSED, CertificationForm

_STATE = Certification.Verification


class CertificationRules(Rules):
    approve_label = "Vérifiée"
    refuse_label = "Rejeter"
    follows_facts = True
    model = Certification
    refusals: ClassVar = {
        "unproven": "Le justificatif manque ou ne se lit pas",
        "expired": "Le justificatif n’est plus valable",
        "other_structure": "Le justificatif concerne une autre structure",
        "wrong_kind": "Le justificatif ne prouve pas cette certification",
        "not_listed": "La liste officielle ne contient pas la structure",
        "other": "Autre raison (à préciser)",
    }

    def approve(self, item: ReviewItem, choice: Choice, rows: Rows) -> None:
        row = row_of(item)
        if row.pk:
            rows.watch(row)
        for name, value in choice.corrections.items():
            setattr(row, name, value)
        row.verification, row.verified_on, row.verified_by = _STATE.VERIFIED, timezone.localdate(), choice.by
        documents = documents_of(item)
        if not row.proof and documents:
            row.proof = documents[0].name
        row.set_scope()
        try:
            row.full_clean(exclude=["structure"])
        except ValidationError as error:
            raise CannotDecideError(" ".join(error.messages)) from error
        is_new = row.pk is None
        row.save()
        if is_new:
            rows.created(row)
        for document in (each for each in documents if each.certification_id is None):
            rows.watch(document)
            document.certification = row
            document.save(update_fields=["certification"])
        rows.stale.add(item.structure_id)

    def refuse(self, item: ReviewItem, choice: Choice, rows: Rows) -> None:
        """A row is kept, as rejected: it opens no reserved contract. A proposal leaves no row."""
        row = item.certification
        if row is None:
            return
        rows.watch(row)
        row.verification, row.verified_by, row.verified_on = _STATE.REJECTED, None, None
        row.save(update_fields=["verification", "verified_by", "verified_on"])
        rows.stale.add(item.structure_id)

    def form(self, item: ReviewItem, data: Any = None) -> forms.BaseForm:
        return CertificationForm(data, instance=row_of(item), documents=documents_of(item))

    def written(self, item: ReviewItem) -> dict[str, Any]:
        return values_of(row_of(item))

    def named(self, item: ReviewItem) -> str:
        kind = kind_of(item)
        return f"votre certification « {kind.short_label} »" if kind else "votre certification"

    def consequence(self, item: ReviewItem, decision: str) -> str:
        if decision == "approved":
            return "Votre fiche la montre comme vérifiée."
        if decision == "refused":
            return (
                "Elle n’est pas montrée comme vérifiée. Pour qu’elle soit relue, joignez un autre "
                "justificatif depuis votre espace, étape Certifications."
            )
        return ""


def kind_of(item: ReviewItem) -> CertificationKind | None:
    if item.certification:
        return item.certification.kind
    code = item.data.get("certification", {}).get("kind", "")
    return CertificationKind.objects.filter(pk=code).first()


def row_of(item: ReviewItem) -> Certification:
    """The row that is to be verified, with what is proposed for it; a new one where there is none.

    A copy: the item goes on telling what stands today.
    """
    proposed: dict[str, Any] = item.data.get("certification", {})
    row = copy(item.certification) or Certification(structure=item.structure, kind=kind_of(item))
    columns = {field.name: field for field in Certification._meta.concrete_fields}
    for name in PROPOSED & proposed.keys():
        value = proposed[name]
        setattr(row, name, columns[name].to_python(value if value != "" else columns[name].get_default()))
    return row


def documents_of(item: ReviewItem) -> list[Document]:
    """What was handed in with it."""
    found = Document.objects.filter(item=item)
    if item.certification_id:
        found = found | Document.objects.filter(certification=item.certification_id)
    return list(found.order_by("-uploaded_at", "-pk"))
