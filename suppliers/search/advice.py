"""What else could be asked, each with what it would bring."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from suppliers.models import Territory

from .hints import filters_named
from .links import Links, directory_url
from .phrases import Chip, at_place
from .reference import Reference
from .text import SPACES, TypedText

CountOf = Callable[[str], int]  # how many a query string finds
SIRET_DIGITS, SIREN_DIGITS, CPV_DIGITS = 14, 9, 8
PLACE_DIGITS = (2, 5)  # a département's number, a postal code


@dataclass(frozen=True)
class Advice:
    """Another search, and how many results that brings."""

    label: str
    count: int
    url: str


def filters_instead(text: TypedText, links: Links, known: Reference, count_of: CountOf) -> list[Advice]:
    """Filters that words of the search name: a certification, a place."""
    return _fruitful(filters_named(text, links, known), count_of)


def filters_to_drop(chips: Iterable[Chip], count_of: CountOf) -> list[Advice]:
    """When nothing is found, the most fruitful first."""
    found = _fruitful(((chip.label, chip.query) for chip in chips), count_of)
    return sorted(found, key=lambda advice: -advice.count)


def working_there(commune: Territory, links: Links, count: int) -> Advice | None:
    """Who says it works in the commune searched around, wherever it stands."""
    address = directory_url(links.moved_to(commune.code))
    return Advice(f"intervenir {at_place(commune.name)}", count, address) if count else None


def about_number(typed: str) -> str:
    """What to say of a number that finds nothing; empty for anything else."""
    digits = SPACES.sub("", typed)
    if not (digits.isascii() and digits.isdigit()):
        return ""
    if len(digits) == SIRET_DIGITS:
        return "Ce SIRET n’a pas de fiche publique dans cet annuaire."
    if len(digits) == SIREN_DIGITS:
        return "Aucun établissement de ce SIREN n’a de fiche publique dans cet annuaire."
    if len(digits) < CPV_DIGITS and len(digits) not in PLACE_DIGITS:
        return f"Un code CPV compte {CPV_DIGITS} chiffres : complétez-le, ou choisissez un secteur."
    if SIREN_DIGITS < len(digits) <= SIRET_DIGITS + 2:
        expected = f"Un SIRET compte {SIRET_DIGITS} chiffres, un SIREN {SIREN_DIGITS}"
        return f"{expected} : ce numéro en a {len(digits)}."
    return ""


def _fruitful(asked: Iterable[tuple[str, str]], count_of: CountOf) -> list[Advice]:
    counted = (Advice(label, count_of(query), directory_url(query)) for label, query in asked)
    return [advice for advice in counted if advice.count]
