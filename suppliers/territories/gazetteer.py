"""A commune from its name and postal code, in memory: an import asks once per row, for millions of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from suppliers.models import Territory

from .names import split_name, without_article

# Postal codes of collectivities that left Guadeloupe in 2007 and kept its digits.
_NOT_GUADELOUPE = {"97133", "97150"}
_SOUTHERN_CORSICA = ("200", "201", "207")


def departement_code(postal_code: str) -> str | None:
    """The code of the département a postal code belongs to; None when it is not a postal code of one.

    Three digits overseas, 2A and 2B in Corsica. A few dozen communes are served from the département next
    door: this is where the letter goes, the commune says where the place is.
    """
    if len(postal_code) != 5 or not postal_code.isascii() or not postal_code.isdigit():
        return None
    if postal_code in _NOT_GUADELOUPE or postal_code.startswith("00"):
        return None
    if postal_code.startswith("20"):
        return "2A" if postal_code.startswith(_SOUTHERN_CORSICA) else "2B"
    return postal_code[:3] if postal_code.startswith(("97", "98")) else postal_code[:2]


def departement_code_of_commune(insee_code: str) -> str:
    """The code of the département of a commune: the first digits of its INSEE code."""
    return insee_code[:3] if insee_code.startswith(("97", "98")) else insee_code[:2]


def heir(place: Territory) -> Territory:
    """The commune that stands where this one stood, after any mergers."""
    while place.merged_into is not None:
        place = place.merged_into
    return place


class Gazetteer:
    """Look-ups over a set of places. `load` reads all of them; an import makes one and keeps it."""

    def __init__(self, places: Iterable[Territory]) -> None:
        self._by_code: dict[str, Territory] = {}
        self._by_postal_code: dict[str, list[Territory]] = defaultdict(list)
        self._by_name: dict[tuple[str, str], list[Territory]] = defaultdict(list)
        self._names: dict[int, tuple[str, int | None]] = {}
        for place in places:
            self._by_code[place.code] = place
            if place.kind in (Territory.Kind.COMMUNE, Territory.Kind.ARRONDISSEMENT):
                self._add(place)

    @classmethod
    def load(cls) -> Gazetteer:
        """Every place of the reference, in one query (some 35,000: half a second, 40 MB)."""
        places = {place.pk: place for place in Territory.objects.order_by("pk")}
        for place in places.values():
            if place.merged_into_id is not None:
                place.merged_into = places[place.merged_into_id]
        return cls(places.values())

    def with_code(self, code: str) -> Territory | None:
        """The place of a code; the heir of a commune that has merged."""
        place = self._by_code.get(code.strip().upper())
        return heir(place) if place else None

    def departement_of(self, postal_code: str) -> Territory | None:
        """The département of a postal code."""
        code = departement_code(postal_code.strip())
        return self._by_code.get(code) if code else None

    def commune_at(self, name: str, postal_code: str) -> Territory | None:
        """The commune or arrondissement of a city line; None when name and postal code do not agree.

        Postal codes are shared by communes, so none is ever derived from a postal code alone.
        """
        postal_code = postal_code.strip()
        base, number = split_name(name)
        if not base:
            return None
        here = self._by_postal_code.get(postal_code, [])
        found = self._named(here, base, number) or self._nearly_named(here, base)
        if found is None and (not here or "cedex" in name.lower()):
            # CEDEX codes belong to a post office: the name decides, within the département.
            departement = departement_code(postal_code)
            same_name = self._by_name.get((departement, base), []) if departement else []
            found = self._numbered(same_name, number) or self._only_commune(same_name)
        return heir(found) if found else None

    def _add(self, place: Territory) -> None:
        name = split_name(place.name)
        self._names[place.pk] = name
        self._by_name[departement_code_of_commune(place.code), name[0]].append(place)
        for postal_code in place.postal_codes:
            self._by_postal_code[postal_code].append(place)

    def _named(self, places: list[Territory], base: str, number: int | None) -> Territory | None:
        """Among those, the one of this name: an arrondissement rather than its commune."""
        same_name = [place for place in places if self._names[place.pk][0] == base]
        arrondissements = [place for place in same_name if place.kind == Territory.Kind.ARRONDISSEMENT]
        if number is None and len(arrondissements) == 1:
            return arrondissements[0]
        return self._numbered(arrondissements, number) or self._only_commune(same_name)

    def _nearly_named(self, places: list[Territory], base: str) -> Territory | None:
        """The only one whose name begins or ends like this one: "Asnières", "Saint-Denis La Plaine"."""
        short = without_article(base)
        near = {
            heir(place).pk: place
            for place in places
            if place.kind == Territory.Kind.COMMUNE
            and _alike(short, without_article(self._names[place.pk][0]))
        }
        return next(iter(near.values())) if len(near) == 1 else None

    def _numbered(self, places: list[Territory], number: int | None) -> Territory | None:
        if number is None:
            return None
        return next((place for place in places if self._names[place.pk][1] == number), None)

    @staticmethod
    def _only_commune(places: list[Territory]) -> Territory | None:
        communes = [place for place in places if place.kind == Territory.Kind.COMMUNE]
        return communes[0] if len(communes) == 1 else None


def _alike(first: str, second: str) -> bool:
    short, long = sorted((first, second), key=len)
    return len(short) > 3 and (first == second or long.startswith(f"{short} ") or long.endswith(f" {short}"))
