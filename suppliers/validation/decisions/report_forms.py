"""What a validator puts right because of a visitor's report: one form for each kind of error."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from suppliers.models import Certification, ErrorReport, Structure
from suppliers.showing.days import day_in_words

from .facts_form import ADDRESS, ALL, form_of

_KIND = ErrorReport.Kind
_MAY_CORRECT: dict[str, tuple[str, ...]] = {
    _KIND.ADDRESS: ADDRESS,
    _KIND.CONTACT: ("website", "email", "phone", "opening_hours"),
    _KIND.OTHER: ALL,
}
_MAY_HIDE = {_KIND.CLOSED, _KIND.NOT_ESS, _KIND.DUPLICATE}
_OUTCOMES = [("retirer", "Retirer la fiche de l’annuaire"), ("garder", "La garder : l’erreur est corrigée")]


class OutcomeForm(forms.Form):
    """Closed, no member of the ESS, there twice: the page goes or stays. Nobody chooses it by default."""

    outcome = forms.ChoiceField(
        label="Que devient la fiche ?",
        help_text="Une fiche retirée est masquée : rien de ce qui y est écrit n’est perdu.",
        choices=_OUTCOMES,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Dites si la fiche est retirée ou gardée.",
            "invalid_choice": "Dites si la fiche est retirée ou gardée.",
        },
    )

    def corrections(self) -> dict[str, Any]:
        return {"hide": True} if self.cleaned_data["outcome"] == "retirer" else {}


class CertificationsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, row: Any) -> str:
        period = f" jusqu’au {day_in_words(row.valid_until)}" if row.valid_until else ""
        return f"{row.kind.short_label}, {row.get_verification_display().lower()}{period}"


class FalseCertificationsForm(forms.Form):
    rejected = CertificationsField(
        label="Certifications fausses ou dépassées",
        help_text="Elles sont rejetées : elles n’ouvrent plus de marché réservé.",
        queryset=Certification.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={
            "invalid_choice": "Choisissez parmi les certifications de la fiche.",
            "invalid_pk_value": "Choisissez parmi les certifications de la fiche.",
        },
    )

    def __init__(self, data: Any, *, structure: Structure) -> None:
        super().__init__(data)
        held = structure.certifications.select_related("kind")
        shown = held.exclude(verification=Certification.Verification.REJECTED).order_by("kind__number", "pk")
        cast(CertificationsField, self.fields["rejected"]).queryset = shown

    def corrections(self) -> dict[str, Any]:
        rejected = [row.pk for row in self.cleaned_data["rejected"]]
        return {"rejected": rejected} if rejected else {}


def form_for_report(report: ErrorReport, structure: Structure, data: Any) -> Any:
    """The form with its `corrections()`; None where there is nothing to put right from here."""
    if report.kind in _MAY_CORRECT:
        return form_of(structure, {}, {*_MAY_CORRECT[report.kind]}, data)
    if report.kind == _KIND.CERTIFICATION:
        return FalseCertificationsForm(data, structure=structure)
    is_public = structure.status == Structure.Status.PUBLISHED
    return OutcomeForm(data) if report.kind in _MAY_HIDE and is_public else None
