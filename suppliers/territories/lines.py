"""The commune named in an address, with or without its postal code."""

from __future__ import annotations

import re

from django.db.models import Q

from suppliers.models import Territory

from .find import by_importance
from .gazetteer import heir
from .names import name_key, split_name

LONGEST_NAME = 6  # words: "L'Haÿ-les-Roses" has four, with its article
_WITH_DEPARTEMENT = re.compile(r"(.+) (\d{2,3}|2[ab])")
_PARTS = re.compile(r"[,;()\n]")
_NUMBERS = re.compile(r"(?<!\w)\d{5}(?!\w)|\bcedex\b.*", re.IGNORECASE)
_STREETS = {
    "rue", "r", "avenue", "av", "ave", "boulevard", "bd", "bld", "bvd", "place", "pl", "quai", "chemin", "ch",
    "allee", "allees", "route", "rte", "square", "sq", "impasse", "imp", "passage", "cours", "faubourg", "fg",
    "fbg", "porte", "cite", "villa", "mail", "rond", "sentier", "ruelle", "voie", "parvis", "promenade",
    "galerie", "residence", "esplanade",
}  # fmt: skip
# Before a name, these make it that of a street: "rue de Paris", "faubourg Saint-Denis".
_OF_A_STREET = _STREETS | {"a", "au", "aux", "d", "de", "des", "du", "l", "la", "le", "les", "gare"}
_NUMBERED = re.compile(r"\d{1,4} ?(?:bis|ter|quater|[a-d])? [a-z]")


def is_street_line(line: str) -> bool:
    """Whether this is an address, down to the street: "12 rue de Paris, Montreuil"."""
    key = name_key(line)
    return bool(_NUMBERED.match(key)) or not _STREETS.isdisjoint(key.split())


def commune_in_line(line: str) -> Territory | None:
    """The commune (or arrondissement) an address names: as a part of its own, at its end, or at its start.

    The most important of that name, at home first; None where a name seems to be that of the street.
    """
    parts = [name_key(_NUMBERS.sub(" ", part)) for part in _PARTS.split(line.replace("\x00", " "))]
    whole = [part for part in reversed(parts) if part]
    names = list(dict.fromkeys([*whole, *(name for part in whole for name in _ends(part.split()))]))
    if not names:
        return None
    found = _communes_named(names)
    return next((found[name] for name in names if name in found), None)


def _ends(words: list[str]) -> list[str]:
    """Names that may stand at the end of a line, then at its beginning, the longest first."""
    lengths = range(min(LONGEST_NAME, len(words) - 1), 0, -1)
    last = [" ".join(words[-length:]) for length in lengths if words[-length - 1] not in _OF_A_STREET]
    return [*last, *(" ".join(words[:length]) for length in lengths if not words[length - 1].isdigit())]


def _communes_named(names: list[str]) -> dict[str, Territory]:
    """The most important place of each name that has one: "montreuil", "montreuil 93", "paris 11"."""
    wanted = Q(kind=Territory.Kind.COMMUNE, name_key__in=names)
    numbered = {}
    for name in names:
        base, number = split_name(name)
        departement = _WITH_DEPARTEMENT.fullmatch(name)
        if number is not None:
            arrondissement = Q(name_key__startswith=f"{base} {number}e", kind=Territory.Kind.ARRONDISSEMENT)
            wanted |= arrondissement
            numbered[name] = (base, number)
        if departement:
            wanted |= Q(name_key=departement[1], code__startswith=departement[2].upper())
    places = list(by_importance(Territory.objects.filter(wanted).select_related("merged_into")))
    found = {}
    for place in reversed(places):
        for name in names:
            if _answers(place, name, numbered.get(name)):
                found[name] = heir(place)
    return found


def _answers(place: Territory, name: str, numbered: tuple[str, int] | None) -> bool:
    if place.name_key == name:
        return True
    if place.kind == Territory.Kind.ARRONDISSEMENT:
        return numbered is not None and split_name(place.name) == numbered
    departement = _WITH_DEPARTEMENT.fullmatch(name)
    return bool(
        departement and place.name_key == departement[1] and place.code.startswith(departement[2].upper())
    )
