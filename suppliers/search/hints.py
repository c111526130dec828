"""What a word of the search names that a filter would say better: a certification, a place."""

from __future__ import annotations

from django.db.models import Q

from suppliers.models import Territory
from suppliers.territories.find import by_importance
from suppliers.territories.names import name_key

from .links import Links
from .reference import Reference

LONGEST_NAME = 4  # words


def filters_named(words: tuple[str, ...], links: Links, reference: Reference) -> list[tuple[str, str]]:
    """For each certification or place named, what it is called and the query string that filters by it."""
    if not words:
        return []
    return [*_certifications(words, links, reference), *_places(words, links)]


def _certifications(words: tuple[str, ...], links: Links, reference: Reference) -> list[tuple[str, str]]:
    """Kinds whose acronym is typed as a word: ESAT, EA, ESUS."""
    return [
        (
            reference.kinds[word.upper()].short_label,
            links.moved(_without(words, rank, 1), certification=word.upper()),
        )
        for rank, word in enumerate(words)
        if word.upper() in reference.kinds and "certification" not in links.kept
    ]


def _places(words: tuple[str, ...], links: Links) -> list[tuple[str, str]]:
    """A commune or a territory whose whole name is typed, the longest name first."""
    if {"pres_de", "territoire", "intervient"} & links.kept.keys():
        return []
    spans = [
        (start, length)
        for length in range(min(LONGEST_NAME, len(words)), 0, -1)
        for start in range(len(words) - length + 1)
    ]
    keys = {name_key(" ".join(words[start : start + length])): (start, length) for start, length in spans}
    small = Q(kind__in=[Territory.Kind.COMMUNE, Territory.Kind.ARRONDISSEMENT], latitude__isnull=False)
    named = Territory.objects.current().filter(small | Q(kind=Territory.Kind.EPT), name_key__in=keys)
    found = sorted(by_importance(named), key=lambda place: -keys[place.name_key][1])
    if not found:
        return []
    place = found[0]
    left = _without(words, *keys[place.name_key])
    if place.kind == Territory.Kind.EPT:
        return [(f"intervient dans {place.name}", links.moved(left, intervient=place.code))]
    point = f"{place.latitude:.5f},{place.longitude:.5f}"
    return [(f"autour de {place.name}", links.moved(left, pres_de=point, rayon="10"))]


def _without(words: tuple[str, ...], start: int, length: int) -> str:
    return " ".join(words[:start] + words[start + length :])
