"""A visitor says that something is wrong on a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from suppliers.models import Certification, ReviewItem, Structure, User
from suppliers.profiles.changing import edited_by_hand

from ..contract import CannotDecideError, Choice, Rules
from ..rows import Rows, values_of
from .facts import write_facts
from .report_forms import form_for_report


class ReportRules(Rules):
    approve_label = "C’est corrigé"
    refuse_label = "Sans suite"
    follows_facts = True
    refusals: ClassVar = {
        "right": "Vérification faite, la fiche est juste",
        "unclear": "Le signalement ne permet pas de savoir ce qui est faux",
        "twice": "Déjà signalé",
        "abuse": "Message abusif ou publicitaire",
        "other": "Autre raison (à préciser)",
    }

    def approve(self, item: ReviewItem, choice: Choice, rows: Rows) -> None:
        """`corrections`: facts by column, `hide` for the page, `rejected` for numbers of certifications."""
        _handle(item, choice, rows)
        structure, values = item.structure, {**choice.corrections}
        is_hidden, rejected = values.pop("hide", False), values.pop("rejected", [])
        _reject(structure, rejected, rows)
        if values:
            rows.watch(structure)
            structure.edited_fields = edited_by_hand(structure, values)
        if is_hidden and structure.status == Structure.Status.PUBLISHED:
            values["status"] = Structure.Status.HIDDEN
        if values:
            write_facts(structure, values, rows)

    def refuse(self, item: ReviewItem, choice: Choice, rows: Rows) -> None:
        _handle(item, choice, rows)

    def form(self, item: ReviewItem, data: Any = None) -> forms.BaseForm | None:
        found: forms.BaseForm | None = (
            form_for_report(item.report, item.structure, data) if item.report else None
        )
        return found

    def corrections(self, form: Any) -> dict[str, Any]:
        corrected: dict[str, Any] = form.corrections()
        return corrected

    def written(self, item: ReviewItem) -> dict[str, Any]:
        return values_of(item.structure)

    def also_corrected(self, item: ReviewItem, corrections: Mapping[str, Any]) -> list[str]:
        rows = item.structure.certifications.filter(pk__in=corrections.get("rejected", []))
        labels = rows.order_by("pk").values_list("kind__short_label", flat=True)
        rejected = [f"Certification « {label} » : rejetée" for label in labels]
        return [*rejected, "Fiche : retirée de l’annuaire"] if corrections.get("hide") else rejected

    def recipients(self, item: ReviewItem, decision: str) -> list[User | str]:
        """A question goes to the members; an answer to who has reported, if there is an address."""
        if decision == "asked":
            return super().recipients(item, decision)
        if item.reason == "abuse":
            return []
        return [item.report.email] if item.report and item.report.email else []

    def named(self, item: ReviewItem) -> str:
        return "l’erreur que vous avez signalée"

    def consequence(self, item: ReviewItem, decision: str) -> str:
        if decision != "approved":
            return ""
        if item.structure.status == Structure.Status.HIDDEN:
            return "La fiche n’est plus dans l’annuaire. Merci de votre aide."
        return "La fiche a été corrigée. Merci de votre aide."


def _reject(structure: Structure, ids: list[int], rows: Rows) -> None:
    """They open no reserved contract any more."""
    for row in structure.certifications.select_for_update().filter(pk__in=ids):
        rows.watch(row)
        row.verification, row.verified_by, row.verified_on = Certification.Verification.REJECTED, None, None
        row.save(update_fields=["verification", "verified_by", "verified_on"])
        rows.stale.add(structure.pk)


def _handle(item: ReviewItem, choice: Choice, rows: Rows) -> None:
    report = item.report
    if report is None:
        raise CannotDecideError("Ce signalement n’existe plus.")
    if report.handled_at is None:
        rows.watch(report)
        report.handled_at, report.handled_by = timezone.now(), choice.by
        report.save(update_fields=["handled_at", "handled_by"])
