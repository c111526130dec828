"""What a word of the search names that a filter would say better: a certification, a place."""

from __future__ import annotations

from collections.abc import Iterator

from suppliers.models import Territory
from suppliers.territories.find import by_importance, narrowest, places_matching, places_to_work_in
from suppliers.territories.names import name_key

from .acronyms import acronyms_in, filter_of
from .links import Links
from .reference import Reference
from .text import TypedText, unaccented
from .vocabulary import LABELS, PHRASES, without_fillers

LONGEST_NAME = 4  # words
SMALL = (Territory.Kind.COMMUNE, Territory.Kind.ARRONDISSEMENT)


def filters_named(text: TypedText, links: Links, reference: Reference) -> list[tuple[str, str]]:
    """For each filter that words name, what it is called and the query string that filters by it."""
    if not (text.words or text.articles):
        return []
    return [
        *_said_by_acronyms(text, links, reference),
        *_named(text.words, links),
        *_places(text.words, links, reference),
    ]


def _said_by_acronyms(text: TypedText, links: Links, reference: Reference) -> Iterator[tuple[str, str]]:
    """ESAT, SIAE, SCOP, L2113-12; « ESAT ou EA » when both are typed."""
    for group in acronyms_in(text, reference):
        parameter, _ = filter_of(group.words[0], reference) or ("", [])
        if parameter in links.kept:
            continue
        values = [value for word in group.words for value in (filter_of(word, reference) or ("", []))[1]]
        left = [word for word in text.words if word.upper() not in group.words]
        labels = dict.fromkeys(_label(word, reference) for word in group.words)
        yield " ou ".join(labels), links.moved(_asking(left), **{parameter: values})


def _label(acronym: str, reference: Reference) -> str:
    return reference.kinds[acronym].short_label if acronym in reference.kinds else LABELS[acronym]


def _named(words: tuple[str, ...], links: Links) -> Iterator[tuple[str, str]]:
    """« entreprise adaptée », « chantier d'insertion », « handicap »."""
    said = [unaccented(word).removesuffix("s") for word in words]
    for phrase, (label, parameter, values) in PHRASES.items():
        length = len(phrase)
        for start in range(len(said) - length + 1):
            if tuple(said[start : start + length]) == phrase and parameter not in links.kept:
                yield label, links.moved(_without(words, start, length), **{parameter: values})
                return


def _places(words: tuple[str, ...], links: Links, reference: Reference) -> list[tuple[str, str]]:
    """A place whose whole name is typed, or its postal code or number: the longest name first."""
    if {"pres_de", "territoire", "intervient"} & links.kept.keys():
        return []
    found = _place_named(words, reference) or _place_numbered(words, reference)
    if found is None:
        return []
    place, start, length = found
    left = _without(words, start, length)
    if place.kind in SMALL:
        point = f"{place.latitude:.5f},{place.longitude:.5f}"
        return [(f"autour de {place.name}", links.moved(left, pres_de=point, rayon="10"))]
    return [(f"intervient dans {place.name}", links.moved(left, intervient=place.code))]


def _place_named(words: tuple[str, ...], reference: Reference) -> tuple[Territory, int, int] | None:
    """The place, and which words name it: from, how many."""
    spans = [
        (start, length)
        for length in range(min(LONGEST_NAME, len(words)), 0, -1)
        for start in range(len(words) - length + 1)
    ]
    keys = {name_key(" ".join(words[start : start + length])): (start, length) for start, length in spans}
    keys = {key: span for key, span in keys.items() if key in reference.place_keys}
    if not keys:
        return None
    named = narrowest(by_importance(places_to_work_in().filter(name_key__in=keys)))
    place = max(named, key=lambda place: keys[place.name_key][1], default=None)
    return (place, *keys[place.name_key]) if place else None


def _place_numbered(words: tuple[str, ...], reference: Reference) -> tuple[Territory, int, int] | None:
    """« traiteur 93100 », « traiteur 93 »: a commune by its postal code, a département by its number.

    The number comes last: « 93 personnes » are no place.
    """
    start, word = len(words) - 1, words[-1] if words else ""
    if not (word.isascii() and word.isdigit() and len(word) in (2, 5)):
        return None
    place = reference.territories.get(word) or next(iter(places_matching(word, 1)), None)
    is_placed = place is not None and (place.kind not in SMALL or place.latitude is not None)
    return (place, start, 1) if place and is_placed else None


def _without(words: tuple[str, ...], start: int, length: int) -> str:
    return _asking([*words[:start], *words[start + length :]])


def _asking(words: list[str]) -> str:
    """Words as they stand, unless none asks anything any more."""
    return " ".join(words) if without_fillers([unaccented(word) for word in words]) else ""
