"""A visitor says that something is wrong on a page."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from suppliers.models import ErrorReport, ReviewItem, Structure, User

from ..contract import CannotDecideError, Choice, Rules
from ..rows import Rows
from .facts import write_facts

_MAY_HIDE = {ErrorReport.Kind.CLOSED, ErrorReport.Kind.NOT_ESS, ErrorReport.Kind.DUPLICATE}


class ReportForm(forms.Form):
    hide = forms.BooleanField(
        label="Retirer aussi la fiche de l’annuaire",
        help_text="Elle est masquée : rien de ce qui y est écrit n’est perdu.",
        required=False,
    )


class ReportRules(Rules):
    approve_label = "C’est corrigé"
    refuse_label = "Sans suite"
    can_ask = True
    refusals: ClassVar = {
        "right": "Vérification faite, la fiche est juste",
        "unclear": "Le signalement ne permet pas de savoir ce qui est faux",
        "twice": "Déjà signalé",
        "abuse": "Message abusif ou publicitaire",
        "other": "Autre raison (à préciser)",
    }

    def approve(self, item: ReviewItem, choice: Choice, rows: Rows) -> None:
        _handle(item, choice, rows)
        if not choice.corrections.get("hide"):
            return
        if item.structure.status == Structure.Status.PUBLISHED:
            write_facts(item.structure, {"status": Structure.Status.HIDDEN}, rows)

    def refuse(self, item: ReviewItem, choice: Choice, rows: Rows) -> None:
        _handle(item, choice, rows)

    def form(self, item: ReviewItem, data: Any = None) -> forms.BaseForm | None:
        can_hide = item.structure.status == Structure.Status.PUBLISHED
        return ReportForm(data) if item.report and item.report.kind in _MAY_HIDE and can_hide else None

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
        return "La fiche a été corrigée. Merci de votre aide." if decision == "approved" else ""


def _handle(item: ReviewItem, choice: Choice, rows: Rows) -> None:
    report = item.report
    if report is None:
        raise CannotDecideError("Ce signalement n’existe plus.")
    if report.handled_at is None:
        rows.watch(report)
        report.handled_at, report.handled_by = timezone.now(), choice.by
        report.save(update_fields=["handled_at", "handled_by"])
