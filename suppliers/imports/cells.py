"""Single cells: a date, a postal code, an activity code, a web address."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone

from .text import UNREADABLE

_NAF = re.compile(r"(\d\d)\.?(\d\d)([A-Za-z])")
_FRENCH_DATE = re.compile(r"(\d\d?)/(\d\d?)/(\d{4})")
_is_web_address = URLValidator(schemes=["http", "https"])
_LONGEST_WEB_ADDRESS = 300
_UNSET = 1970  # years 1, 1900 and 1970 are what programs write when they have no date

_kept = lru_cache(maxsize=100)  # the same days and codes come back from row to row


@_kept
def read_day(text: str) -> dt.date | None:
    """The day of a date or of a moment (brought to Paris time), ISO or 31/12/2026.

    None when it is unreadable or stands for no date, as 0001-01-01 does.
    """
    try:
        day = _day_of(text)
    except (ValueError, OverflowError):  # the last hour of the year 9999 has no Paris time
        return None
    return day if day.year > _UNSET else None


def _day_of(text: str) -> dt.date:
    if french := _FRENCH_DATE.fullmatch(text):
        return dt.date(int(french[3]), int(french[2]), int(french[1]))
    moment = dt.datetime.fromisoformat(text)
    # `timezone.localdate` looks the zone up anew for each row, which takes longer than reading the day.
    return (moment.astimezone(timezone.get_default_timezone()) if moment.tzinfo else moment).date()


@_kept
def read_postal_code(text: str) -> tuple[str, str]:
    """Five digits ("" when there are none to be found) and what was put right or left out, in French."""
    digits = "".join(text.split()).removesuffix(".0")
    if not digits:
        return "", ""
    if not digits.isascii() or not digits.isdigit() or len(digits) not in (4, 5):
        return "", "Ce n’est pas un code postal de cinq chiffres ; il est ignoré."
    if len(digits) == 4:
        return f"0{digits}", "Le zéro du début manquait ; il a été rétabli."
    return digits, ""


@_kept
def read_naf(text: str) -> str:
    """An activity code of NAF rév. 2 as INSEE prints it ("88.99B"); "" when it is not one."""
    found = _NAF.fullmatch(text)
    return f"{found[1]}.{found[2]}{found[3].upper()}" if found else ""


def read_web_address(text: str) -> str:
    """An http(s) address, the scheme added when it is missing; "" when it is not one.

    Nor does it name a user: that would be an e-mail address, or give a password away.
    """
    address = text if "://" in text else f"http://{text}"
    try:
        _is_web_address(address)
    except ValidationError:
        return ""
    names_user = "@" in address and "@" in urlsplit(address).netloc
    return "" if names_user or UNREADABLE in address or len(address) > _LONGEST_WEB_ADDRESS else address
