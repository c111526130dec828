"""What somebody types here: text and nothing else, without what cannot be seen."""

from __future__ import annotations

from typing import Any

from django import forms

from suppliers.mailing.letters import one_line
from suppliers.search.legible import ILLEGIBLE

MOST_ANSWER = 4000
MOST_TEXT = 10_000


def text_of(typed: str) -> str:
    """The lines as they are, without marks of direction, of no width or of control."""
    lines = typed.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(one_line(line).rstrip() for line in lines).strip("\n")


class TextField(forms.CharField):
    """One line, or several where `rows` is given."""

    def __init__(self, *, rows: int = 0, longest: int, required_words: str = "", **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
        said = {
            "max_length": f"{longest:,} caractères au plus : raccourcissez un peu.".replace(",", "\u202f"),
            "null_characters_not_allowed": ILLEGIBLE,
            "required": required_words or "Remplissez ce champ.",
        }
        super().__init__(
            widget=widget,
            max_length=longest,
            required=bool(required_words),
            error_messages=said,
            **options,
        )

    def to_python(self, value: Any) -> str:
        typed = text_of(str(super().to_python(value) or ""))
        return typed.strip() if isinstance(self.widget, forms.Textarea) else " ".join(typed.split())
