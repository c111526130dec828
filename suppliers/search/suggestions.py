"""As-you-type: sectors, structures, places and CPV codes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.http import QueryDict

from suppliers.models import DirectoryEntry, Sector, Territory
from suppliers.models.keys import Keys
from suppliers.territories.find import places_matching
from suppliers.territories.gazetteer import departement_code_of_commune
from suppliers.territories.names import name_key

from .advice import CPV_DIGITS
from .links import card_url, directory_url
from .placing import AROUND, parameters_of
from .reference import Reference, reference
from .sector_calls import Call
from .state import State, state
from .text import TypedText, prefix_query, read_text
from .written_numbers import CPV, read_number

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
    if text.number:
        return _structures(text)
    found = [
        *_certifications(typed, known),
        *(_sectors_of_cpv(typed, known) or _sectors(known.calls.begun_by(typed))),
        *_structures(text),
        *places,
    ]
    return found or _sectors(known.calls.nearly_begun_by(typed))


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


def _sectors(calls: Iterable[Call]) -> list[dict[str, Any]]:
    """The detail is the group of those met by their label, the word that was met for the others."""
    return [
        _sector(
            call.sector.code,
            call.sector.label,
            call.synonym or (call.sector.parent.label if call.sector.parent else "tout le groupe"),
            "sector",
        )
        for call in calls
    ][:MOST]


def sectors_of_cpv_typed(typed: str, known: Reference) -> dict[Sector, str]:
    """Sectors one of whose CPV codes may begin by these digits, each with the code nearest to them.

    None for anything else than digits.
    """
    number = read_number(typed)
    digits = number.digits
    if not 0 < len(digits) <= CPV_DIGITS or number.name not in ("", CPV):
        return {}
    found = {}
    for sector in known.sectors.values():
        met = [one for one in sector.cpv_prefixes if one.startswith(digits) or digits.startswith(one)]
        if met:
            found[sector] = min(met, key=lambda prefix: abs(len(prefix) - len(digits)))
    return found


def _sectors_of_cpv(typed: str, known: Reference) -> list[dict[str, Any]]:
    return [
        _sector(sector.code, sector.label, f"CPV {nearest.ljust(8, '0')}", "cpv")
        for sector, nearest in sectors_of_cpv_typed(typed, known).items()
    ][:MOST]


def _begins(key: str, text: str) -> bool:
    return bool(key) and f" {key}" in f" {name_key(text)}"


def _sector(code: str, label: str, detail: str, kind: str) -> dict[str, Any]:
    return {"kind": kind, "label": label, "detail": detail, "url": _search(secteur=code)}


def _structures(text: TypedText) -> list[dict[str, Any]]:
    entries = DirectoryEntry.objects.order_by("sort_name", "structure_id")
    if text.number:
        entries = entries.filter(**{f"structure__{text.number_kind}": text.number})
    elif query := prefix_query(text.words):
        # Any so many of those named so, then sorted: sorting them all is slow for a word that thousands have.
        entries = entries.filter(structure__any_of=Keys(_some_named(query)))
    else:
        return []
    return [
        {"kind": "structure", "label": card["name"], "detail": card["city"], "url": card_url(card)}
        for card in entries.values_list("card", flat=True)[:MOST]
    ]


def _some_named(query: str) -> list[int]:
    """So many structures at most whose name meets a text query.

    OFFSET 0 hides the limit from the planner: for a few rows it would read the whole table, even in vain.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT structure_id FROM (SELECT structure_id FROM suppliers_directoryentry"
            " WHERE vector @@ %s::tsquery OFFSET 0) AS named LIMIT %s",
            [query, MOST_READ],
        )
        return [structure_id for (structure_id,) in cursor.fetchall()]


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
