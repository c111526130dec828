"""A phone number as people type it, stored one way."""

from __future__ import annotations

import re

import phonenumbers
from django.core.exceptions import ValidationError

_BETWEEN = re.compile(r"[\s.\-/()]+")
_FRENCH = re.compile(r"(?:\+33|0033)0?([1-9]\d{8})|0([1-9]\d{8})", re.ASCII)
_ABROAD = re.compile(r"(?:\+|00)([1-9]\d{6,14})", re.ASCII)
_SHORT = re.compile(r"10\d\d|3\d\d\d|118\d\d\d", re.ASCII)  # call centres and directory services
_PHONE = (
    "Un numéro français compte dix chiffres (01 23 45 67 89) ; un numéro étranger commence par + et "
    "l’indicatif du pays."
)
_NOT_DIALLED = "Ce numéro ne se compose dans aucun pays : vérifiez l’indicatif et le nombre de chiffres."


def read_phone(typed: str) -> str:
    """A number as it is stored: "01 23 45 67 89", or "+3225551234" abroad; refused when it is none."""
    number = _BETWEEN.sub("", typed)
    if french := _FRENCH.fullmatch(number):
        digits = "0" + (french[1] or french[2])
        return " ".join(digits[start : start + 2] for start in range(0, 10, 2))
    if abroad := _ABROAD.fullmatch(number):
        return _abroad(f"+{abroad[1]}")
    if not number or _SHORT.fullmatch(number):
        return number
    raise ValidationError(_PHONE)


def _abroad(number: str) -> str:
    try:
        is_dialled = phonenumbers.is_possible_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        is_dialled = False
    if not is_dialled:
        raise ValidationError(_NOT_DIALLED)
    return number
