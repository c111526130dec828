"""A number that finds nothing: why, and what to ask instead."""

from __future__ import annotations

from dataclasses import dataclass

from stdnum.fr import siren, siret

from .advice import CPV_DIGITS, Advice
from .hints import CountOf
from .links import Links, directory_url
from .written_numbers import CPV, OF_ENTERPRISES, SIREN_DIGITS, SIRET_DIGITS, WrittenNumber, read_number

PLACE_DIGITS = (2, 5)  # a département's number, a postal code
MISTYPED = "Ses chiffres ne vont pas ensemble : l’un d’eux est sans doute faux."


@dataclass(frozen=True)
class AboutNumber:
    """`said`: what is known of it. `is_stranger`: a whole number that no structure of the directory has."""

    said: str
    is_stranger: bool = False
    instead: Advice | None = None


def about_number(typed: str, links: Links, count_of: CountOf) -> AboutNumber | None:
    """What to say of a number that finds nothing; None for anything else."""
    number = read_number(typed)
    if digits := number.of_enterprise:
        is_alone = not links.values_without("q").keys() - {"tri", "rayon"}
        found = 0 if is_alone else count_of(f"q={digits}")
        return _hidden(digits, found) if found else _unknown(digits, count_of)
    said = _of_its_length(number)
    return AboutNumber(said) if said else None


def _hidden(digits: str, found: int) -> AboutNumber:
    """It is in the directory, and the other filters leave it out."""
    name = "SIRET" if len(digits) == SIRET_DIGITS else "SIREN"
    said = f"Ce {name} est dans l’annuaire, mais ne répond pas à vos autres critères."
    instead = Advice(f"Ce {name} sans autre critère", found, directory_url(f"q={digits}"))
    return AboutNumber(said, instead=instead)


def _unknown(digits: str, count_of: CountOf) -> AboutNumber:
    """No structure has it; of a SIRET, others of the same enterprise may be there."""
    if len(digits) == SIREN_DIGITS:
        said = "Aucun établissement de ce SIREN n’a de fiche publique dans cet annuaire."
        return AboutNumber(said if siren.is_valid(digits) else f"{said} {MISTYPED}", is_stranger=True)
    said = "Ce SIRET n’a pas de fiche publique dans cet annuaire."
    unit = digits[:SIREN_DIGITS]
    sisters = count_of(f"q={unit}")
    others = Advice("Même entreprise, autre établissement", sisters, directory_url(f"q={unit}"))
    return AboutNumber(
        said if siret.is_valid(digits) else f"{said} {MISTYPED}",
        is_stranger=True,
        instead=others if sisters else None,
    )


def _of_its_length(number: WrittenNumber) -> str:
    """What to say of digits too few or too many; nothing of those that may be of a place."""
    length, name = len(number.digits), number.name
    may_be_cpv = name == CPV or not (name or length in PLACE_DIGITS)
    if 0 < length < CPV_DIGITS and may_be_cpv:
        return f"Un code CPV compte {CPV_DIGITS} chiffres : complétez-le, ou choisissez un secteur."
    if name in OF_ENTERPRISES or SIREN_DIGITS < length <= SIRET_DIGITS + 2:
        return f"Un SIRET compte {SIRET_DIGITS} chiffres, un SIREN {SIREN_DIGITS} : ce numéro en a {length}."
    return ""
