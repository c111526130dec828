"""Numbers as people type them in French: « 12 000 », « 12.000 € », « 1 200,50 »."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

_BESIDE = re.compile(
    r"€|%|\b(?:euros?|eur|ht|h\.t\.?|jours?|j|personnes?|pers\.?|etp|chantiers?)(?=\s|$)", re.IGNORECASE
)
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+", re.ASCII)  # a dot, as on many an invoice
_NUMBER = re.compile(r"(\d{1,15})(?:[.,](\d{1,6}))?", re.ASCII)
_NONE = "Écrivez un nombre en chiffres, par exemple {}."
_NOT_WHOLE = "Écrivez un nombre entier, sans virgule."


def read_number(typed: str, example: str = "12 000") -> Decimal | None:
    """The number of a text, its unit and its spaces left aside; None for an empty one."""
    said = _BESIDE.sub("", typed)
    bare = "".join(said.split())  # no-break and narrow spaces too
    if not bare:
        if typed.strip():
            raise ValidationError(_NONE.format(example))
        return None
    if _THOUSANDS.fullmatch(bare):
        bare = bare.replace(".", "")
    found = _NUMBER.fullmatch(bare)
    if not found:
        raise ValidationError(_NONE.format(example))
    return Decimal(f"{found[1]}.{found[2] or 0}")


def number_in_words(value: Any) -> str:
    """« 12 000 », « 1 200,50 »."""
    if value in (None, ""):
        return ""
    number = Decimal(str(value))
    text = f"{number:,.0f}" if number == number.to_integral_value() else f"{number:,.2f}"
    return text.replace(",", " ").replace(".", ",")


class NumberField(forms.CharField):
    """A number between two, with at most `decimals` behind the comma."""

    def __init__(
        self, *, most: int, least: int = 0, decimals: int = 0, example: str = "12 000", **options: Any
    ) -> None:
        self.most, self.least, self.decimals, self.example = most, least, decimals, example
        super().__init__(**{"max_length": 40, **options})
        self.widget.attrs["inputmode"] = "decimal" if decimals else "numeric"

    def clean(self, value: Any) -> Any:
        number = read_number(super().clean(value), self.example)
        if number is None:
            return None
        if round(number, self.decimals) != number:
            raise ValidationError(
                _NOT_WHOLE if not self.decimals else "Deux chiffres au plus après la virgule."
            )
        if not self.least <= number <= self.most:
            raise ValidationError(self._between())
        return number if self.decimals else int(number)

    def _between(self) -> str:
        return f"Écrivez un nombre de {number_in_words(self.least)} à {number_in_words(self.most)}."

    def prepare_value(self, value: Any) -> Any:
        return number_in_words(value) if isinstance(value, int | float | Decimal) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((data or "").strip() != number_in_words(initial))


class YearField(NumberField):
    """A year, which is not written in groups."""

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((data or "").strip() != str(initial or ""))

    def _between(self) -> str:
        return f"Écrivez une année de {self.least} à {self.most}."
