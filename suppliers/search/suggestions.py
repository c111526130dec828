"""As-you-type: sectors, structures, places and CPV codes."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from suppliers.models import DirectoryEntry, SectorSynonym, Territory
from suppliers.territories.find import places_matching
from suppliers.territories.gazetteer import departement_code_of_commune
from suppliers.territories.names import name_key

from .links import card_url, directory_url
from .placing import AROUND, parameters_of
from .reference import Reference, reference
from .state import State, state
from .text import prefix_query, read_text

MOST = 5
MOST_KINDS = 2
MOST_READ = 200
SHORTEST = 2  # letters


def suggest(typed: str, *, places_only: bool = False) -> list[dict[str, Any]]:
    """What these letters may become, by kind; each with the address that asks for it."""
    typed = typed.strip()[:80].replace("\x00", "")
    if len(typed) < SHORTEST:
        return []
    at = state()
    places = [_place(place, at) for place in places_matching(typed, MOST)]
    if places_only:
        return places
    known = reference(at.version)
    text = read_text(typed)
    if text.cpv:
        return [
            _sector(sector.code, sector.label, f"CPV {text.cpv}", "cpv")
            for sector in known.sectors_of_cpv(text.cpv)
        ]
    return [*_certifications(typed, known), *_sectors(typed, known), *_structures(typed), *places]


def _certifications(typed: str, known: Reference) -> list[dict[str, Any]]:
    """Kinds of which a word begins so, acronyms included."""
    key = name_key(typed)
    return [
        {
            "kind": "certification",
            "label": kind.short_label,
            "detail": kind.get_group_display(),
            "url": _search(certification=code),
        }
        for code, kind in known.kinds.items()
        if _begins(key, f"{code} {kind.label}")
    ][:MOST_KINDS]


def _sectors(typed: str, known: Reference) -> list[dict[str, Any]]:
    """Sectors with a word that begins so, in their label first, then in what buyers call them.

    The detail is the group of the first ones, the word that was met for the others.
    """
    key = name_key(typed)
    called = {sector.code: sector for sector in known.sectors.values() if _begins(key, sector.label)}
    synonyms = {
        synonym.sector.code: synonym
        for synonym in SectorSynonym.objects.select_related("sector")
        if synonym.sector.code not in called and _begins(key, synonym.term)
    }
    found = [
        _sector(code, sector.label, sector.parent.label if sector.parent else "tout le groupe", "sector")
        for code, sector in called.items()
    ]
    found += [_sector(code, item.sector.label, item.term, "sector") for code, item in synonyms.items()]
    return found[:MOST]


def _begins(key: str, text: str) -> bool:
    return bool(key) and f" {key}" in f" {name_key(text)}"


def _sector(code: str, label: str, detail: str, kind: str) -> dict[str, Any]:
    return {"kind": kind, "label": label, "detail": detail, "url": _search(secteur=code)}


def _structures(typed: str) -> list[dict[str, Any]]:
    text = read_text(typed)
    entries = DirectoryEntry.objects.order_by("sort_name", "structure_id")
    if text.number:
        entries = entries.filter(**{"siret" if len(text.number) == 14 else "siren": text.number})
    elif query := prefix_query(text.words):
        # Any so many of those named so, then sorted: sorting them all is slow for a word that thousands have.
        some = (
            DirectoryEntry.objects.order_by()
            .matching(query)
            .values_list("structure_id", flat=True)[:MOST_READ]
        )
        entries = entries.filter(structure__any_of=list(some))
    else:
        return []
    return [
        {"kind": "structure", "label": card["name"], "detail": card["city"], "url": card_url(card)}
        for card in entries.values_list("card", flat=True)[:MOST]
    ]


def _place(place: Territory, at: State) -> dict[str, Any]:
    has_one = len(place.postal_codes) == 1 or place.kind == Territory.Kind.ARRONDISSEMENT  # 75016, 75116
    postal_code = place.postal_codes[0] if has_one else ""
    kind = place.get_kind_display()
    is_small = place.kind in AROUND
    told_apart = (postal_code or departement_code_of_commune(place.code)) if is_small else kind.lower()
    return {
        "kind": "place",
        "label": place.name,
        "detail": postal_code or kind,
        "url": _search(**parameters_of(place, at)),
        "text": f"{place.name} ({told_apart})",  # which « Où ? » understands as this very place
        "code": place.code,
    }


def _search(**asked: str) -> str:
    params = QueryDict(mutable=True)
    params.update(asked)
    return directory_url(params.urlencode(safe=","))
