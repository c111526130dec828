"""Days, as people type them or choose them in the browser's calendar."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

_NOT_A_DAY = "Une date s’écrit jour/mois/année : 31/12/2026."
_FAR_AWAY = "Cette date est trop loin d’aujourd’hui : vérifiez l’année."
_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y"]


class DayField(forms.DateField):
    """A day, typed or chosen in the browser's calendar. `required_words`: what is said where it has to be."""

    def __init__(self, *, required_words: str = "", **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "min": "1971-01-01"})
        said = {"invalid": _NOT_A_DAY, "required": required_words}
        super().__init__(
            widget=widget,
            required=bool(required_words),
            error_messages=said,
            input_formats=_FORMATS,
            **options,
        )

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day is not None and not 1970 < day.year < 2100:
            raise ValidationError(_FAR_AWAY)
        return day
