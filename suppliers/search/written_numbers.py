"""A number as people write it: with its name or without, in groups or not."""

from __future__ import annotations

import re
from dataclasses import dataclass

from suppliers.procurement.cpv import clean_cpv

CPV = "cpv"
SIRET_DIGITS, SIREN_DIGITS = 14, 9
OF_ENTERPRISES = ("siret", "siren", "tva")
NAMED = re.compile(
    r"\s*(?:(?:code|n[°ºo]?|num(?:éro|ero)?)[\s.]*(?:de\s+)?)?"
    r"(CPV|SIRET|SIREN|TVA)(?:\s+intra(?:-?communautaire)?)?"
    r"[\s.:]*(?:n[°ºo]?)?[\s.:]*",
    re.IGNORECASE,
)
SPACES = re.compile(r"[\s.]+")
DASHES = re.compile(r"[-\u2010-\u2015\u2212]")
VAT = re.compile(r"FR[0-9A-Z]{2}([0-9]{9})", re.IGNORECASE)  # a key, then the SIREN


@dataclass(frozen=True)
class WrittenNumber:
    """Its digits; the name it was given, if any (cpv, siret, siren, tva); the CPV code it is, or none."""

    digits: str = ""
    name: str = ""
    cpv: str = ""

    @property
    def of_enterprise(self) -> str:
        """The digits of a SIRET or SIREN; empty for another number."""
        return "" if self.cpv or len(self.digits) not in (SIRET_DIGITS, SIREN_DIGITS) else self.digits


def read_number(typed: str) -> WrittenNumber:
    """The number that is all of a text; one without digits for anything else."""
    named = NAMED.match(typed)
    name = named[1].lower() if named else ""
    written = DASHES.sub("-", SPACES.sub("", typed[named.end() :] if named else typed))
    digits = written.replace("-", "")
    if name in ("", "tva") and (vat := VAT.fullmatch(digits)):
        return WrittenNumber(vat[1], "tva")
    if not (digits.isascii() and digits.isdigit()):
        return WrittenNumber()
    # Nine digits with nothing between are a SIREN, « 90911200-8 » a CPV code with its key.
    is_siren = name != CPV and len(written) == SIREN_DIGITS
    cpv = "" if name in OF_ENTERPRISES or is_siren else clean_cpv(written)
    return WrittenNumber(digits, name, cpv or "")
