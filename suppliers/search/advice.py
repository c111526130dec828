"""What else could be asked, each with what it would bring."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from suppliers.models import Territory
from suppliers.territories.in_words import in_words

from .hints import CountOf, filters_named
from .links import Links, directory_url
from .phrases import Chip
from .reference import Reference
from .text import TypedText

CPV_DIGITS = 8
MOST_PAIRED = 6  # filters: fifteen pairs to count


@dataclass(frozen=True)
class Advice:
    """Another search, and how many results that brings."""

    label: str
    count: int
    url: str


def filters_instead(text: TypedText, links: Links, known: Reference, count_of: CountOf) -> list[Advice]:
    """Filters that words of the search name: a certification, a place."""
    return _fruitful(filters_named(text, links, known, count_of), count_of)


def filters_to_drop(chips: Sequence[Chip], links: Links, count_of: CountOf) -> list[Advice]:
    """When nothing is found, the most fruitful first; two at once only when none is enough alone.

    Without what is all the search, it would be none.
    """
    if [chip.name for chip in chips] == ["q"]:
        return []
    found = _fruitful(((_quoted(chip), chip.query) for chip in chips), count_of)
    if not found and 2 < len(chips) <= MOST_PAIRED:
        pairs = combinations(chips, 2)
        found = _fruitful((_both(*pair, links) for pair in pairs), count_of)
    return sorted(found, key=lambda advice: -advice.count)


def _both(one: Chip, other: Chip, links: Links) -> tuple[str, str]:
    query = links.without_each([(one.name, one.value), (other.name, other.value)])
    return f"{_quoted(one)} ni {_quoted(other)}", query


def _quoted(chip: Chip) -> str:
    return chip.label if "«" in chip.label else f"« {chip.label} »"


def working_there(commune: Territory, links: Links, count: int) -> Advice | None:
    """Who says it works in the commune searched around, wherever it stands."""
    address = directory_url(links.moved_to(commune.code))
    return Advice(f"intervenir {in_words(commune)}", count, address) if count else None


def _fruitful(asked: Iterable[tuple[str, str]], count_of: CountOf) -> list[Advice]:
    counted = (Advice(label, count_of(query), directory_url(query)) for label, query in asked)
    return [advice for advice in counted if advice.count]
