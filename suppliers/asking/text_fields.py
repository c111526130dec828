"""Texts as people type them, without what cannot be seen; and what a field says when something is wrong."""

from __future__ import annotations

from typing import Any

from django import forms

from suppliers.imports.text import one_line, paragraphs
from suppliers.search.legible import ILLEGIBLE

_REQUIRED = {"required": forms.Field.default_error_messages["required"]}


class LineField(forms.CharField):
    """One line of text, without what cannot be seen."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class TextField(forms.CharField):
    """Paragraphs, without what cannot be seen."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return paragraphs(super().to_python(value) or "")


def say_in_french(field: forms.Field) -> None:
    """Sentences that say what to do, in place of Django's own."""
    said = {
        "required": "Remplissez ce champ.",
        "null_characters_not_allowed": ILLEGIBLE,
        "invalid_choice": "Choisissez une réponse de la liste.",
    }
    if limit := getattr(field, "max_length", None):
        said["max_length"] = f"{limit} caractères au plus : raccourcissez un peu."
    for code, sentence in said.items():
        if field.error_messages.get(code) == type(field).default_error_messages.get(
            code, _REQUIRED.get(code)
        ):
            field.error_messages[code] = sentence  # run_validators reads a validator's sentence here, too
