"""A form whose mistakes are said in French, at the field."""

from __future__ import annotations

from typing import Any

from django import forms

from suppliers.search.legible import ILLEGIBLE


class SaidForm(forms.Form):
    """Every mistake is said in French at its field; the page opens on the first."""

    use_required_attribute = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **options})
        for field in self.fields.values():
            field.error_messages.setdefault("required", "Remplissez ce champ.")
            field.error_messages["null_characters_not_allowed"] = ILLEGIBLE
            if limit := getattr(field, "max_length", None):
                said = f"{limit} caractères au plus : raccourcissez un peu."
                field.error_messages["max_length"] = said
        if self.is_bound:
            wrong = next((name for name in self.fields if name in self.errors), None)
            if wrong:
                self.fields[wrong].widget.attrs["autofocus"] = True
