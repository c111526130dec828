"""Days, as people type them or choose them in the browser's calendar."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

_NOT_A_DAY = "Une date s’écrit jour/mois/année : 31/12/2026."


class DayField(forms.DateField):
    """A day, typed or chosen in the browser's calendar."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "min": "1971-01-01"})
        super().__init__(widget=widget, required=False, error_messages={"invalid": _NOT_A_DAY}, **options)

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day is not None and not 1970 < day.year < 2100:
            raise ValidationError(_NOT_A_DAY)
        return day
