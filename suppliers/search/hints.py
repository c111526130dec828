"""What a word of the search names that a filter would say better: a certification, a place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from suppliers.models import Territory
from suppliers.territories.find import by_importance, narrowest, places_matching, places_to_work_in
from suppliers.territories.in_words import in_words, of_place
from suppliers.territories.names import arrondissement_alone, name_key, split_name

from .acronyms import acronyms_in, filter_of
from .links import Links
from .need_left import need_left
from .reference import Reference
from .text import TypedText, unaccented
from .vocabulary import LABELS, PHRASES

CountOf = Callable[[str], int]  # how many a query string finds
LONGEST_NAME = 5  # words, as Provence-Alpes-Côte d’Azur
SMALL = (Territory.Kind.COMMUNE, Territory.Kind.ARRONDISSEMENT)


@dataclass(frozen=True)
class Said:
    """A filter that words name: what it is called, the ranks of those words, the values of its parameter."""

    label: str
    ranks: frozenset[int]
    values: dict[str, list[str]]


def filters_named(
    text: TypedText, links: Links, reference: Reference, count_of: CountOf
) -> list[tuple[str, str]]:
    """For each filter that words name, what it is called and the query string that filters by it.

    When there are several, all of them together come first; of the two ways to read a commune, the one that
    then finds most.
    """
    if not (text.words or text.articles):
        return []
    said = [*_said_by_acronyms(text, reference), *_said_in_full(text.words)]
    said = [one for one in said if not one.values.keys() & links.kept.keys()]
    places = _places(text.words, links, reference)
    together = [_all_of([*said, place]) for place in places] if places else [_all_of(said)]
    several = len(said) + bool(places) > 1
    best = [max(together, key=lambda one: count_of(_query(one, text.words, links)))] if several else []
    return [(one.label, _query(one, text.words, links)) for one in (*best, *said, *places)]


def _query(said: Said, words: tuple[str, ...], links: Links) -> str:
    return links.moved(need_left(words, said.ranks), **said.values)


def _all_of(said: list[Said]) -> Said:
    values: dict[str, list[str]] = {}
    for one in said:
        for name, some in one.values.items():
            values[name] = list(dict.fromkeys([*values.get(name, []), *some]))
    ranks = frozenset(rank for one in said for rank in one.ranks)
    return Said(", ".join(one.label for one in said), ranks, values)


def _said_by_acronyms(text: TypedText, reference: Reference) -> Iterator[Said]:
    """ESAT, SIAE, SCOP, L2113-12; « ESAT ou EA » when both are typed."""
    for group in acronyms_in(text, reference):
        asked = [said for word in group.words if (said := filter_of(word, reference))]
        values = {name: [value for _, some in asked for value in some] for name, _ in asked}
        labels = dict.fromkeys(_label(word, reference) for word in group.words)
        ranks = (rank for rank, word in enumerate(text.words) if word.upper() in group.words)
        yield Said(" ou ".join(labels), frozenset(ranks), values)


def _label(acronym: str, reference: Reference) -> str:
    return reference.kinds[acronym].short_label if acronym in reference.kinds else LABELS[acronym]


def _said_in_full(words: tuple[str, ...]) -> Iterator[Said]:
    """« entreprise adaptée », « chantier d'insertion », « handicap »: the longest first, a word once."""
    stems = [unaccented(word).removesuffix("s") for word in words]
    used: set[int] = set()
    found: dict[str, list[Said]] = {}
    for phrase, (label, parameter, values) in PHRASES.items():
        for start in range(len(stems) - len(phrase) + 1):
            ranks = range(start, start + len(phrase))
            if tuple(stems[start : ranks.stop]) == phrase and used.isdisjoint(ranks):
                used.update(ranks)
                found.setdefault(parameter, []).append(Said(label, frozenset(ranks), {parameter: values}))
    for parameter, some in found.items():
        # « marchés réservés » alone is both; with « handicap », it says no more than that word.
        exact = [one for one in some if len(one.values[parameter]) == 1] or some
        ranks_of_all = frozenset(rank for one in some for rank in one.ranks)
        values = [value for one in exact for value in one.values[parameter]]
        yield Said(" ou ".join(one.label for one in exact), ranks_of_all, {parameter: values})


def _places(words: tuple[str, ...], links: Links, reference: Reference) -> list[Said]:
    """A place whose whole name is typed, or its postal code or number: the longest name first.

    A commune has two readings: more structures say that they work there than stand around it.
    """
    if {"pres_de", "territoire", "intervient"} & links.kept.keys():
        return []
    found = _place_named(words, reference) or _place_numbered(words, reference)
    if found is None:
        return []
    place, start, length = found
    ranks = frozenset(range(start, start + length))
    reference.keep_territory(place)
    works_there = Said(f"intervient {in_words(place)}", ranks, {"intervient": [place.code]})
    if place.kind not in SMALL:
        return [works_there]
    point = f"{place.latitude:.5f},{place.longitude:.5f}"
    around = Said(f"autour {of_place(place.short_name)}", ranks, {"pres_de": [point], "rayon": ["10"]})
    return [around, works_there]


def _place_named(words: tuple[str, ...], reference: Reference) -> tuple[Territory, int, int] | None:
    """The place, and which words name it: from, how many."""
    spans = [
        (start, length)
        for length in range(min(LONGEST_NAME, len(words)), 0, -1)
        for start in range(len(words) - length + 1)
    ]
    keys: dict[str, tuple[int, int]] = {}
    for start, length in spans:
        for key in _keys_of(" ".join(words[start : start + length])):
            now = key if key in reference.place_keys else reference.former_names.get(key)
            if now:
                keys.setdefault(now, (start, length))
    if not keys:
        return None
    named = narrowest(by_importance(places_to_work_in().filter(name_key__in=keys)))
    place = max(named, key=lambda place: keys[place.name_key][1], default=None)
    return (place, *keys[place.name_key]) if place else None


def _keys_of(name: str) -> Iterator[str]:
    """Of a place so called; of an arrondissement as it is said: « Paris 20 », « 20e arrondissement »."""
    yield name_key(name)
    city, number = split_name(name)
    if number is None:
        city, number = "paris", arrondissement_alone(name)
    if number:
        yield f"{city} {number}{'er' if number == 1 else 'e'} arrondissement"


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
