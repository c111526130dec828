"""What a structure says of a certification; what the law or the table refuses is said at its field."""

from __future__ import annotations

from typing import Any, Self

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import QueryDict

from suppliers.asking.day_field import DayField
from suppliers.asking.number_fields import NumberField
from suppliers.asking.text_fields import LineField
from suppliers.models import Certification, CertificationKind
from suppliers.models.certification import LEGAL_MAXIMUM_YEARS
from suppliers.procurement import wording
from suppliers.procurement.answers import Reason
from suppliers.procurement.decision_table import TABLE, Rule
from suppliers.profiles.documents import ProofField
from suppliers.profiles.facts import as_json
from suppliers.search.reference import reference
from suppliers.search.state import state

from .certified import SAID, twin_of
from .step_form import StepForm

_SAID_AT = {
    "certification_is_recorded_once_per_start": "valid_from",
    "certification_without_start_is_recorded_once_per_end": "valid_until",
    "certification_ends_after_it_starts": "valid_until",
    "certification_share_is_a_percentage": "target_share",
    **{f"certification_within_{years}_years": "valid_until" for years in LEGAL_MAXIMUM_YEARS},
    **{f"certification_without_start_within_{years}_years": "valid_until" for years in LEGAL_MAXIMUM_YEARS},
}
_CONDITIONS = {Rule.EQUIVALENT: Reason.EQUIVALENT, Rule.PRISON: Reason.PRISON_DECIDES}


def kinds() -> dict[str, CertificationKind]:
    return reference(state().version).kinds


def kind_choices() -> list[tuple[str, Any]]:
    """Every kind, under the name of its group."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for kind in kinds().values():
        groups.setdefault(kind.get_group_display(), []).append((kind.pk, kind.label))
    return [("", "Choisissez…"), *groups.items()]


def opened_by(kind: CertificationKind) -> list[str]:
    """What reserved contracts a kind opens, in the words of the rules; empty for none."""
    said = []
    for article, rule in TABLE.get(kind.pk, {}).items():
        condition = _CONDITIONS.get(rule)
        words = wording.ARTICLES[article]
        about = wording.REASONS[condition] if condition else words.beneficiaries
        said.append(f"{words.label}. {about}")
    return said


class CertificationForm(StepForm):
    """`row`: what is checked, and never saved from here: a row as it would be with what was typed."""

    kind = forms.ChoiceField(label="Agrément, convention ou label")
    number = LineField(label="Numéro", max_length=60, required=False)
    authority = LineField(
        label="Délivrée par",
        max_length=200,
        required=False,
        help_text="Par exemple : préfet de la Seine-Saint-Denis (DRIEETS).",
    )
    valid_from = DayField(label="Début")
    valid_until = DayField(label="Fin, ce jour compris")
    target_share = NumberField(
        label="Part du public visé (%)",
        most=100,
        decimals=2,
        example="82",
        required=False,
        help_text="La part de salariés en insertion, ou de travailleurs handicapés.",
    )
    document = ProofField(label="Justificatif", required=False)

    def __init__(self, *args: Any, row: Certification, **kwargs: Any) -> None:
        self.row = row
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        self.fields["kind"].choices = kind_choices()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "kind" in self.errors:
            return cleaned
        for name in SAID:
            if name in cleaned:
                setattr(self.row, "kind_id" if name == "kind" else name, cleaned[name])
        self.row.set_scope()
        self.row = twin_of(self.row) or self.row
        left_out = {name for name in SAID if name in self.errors}
        try:
            self.row.full_clean(exclude=left_out, validate_unique=False)
        except ValidationError as error:
            self.refuse(error)
        return cleaned

    def typed(self) -> dict[str, Any]:
        return {name: as_json(self.cleaned_data[name]) for name in SAID if name in self.cleaned_data}

    def again(self, data: QueryDict) -> Self:
        return type(self)(data, None, initial=self.initial, structure=self.structure, row=self.row)

    def refuse(self, error: ValidationError) -> None:
        messages = {str(each.violation_error_message): each.name for each in Certification._meta.constraints}
        by_field = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
        for name, listed in by_field.items():
            for one in listed:
                place = _SAID_AT.get(messages.get(str(one.message), ""))
                self.add_error(place or (name if name in self.fields else None), one)
        self._begin_at_the_first_mistake()
