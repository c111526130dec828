"""« Nos références »: clients and what was done for them, as many rows as one likes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.boundfield import BoundField
from django.utils import timezone

from suppliers import search
from suppliers.asking.number_fields import NumberField, YearField
from suppliers.asking.text_fields import LineField
from suppliers.models import ClientReference, Event, Structure, User
from suppliers.profiles.facts import as_json
from suppliers.showing.amounts import euros_in_words

from .step_form import StepForm
from .step_view import StepView, Typed

ROWS = "references"
COLUMNS = ("client", "subject", "year", "amount_excl_tax")
HOW_MANY = "rows"  # name of the hidden field that says how many rows were shown
MOST = 20
BLANK = 2  # rows ready to be filled, without a script
REMOVE = "remove"
Row = dict[str, Any]


class ReferenceForm(StepForm):
    """One row. Left blank it is no reference; its box ticked, it is one no more."""

    client = LineField(label="Client", max_length=120)
    subject = LineField(label="Ce que vous avez fait", max_length=200)
    year = YearField(label="Année", least=1990, most=2100, max_length=10, example="2025")
    amount_excl_tax = NumberField(
        label="Montant HT (€)", most=9_999_999_999, decimals=2, required=False, example="12 000"
    )
    remove = forms.BooleanField(label="Retirer cette référence", required=False)

    def prepare(self) -> None:
        self.fields["year"].most = timezone.localdate().year + 1  # type: ignore[attr-defined]

    @property
    def is_dropped(self) -> bool:
        return bool(self[REMOVE].value()) or not any(self._said())

    def _said(self) -> Iterator[bool]:
        return (bool(str(self[name].value() or "").strip()) for name in COLUMNS)


class ReferencesForm:
    """The rows of a step as one form: they are seen, kept and compared together."""

    def __init__(self, data: Mapping[str, Any] | None, rows: list[Row], structure: Structure) -> None:
        self.data, self.initial, self.structure = data, rows, structure
        shown = self._rows_sent() if data is not None else min(MOST, len(rows) + BLANK)
        self.rows = [self._row(number) for number in range(shown)]
        self._whole: list[ValidationError] = []

    def _rows_sent(self) -> int:
        sent = str((self.data or {}).get(HOW_MANY, ""))
        return min(MOST, int(sent)) if sent.isascii() and sent.isdigit() and len(sent) < 4 else 0

    def _row(self, number: int) -> ReferenceForm:
        initial = self.initial[number] if number < len(self.initial) else {}
        prefix = f"reference-{number}"
        row = ReferenceForm(self.data, initial=initial, prefix=prefix, structure=self.structure)
        if self.data is None or not row.is_dropped:
            return row
        typed = {name: row[name].value() for name in row.fields}  # shown again, and nothing wrong with it
        return ReferenceForm(initial=typed, prefix=prefix, structure=self.structure)

    @property
    def kept(self) -> list[ReferenceForm]:
        return [row for row in self.rows if not row.is_dropped]

    @property
    def blank(self) -> ReferenceForm:
        """For a script to copy; its number is put in place of the word."""
        return ReferenceForm(prefix="reference-NUMERO", structure=self.structure)

    def is_valid(self) -> bool:
        return not self.errors

    def has_changed(self) -> bool:
        return any(row.has_changed() for row in self.rows)

    @property
    def errors(self) -> dict[str, Any]:
        found = {row.add_prefix(name): listed for row in self.kept for name, listed in row.errors.items()}
        return found | ({NON_FIELD_ERRORS: self._whole} if self._whole else {})

    def non_field_errors(self) -> list[str]:
        return [message for error in self._whole for message in error.messages]

    def __iter__(self) -> Iterator[BoundField]:
        return (bound for row in self.kept for bound in row)

    def typed(self) -> dict[str, Any]:
        if not self.is_valid():
            return {}
        rows = [_as_json(row.cleaned_data) for row in self.kept]
        return {ROWS: sorted(rows, key=lambda row: (-row["year"], row["client"]))}

    def with_values(self, values: dict[str, Any]) -> ReferencesForm:
        """The form of the rows that stand now."""
        return ReferencesForm(None, values[ROWS], self.structure)

    def refuse(self, error: ValidationError) -> None:
        self._whole.append(error)


def references_of(structure: Structure) -> list[Row]:
    """Its rows as they are shown: the latest first."""
    found = ClientReference.objects.filter(structure=structure).order_by("-year", "client", "id")
    return [_as_json(vars(row)) for row in found]


def _as_json(row: Mapping[str, Any]) -> Row:
    return {name: as_json(row[name]) for name in COLUMNS}


def keep_references(structure: Structure, rows: list[Row], *, by: User) -> bool:
    """Make these the references of a structure; those that stay are left alone. In the caller's transaction.

    Returns whether anything changed. Raises ValidationError.
    """
    before = references_of(structure)
    wanted = list(rows)
    for present in ClientReference.objects.filter(structure=structure):
        same = next((row for row in wanted if _as_json(row) == _as_json(vars(present))), None)
        if same is None:
            present.delete()
        else:
            wanted.remove(same)
    for row in wanted:
        made = ClientReference(structure=structure, **row)
        made.full_clean()
        made.save()
    after = references_of(structure)
    if before == after:
        return False
    Event.objects.record(
        "registration.references", by=by, structure=structure, before={ROWS: before}, after={ROWS: after}
    )
    search.refresh([structure.pk])
    return True


class ReferencesStep(StepView):
    slug = "references"
    template = "suppliers/registration/step_references.html"

    def stored(self) -> dict[str, Any]:
        return {ROWS: references_of(self.structure)}

    def form(self, typed: Typed | None = None) -> ReferencesForm:
        return ReferencesForm(typed.data if typed else None, self.opened[ROWS], self.structure)

    def save(self, form: ReferencesForm) -> str:
        rows = [{name: row.cleaned_data[name] for name in COLUMNS} for row in form.kept]
        changed = keep_references(self.structure, rows, by=self.user)
        return "Vos références sont enregistrées." if changed else ""

    def keep(self, form: ReferencesForm) -> bool:
        """All the rows or none: they are compared and logged together."""
        if form.errors:
            return False
        self.save(form)
        return True

    def imagine(self, form: ReferencesForm) -> None:
        """No card tells references."""

    def in_words(self, name: str, value: Any) -> str:
        return " ; ".join(_in_words(row) for row in value) or "aucune référence"


def _in_words(row: Row) -> str:
    amount = euros_in_words(row["amount_excl_tax"])
    said = f"{row['client']}, {row['subject']}, {row['year']}"
    return f"{said}, {amount}" if amount else said
