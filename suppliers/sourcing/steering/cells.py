"""Cells of an accounting ledger, as French people and their spreadsheets write them."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from stdnum import luhn

from suppliers.imports.siret import read_siret

MOST_EUROS = Decimal("999999999999.99")
EARLIEST, LATEST = dt.date(1990, 1, 1), dt.date(2100, 12, 31)
_CENT = Decimal("0.01")
_EXCEL_EPOCH = dt.date(1899, 12, 30)
_BESIDE = re.compile(r"€|\b(?:euros?|eur|ht|ttc)\b|[\s'’\u00a0\u202f]", re.IGNORECASE)
_DOTS, _COMMAS = re.compile(r"\d{1,3}(?:\.\d{3})+", re.ASCII), re.compile(r"\d{1,3}(?:,\d{3}){2,}", re.ASCII)
_UNSURE = re.compile(r"[1-9]\d{0,2},\d{3}", re.ASCII)
_PLAIN = re.compile(r"\d{1,15}(?:\.\d{0,12})?|\.\d{1,12}", re.ASCII)
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d*)?e\+?\d+", re.IGNORECASE | re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?:[ T].*)?", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[/.\-]?(\d{2})[/.\-]?(\d{2})(?:[ T].*)?", re.ASCII)


class UnreadableError(Exception):
    """A cell that cannot be read, and why: a French sentence."""


_kept = lru_cache(maxsize=4_096)  # the same suppliers and days come back from line to line


def read_amount(text: str) -> Decimal:
    """An amount in euros, to the cent: « 1 234,56 », « -12,50 », « 1.234,56 € », « (12,50) », « 12,50- ».

    A dot or commas before each three digits stand between thousands. Raises UnreadableError.
    """
    bare = _BESIDE.sub("", text).replace("\u2212", "-").replace("\u2013", "-")
    if not bare:
        raise UnreadableError("Le montant manque.")
    sign, digits = _sign_of(bare)
    if _UNSURE.fullmatch(digits):
        raise UnreadableError(
            f"Le montant « {text.strip()[:40]} » se lit de deux façons : écrivez-le avec deux décimales."
        )
    plain = _with_one_point(digits)
    if not _PLAIN.fullmatch(plain):
        raise UnreadableError(f"Le montant « {text.strip()[:40]} » n’est pas un nombre.")
    amount = (sign * Decimal(plain)).quantize(_CENT, rounding=ROUND_HALF_UP)
    if abs(amount) > MOST_EUROS:
        raise UnreadableError("Ce montant est trop grand.")
    return amount + 0  # no negative zero


def _sign_of(bare: str) -> tuple[int, str]:
    if bare.startswith("(") and bare.endswith(")"):
        return -1, bare[1:-1]
    if bare[0] in "+-":
        return (-1 if bare[0] == "-" else 1), bare[1:]
    return (-1, bare[:-1]) if bare.endswith("-") else (1, bare)


def _with_one_point(digits: str) -> str:
    """With a point before the cents and nothing between thousands."""
    if "," in digits and "." in digits:
        between = "," if digits.rfind(".") > digits.rfind(",") else "."
        return digits.replace(between, "").replace(",", ".")
    if _DOTS.fullmatch(digits):
        return digits.replace(".", "")
    return digits.replace(",", "") if _COMMAS.fullmatch(digits) else digits.replace(",", ".")


@_kept
def read_date(text: str) -> dt.date:
    """A day: « 31/12/2025 », « 2025-12-31 », « 20251231 », or the number Excel keeps. UnreadableError."""
    bare = text.strip()
    if not bare:
        raise UnreadableError("La date manque.")
    try:
        day = _day_of(bare)
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= LATEST:
        raise UnreadableError(f"« {bare[:40]} » n’est pas une date (31/12/2025).")
    return day


def _day_of(bare: str) -> dt.date | None:
    if found := _DAY_FIRST.fullmatch(bare):
        year = int(found[3])
        return dt.date(year + 2000 if year < 100 else year, int(found[2]), int(found[1]))
    if found := _YEAR_FIRST.fullmatch(bare):
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    serial = bare.split(".")[0]
    if len(serial) == 5 and serial.isascii() and serial.isdigit():
        return _EXCEL_EPOCH + dt.timedelta(days=int(serial))
    return None


@_kept
def read_number(text: str) -> tuple[str, str]:
    """The SIRET and the SIREN of a cell; the SIRET is empty where it holds a SIREN. UnreadableError.

    A spreadsheet may have dropped the zeros before it; one that it has abridged (1,23E+13) is lost.
    """
    bare = re.sub(r"[\s.\-\u00a0\u202f'’]", "", re.sub(r"[.,]0+$", "", text.strip()))
    if 7 <= len(bare) <= 9 and bare.isascii() and bare.isdigit():
        siren = bare.zfill(9)
        if not siren.strip("0") or not luhn.is_valid(siren):
            raise UnreadableError("Ce SIREN n’existe pas : sa clé de contrôle est fausse.")
        return "", siren
    if _SCIENTIFIC.fullmatch(text.strip().replace(" ", "")):
        raise UnreadableError("Un tableur a abrégé ce numéro et en a perdu la fin : exportez-le en texte.")
    reading = read_siret(text)
    if not reading.number:
        missing = "Le SIRET manque." if reading.code == "siret-manquant" else ""
        raise UnreadableError(missing or _why_not(reading.code, reading.reason))
    return reading.number, reading.number[:9]


def _why_not(code: str, reason: str) -> str:
    if code == "siret-mal-forme":
        return "Ce n’est ni un SIRET (quatorze chiffres) ni un SIREN (neuf chiffres)."
    return reason
