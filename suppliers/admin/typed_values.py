"""Forms that refuse at its field what an import would refuse. What stands there already is left in peace."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone

from suppliers.imports.cells import read_naf

_FIRST_YEAR = 1990
_BETWEEN = re.compile(r"[\s.\-/()]+")


def read_five_digits(typed: str) -> str:
    """A postal code. No zero is put back here: four digits are rather a slip than a spreadsheet's doing."""
    digits = _BETWEEN.sub("", typed)
    if digits and not re.fullmatch(r"[0-9]{5}", digits):
        raise ValidationError("Un code postal compte cinq chiffres.")
    return digits


def read_activity_code(typed: str) -> str:
    code = read_naf(typed.strip())
    if typed.strip() and not code:
        raise ValidationError("Un code NAF s’écrit comme 81.21Z : quatre chiffres et une lettre.")
    return code


class TypedForm(forms.ModelForm):
    """Days that have come, years that may be; and what the database refuses, said at its field."""

    past_days: Iterable[str] = ()
    past_years: Iterable[str] = ()
    said_at: dict[str, str] = {}  # by constraint: the field that is to be put right

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        today = timezone.localdate()
        for name in self._typed(self.past_days):
            if cleaned[name] > today:
                self.add_error(name, "Cette date est à venir.")
        for name in self._typed(self.past_years):
            if not _FIRST_YEAR <= cleaned[name] <= today.year:
                self.add_error(name, f"Une année de {_FIRST_YEAR} à {today.year}, en quatre chiffres.")
        return cleaned

    def add_error(self, field: str | None, error: Any) -> None:
        if field is None and hasattr(error, "error_dict"):
            error = ValidationError(self._at_fields(error.error_dict))
        super().add_error(field, error)

    def _typed(self, names: Iterable[str]) -> list[str]:
        changed = set(self.changed_data)
        return [name for name in names if name in changed and self.cleaned_data.get(name) is not None]

    def _at_fields(self, errors: dict[str, list[ValidationError]]) -> dict[str, list[ValidationError]]:
        constraints = {
            each.name: str(each.violation_error_message) for each in self._meta.model._meta.constraints
        }
        places = {constraints[name]: field for name, field in self.said_at.items() if field in self.fields}
        moved: dict[str, list[ValidationError]] = {}
        for name, listed in errors.items():
            for each in listed:
                place = places.get(str(each.message), name) if name == NON_FIELD_ERRORS else name
                moved.setdefault(place, []).append(each)
        return moved
