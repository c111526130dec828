"""Amounts, in French: spaces that do not break between thousands, the unit behind."""

from __future__ import annotations

from decimal import Decimal
from typing import Any


def number_in_words(value: Any) -> str:
    """« 12 000 », « 1 200,50 », with spaces that do not break."""
    if value in (None, ""):
        return ""
    number = Decimal(str(value))
    text = f"{number:,.0f}" if number == number.to_integral_value() else f"{number:,.2f}"
    return text.replace(",", "\u202f").replace(".", ",")


def euros_in_words(value: Any) -> str:
    """« 12 000 € HT »."""
    said = number_in_words(value)
    return said and f"{said}\u00a0€\u00a0HT"


def share_in_words(value: Any) -> str:
    """« 69,8 % »: a share has no cents."""
    said = number_in_words(value)
    return said and f"{said.rstrip('0') if ',' in said else said}\u00a0%"
