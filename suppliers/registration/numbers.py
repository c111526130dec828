"""The number that somebody types to register: a SIRET, else the SIREN or the RNA they have at hand."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from stdnum.fr import siren as siren_number

from suppliers.imports.siret import read_siret

LONGEST = 60  # characters
_RNA = re.compile(r"W[0-9][0-9A-Z][0-9]{7}")
_VAT = re.compile(r"FR[0-9A-Z]{2}([0-9]{9})")
_BETWEEN = re.compile(r"[\s.\-_/]")
_REASONS = {
    "siret-manquant": "Tapez les quatorze chiffres de votre SIRET.",
    "siret-abrege": "Un tableur a abrégé ce numéro et en a perdu la fin : retapez les quatorze chiffres.",
    "siret-cle": (
        "Ce SIRET n’existe pas : sa clé de contrôle est fausse. Un chiffre est peut-être mal recopié ; "
        "comparez avec votre avis de situation."
    ),
}
_RNA_REASON = "Un numéro RNA s’écrit W suivi de neuf caractères : W931234567."
_SIREN_REASON = (
    "Neuf chiffres font un SIREN, mais celui-ci n’existe pas : sa clé de contrôle est fausse. "
    "Un chiffre est peut-être mal recopié."
)


class Kind(StrEnum):
    SIRET = "siret"
    SIREN = "siren"
    RNA = "rna"
    WRONG = ""


@dataclass(frozen=True)
class Typed:
    """What was typed: a number of some kind, or the reason (French) why it is none."""

    kind: Kind
    number: str = ""
    reason: str = ""


def read_number(text: str) -> Typed:
    """Spaces, dots and digits of other scripts are allowed; a VAT number leads to its SIREN."""
    plain = _with_our_digits(text[: LONGEST + 1])
    bare = _BETWEEN.sub("", plain).upper()
    if bare.startswith("W"):
        is_rna = _RNA.fullmatch(bare) is not None
        return Typed(Kind.RNA, bare) if is_rna else Typed(Kind.WRONG, reason=_RNA_REASON)
    if of_vat := _VAT.fullmatch(bare):
        bare = of_vat[1]
    if len(bare) == 9 and bare.isascii() and bare.isdigit():
        is_siren = siren_number.is_valid(bare) and bool(bare.strip("0"))
        return Typed(Kind.SIREN, bare) if is_siren else Typed(Kind.WRONG, reason=_SIREN_REASON)
    reading = read_siret(plain)
    if reading.number:
        return Typed(Kind.SIRET, reading.number)
    return Typed(Kind.WRONG, reason=_REASONS.get(reading.code) or _counted(bare))


def _counted(bare: str) -> str:
    if bare.isascii() and bare.isdigit():
        many = "plus de 14" if len(bare) > 14 else str(len(bare))
        return f"Un SIRET compte quatorze chiffres : vous en avez tapé {many}."
    return "Un SIRET compte quatorze chiffres, et rien d’autre que des espaces entre eux."


def _with_our_digits(text: str) -> str:
    """Full-width, Arabic and other digits as ours, without what cannot be seen."""
    composed = unicodedata.normalize("NFKC", text)
    return "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character
        for character in composed
        if unicodedata.category(character) not in ("Cf", "Cc") or character.isspace()
    )
