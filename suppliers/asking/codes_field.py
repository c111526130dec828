"""Several values of one name: boxes that are ticked, out of too many choices to be listed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from suppliers.imports.text import one_line


class CodesField(forms.Field):
    """Codes of ours, each once, as they came. Whether they exist is asked by the form, all at once."""

    widget = forms.MultipleHiddenInput

    def __init__(self, *, most: int, said: dict[str, str], **kwargs: Any) -> None:
        super().__init__(error_messages=said, **kwargs)
        self.most = most

    def to_python(self, value: Any) -> list[str]:
        return list(dict.fromkeys(str(code) for code in value or []))

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if len(value) > self.most:
            raise ValidationError(self.error_messages["most"], code="most")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != list(data or [])


class WordsField(CodesField):
    """Words of the visitor's own, without what cannot be seen."""

    def __init__(self, *, most: int, longest: int, **kwargs: Any) -> None:
        said = {
            "most": f"{most} mots-clés au plus : gardez les plus parlants.",
            "long": f"Un mot-clé compte {longest} caractères au plus.",
        }
        super().__init__(most=most, said=said, **kwargs)
        self.longest = longest

    def to_python(self, value: Any) -> list[str]:
        words = (one_line(str(word)) for word in value or [])
        return list(dict.fromkeys(word for word in words if word))

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if any(len(word) > self.longest for word in value):
            raise ValidationError(self.error_messages["long"], code="long")
