"""What else could be asked, each with what it would bring."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from suppliers.models import Territory
from suppliers.territories.in_words import in_words

from .hints import CountOf, filters_named
from .links import Links, directory_url
from .phrases import Chip
from .reference import Reference
from .text import TypedText

CPV_DIGITS = 8


@dataclass(frozen=True)
class Advice:
    """Another search, and how many results that brings."""

    label: str
    count: int
    url: str


def filters_instead(text: TypedText, links: Links, known: Reference, count_of: CountOf) -> list[Advice]:
    """Filters that words of the search name: a certification, a place."""
    return _fruitful(filters_named(text, links, known, count_of), count_of)


def filters_to_drop(chips: Iterable[Chip], count_of: CountOf) -> list[Advice]:
    """When nothing is found, the most fruitful first. Without what is all the search, it would be none."""
    asked = list(chips)
    if [chip.name for chip in asked] == ["q"]:
        return []
    found = _fruitful(((chip.label, chip.query) for chip in asked), count_of)
    return sorted(found, key=lambda advice: -advice.count)


def working_there(commune: Territory, links: Links, count: int) -> Advice | None:
    """Who says it works in the commune searched around, wherever it stands."""
    address = directory_url(links.moved_to(commune.code))
    return Advice(f"intervenir {in_words(commune)}", count, address) if count else None


def _fruitful(asked: Iterable[tuple[str, str]], count_of: CountOf) -> list[Advice]:
    counted = (Advice(label, count_of(query), directory_url(query)) for label, query in asked)
    return [advice for advice in counted if advice.count]
