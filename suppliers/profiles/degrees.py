"""A latitude or a longitude, as people write it."""

from __future__ import annotations

from typing import Any

from django import forms

EXAMPLES = {"latitude": "48,863800", "longitude": "2,448500"}
_DEGREES = "Écrivez des degrés, comme {}."


class DegreesField(forms.FloatField):
    """Degrees with a comma or a dot, shown to ten centimetres."""

    widget = forms.TextInput

    def __init__(self, *, example: str, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.error_messages["invalid"] = _DEGREES.format(example)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off", "maxlength": 20}

    def to_python(self, value: Any) -> Any:
        typed = "" if value is None else str(value).strip()
        return super().to_python(typed.replace(",", ".", 1).replace("\u2212", "-"))

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.6f}" if isinstance(value, float) else value
