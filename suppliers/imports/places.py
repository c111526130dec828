"""Where a row is: its commune, or its département when the reference does not hold the commune."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from suppliers.models import Territory
from suppliers.territories.gazetteer import Gazetteer

from .refusal import RefusedFileError

_REMEMBERED = 50_000  # city lines, more than there are communes


@dataclass(frozen=True, slots=True)
class Place:
    """A territory, and whether it is the commune itself or only its département.

    `may_be_misspelt`: a commune of the reference (of the requested territory, if any) has this postal code,
    or there is no postal code to tell otherwise.
    """

    territory: Territory | None
    is_commune: bool
    may_be_misspelt: bool


class Places:
    """Look-ups over the reference, and the territory the import is limited to ("" for none)."""

    def __init__(self, within: str = "") -> None:
        self._gazetteer = Gazetteer.load()
        self.within = self._limit(within) if within else None
        self._postal_codes = self._known_postal_codes()
        self.find = lru_cache(_REMEMBERED)(self._find)

    def includes(self, place: Place) -> bool:
        """Whether the place lies in the territory the import is limited to."""
        if self.within is None:
            return True
        return place.territory is not None and self.within.pk in place.territory.ancestor_ids

    def _find(self, city: str, postal_code: str, departement: str) -> Place:
        commune = self._gazetteer.commune_at(city, postal_code)
        wider = commune or self._gazetteer.departement_of(postal_code) or self._departement(departement)
        return Place(wider, commune is not None, self._may_be_known(postal_code, wider))

    def _may_be_known(self, postal_code: str, departement: Territory | None) -> bool:
        if postal_code or departement is None:
            return not postal_code or postal_code in self._postal_codes
        return any(code.startswith(departement.code) for code in self._postal_codes)

    def _departement(self, code: str) -> Territory | None:
        found = self._gazetteer.with_code(code)
        return found if found and found.kind == Territory.Kind.DEPARTEMENT else None

    def _limit(self, code: str) -> Territory:
        found = self._gazetteer.with_code(code)
        if found is None:
            raise RefusedFileError(f"Aucun territoire ne porte le code « {code} ». Rien n’a changé.")
        return found

    def _known_postal_codes(self) -> frozenset[str]:
        places = Territory.objects.all()
        if self.within is not None:
            places = places.filter(ancestor_ids__contains=[self.within.pk])
        return frozenset(code for codes in places.values_list("postal_codes", flat=True) for code in codes)
