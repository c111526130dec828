"""Read the national list of communes (geo.api.gouv.fr and INSEE): one place per line, or why not."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from typing import TextIO

from .csv_rows import BrokenCsvError, read_rows
from .gazetteer import departement_code_of_commune
from .positions import read_point

COLUMNS = ["insee", "name", "post_codes", "lat", "lon", "population"]
_AT_GEO_API = {
    "code": "insee",
    "nom": "name",
    "codespostaux": "post_codes",
}  # its own names, in small letters
_INSEE = re.compile(r"(?:\d{2}|2[AB])\d{3}")
_POSTAL_CODE = re.compile(r"\d{5}")
_NAME_LENGTH = 80
NOT_UTF_8 = "Ce fichier n’est pas en UTF-8 : enregistrez-le au format « CSV UTF-8 »."
_MOST_PEOPLE = 100_000_000
_STRAY_QUOTE = (
    "Un guillemet ouvert ici n’est refermé qu’à la ligne {end} : rien n’est lu de l’une à l’autre. "
    "Corrigez-le, puis recommencez."
)

_WRONG_CENTRE = {
    "position-inversee": "Latitude et longitude sont interverties : remettez-les dans l’ordre.",
    "position-hors-france": "Ce point n’est pas en France.",
}
# What has communes overseas and is no département.
_COLLECTIVITIES = frozenset({"975", "977", "978", "984", "986", "987", "988", "989"})

# Communes divided in arrondissements, whose people the file counts there: first and last INSEE code of these.
_DIVIDED = {"13055": ("13201", "13216"), "69123": ("69381", "69389"), "75056": ("75101", "75120")}


@dataclass(frozen=True)
class ListedCommune:
    """A commune or arrondissement as the file gives it; degrees WGS 84."""

    code: str
    name: str
    postal_codes: list[str]
    latitude: float | None
    longitude: float | None
    population: int | None

    @property
    def commune_code(self) -> str | None:
        """The commune of an arrondissement; None for a commune."""
        for commune, (first, last) in _DIVIDED.items():
            if first <= self.code <= last:
                return commune
        return None


@dataclass(frozen=True)
class RefusedLine:
    """A line that says no place, and why, in French."""

    line: int
    column: str
    value: str
    reason: str


class UnreadableFileError(Exception):
    """The file as a whole cannot be read; the message says why, in French."""


def read_communes(file: TextIO, departements: Collection[str]) -> Iterator[ListedCommune | RefusedLine]:
    """Each line in turn; Paris, Lyon and Marseille last, with the people of their arrondissements.

    `departements` are the codes of those there are: a commune is in one, or in a collectivity overseas.
    Raises UnreadableFileError when the file is not a list of communes.
    """
    seen: dict[str, int] = {}
    last: list[ListedCommune] = []
    try:
        for line, item in _items(file, {*departements, *_COLLECTIVITIES}):
            if isinstance(item, ListedCommune) and item.code in seen:
                reason = f"Ce code est déjà à la ligne {seen[item.code]}, qui est gardée."
                item = RefusedLine(line, "insee", item.code, reason)
            if isinstance(item, ListedCommune):
                seen[item.code] = line
                if item.code in _DIVIDED or item.commune_code:
                    last.append(item)
                    continue
            yield item
    except UnicodeDecodeError as error:
        raise UnreadableFileError(NOT_UTF_8) from error
    except BrokenCsvError as error:
        raise UnreadableFileError(str(error)) from error
    yield from _with_people(last)


def _with_people(places: list[ListedCommune]) -> Iterator[ListedCommune]:
    """Divided communes, the people of their arrondissements added up, then these."""
    people: dict[str, int] = {}
    for place in places:
        if place.commune_code:
            people[place.commune_code] = people.get(place.commune_code, 0) + (place.population or 0)
    for place in places:
        if not place.commune_code:
            yield replace(place, population=place.population or people.get(place.code))
    yield from (place for place in places if place.commune_code)


def _items(file: TextIO, around: Collection[str]) -> Iterator[tuple[int, ListedCommune | RefusedLine]]:
    """Each place or refusal, with its line. Only a stray quote makes a row take several lines."""
    header = file.readline()
    rows = read_rows(chain([header], file), ";" if header.count(";") > header.count(",") else ",")
    _start, _end, titles = next(rows, (1, 1, []))
    names = _checked([_column(title) for title in titles])
    for start, end, cells in rows:
        if end > start:
            yield start, RefusedLine(start, "", cells[0], _STRAY_QUOTE.format(end=end))
        elif cells:
            yield start, _read(dict(zip_longest(names, cells[: len(names)], fillvalue="")), start, around)


def _column(title: str) -> str:
    name = title.strip().lower()
    return _AT_GEO_API.get(name, name)


def _checked(names: list[str]) -> list[str]:
    missing = [f"« {name} »" for name in COLUMNS if name not in names]
    if missing:
        found = ", ".join(filter(None, names)) or "aucune"
        several = "les colonnes" if len(missing) > 1 else "la colonne"
        raise UnreadableFileError(f"Il manque {several} {', '.join(missing)}. Colonnes lues : {found}.")
    return names


def _read(row: dict[str, str], line: int, around: Collection[str]) -> ListedCommune | RefusedLine:
    text = {name: row[name].strip() for name in COLUMNS}
    refusal = _refusal(text) or _misplaced(text, around)
    if refusal:
        column, reason = refusal
        return RefusedLine(line, column, text[column], reason)
    return ListedCommune(
        code=text["insee"],
        name=text["name"],
        postal_codes=sorted(code for code in text["post_codes"].split("|") if code),
        latitude=float(text["lat"]) if text["lat"] else None,
        longitude=float(text["lon"]) if text["lon"] else None,
        population=int(text["population"]) if text["population"] else None,
    )


def _refusal(text: dict[str, str]) -> tuple[str, str] | None:
    """The column at fault and the reason, or None when the line can be kept."""
    if not _INSEE.fullmatch(text["insee"]):
        return "insee", "Un code INSEE compte cinq caractères, comme 93048 ou 2A004."
    if not text["name"] or len(text["name"]) > _NAME_LENGTH:
        return "name", f"Une commune a un nom, de {_NAME_LENGTH} caractères au plus."
    if any(code and not _POSTAL_CODE.fullmatch(code) for code in text["post_codes"].split("|")):
        return "post_codes", "Un code postal compte cinq chiffres ; plusieurs se séparent par « | »."
    if bool(text["lat"]) != bool(text["lon"]):
        return "lat" if text["lon"] else "lon", "Latitude et longitude vont ensemble."
    for column, bound in (("lat", 90), ("lon", 180)):
        if text[column] and not _is_between(text[column], -bound, bound):
            return column, f"C’est un nombre de degrés, entre -{bound} et {bound}, avec un point."
    if text["population"] and not (
        text["population"].isdecimal() and int(text["population"]) <= _MOST_PEOPLE
    ):
        return "population", "C’est un nombre entier d’habitants."
    return None


def _misplaced(text: dict[str, str], around: Collection[str]) -> tuple[str, str] | None:
    """The same, of a line that is well written: where it says the commune is, there is none."""
    departement = departement_code_of_commune(text["insee"])
    if departement not in around:
        return "insee", f"Aucun département n’a le code {departement}."
    reading = read_point(text["lat"], text["lon"])
    return ("lat", _WRONG_CENTRE[reading.code]) if reading.code else None


def _is_between(text: str, low: float, high: float) -> bool:
    try:
        return low <= float(text) <= high
    except ValueError:
        return False
