"""Numbers as people type them in French: « 12 000 », « 12.000 € », « 1 200,50 »."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from suppliers.showing.amounts import number_in_words

_BESIDE = re.compile(
    r"€|%|\b(?:euros?|eur|ht|h\.t\.?|jours?|j|personnes?|pers\.?|etp|chantiers?)(?=\s|$)", re.IGNORECASE
)
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", re.ASCII)  # a dot, as on many an invoice
_TOO_LARGE = re.compile(
    r"0*[1-9]\d{15,}(?:[.,]\d*)?|[\d.,]+(?:\^|e\+?)(?:1[6-9]|[2-9]\d|\d{3,})", re.ASCII | re.IGNORECASE
)
_NEGATIVE = re.compile(r"[-\u2212\u2013]\d[\d.,^e+]*", re.ASCII | re.IGNORECASE)
_NUMBER = re.compile(r"(\d{1,15})(?:[.,](\d{1,6}))?", re.ASCII)
_NONE = "Écrivez un nombre en chiffres, par exemple {}."
_BEHIND_THE_COMMA = {
    0: "Écrivez un nombre entier, sans virgule.",
    1: "Un chiffre au plus après la virgule.",
    2: "Deux chiffres au plus après la virgule.",
}


def read_number(typed: str, example: str = "12 000") -> Decimal | None:
    """The number of a text, its unit and its spaces left aside; None for an empty one."""
    bare = _bare(typed)
    if not bare:
        if typed.strip():
            raise ValidationError(_NONE.format(example))
        return None
    found = _NUMBER.fullmatch(bare)
    if not found:
        raise ValidationError(_NONE.format(example))
    return Decimal(f"{found[1]}.{found[2] or 0}")


def _bare(typed: str) -> str:
    """Without its unit, its spaces (no-break and narrow ones too), the dots between thousands."""
    bare = "".join(_BESIDE.sub("", typed).split())
    return bare.replace(".", "") if _THOUSANDS.fullmatch(bare) else bare


class NumberField(forms.CharField):
    """A number between two, with at most `decimals` behind the comma."""

    def __init__(
        self, *, most: int, least: int = 0, decimals: int = 0, example: str = "12 000", **options: Any
    ) -> None:
        self.most, self.least, self.decimals, self.example = most, least, decimals, example
        super().__init__(**{"max_length": 40, **options})
        self.widget.attrs["inputmode"] = "decimal" if decimals else "numeric"

    def clean(self, value: Any) -> Any:
        if _TOO_LARGE.fullmatch(_bare(str(value or ""))):  # before its length is refused, which says less
            raise ValidationError(self._too_large())
        if _NEGATIVE.fullmatch(_bare(str(value or ""))):
            raise ValidationError(self._negative())
        number = read_number(super().clean(value), self.example)
        if number is None:
            return None
        if round(number, self.decimals) != number:
            raise ValidationError(_BEHIND_THE_COMMA[self.decimals])
        if number > self.most:
            raise ValidationError(self._too_large())
        if number < self.least:
            raise ValidationError(self._between())
        return number if self.decimals else int(number)

    def _between(self) -> str:
        return f"Écrivez un nombre de {number_in_words(self.least)} à {number_in_words(self.most)}."

    def _negative(self) -> str:
        return f"Un nombre négatif n’a pas de sens ici. {self._between()}"

    def _too_large(self) -> str:
        return f"Ce nombre est trop grand : {number_in_words(self.most)} au plus."

    def prepare_value(self, value: Any) -> Any:
        return number_in_words(value) if isinstance(value, int | float | Decimal) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _bare(data or "") != _bare(number_in_words(initial))


class YearField(NumberField):
    """A year, which is not written in groups."""

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((data or "").strip() != str(initial or ""))

    def _between(self) -> str:
        return f"Écrivez une année de {self.least} à {self.most}."

    def _too_large(self) -> str:
        return self._between()

    def _negative(self) -> str:
        return self._between()
