"""Acronyms of the sector among the words typed: each is met by its word or by what it stands for.

Those of one parameter are alternatives, as its values are: « ESAT/EA » finds both.
"""

from __future__ import annotations

from dataclasses import dataclass

from .codes import Dimension, code
from .entries import ARTICLES, FAMILIES
from .reference import Reference
from .text import TypedText
from .vocabulary import ACRONYMS


@dataclass(frozen=True)
class Acronyms:
    """« ESAT », « EA », and the search codes of what they stand for: one of either is asked."""

    words: tuple[str, ...]
    codes: tuple[int, ...]


def acronyms_in(text: TypedText, known: Reference) -> tuple[Acronyms, ...]:
    """Those typed, articles of the code included, by the parameter they would be a value of."""
    groups: dict[str, tuple[list[str], list[int]]] = {}
    for name in dict.fromkeys(text.acronyms):
        if said := filter_of(name, known):
            words, codes = groups.setdefault(said[0], ([], []))
            words.append(name)
            codes += _codes(*said, known)
    return tuple(Acronyms(tuple(words), tuple(codes)) for words, codes in groups.values())


def filter_of(acronym: str, known: Reference) -> tuple[str, list[str]] | None:
    """The parameter and values an acronym, in capitals, stands for; None for any other word."""
    return ("certification", [acronym]) if acronym in known.kinds else ACRONYMS.get(acronym)


def _codes(parameter: str, values: list[str], known: Reference) -> tuple[int, ...]:
    if parameter == "certification":
        return tuple(code(Dimension.CERTIFICATION, known.kinds[value].number) for value in values)
    ranks, dimension = {
        "article": ([str(article) for article in ARTICLES], Dimension.ARTICLE),
        "famille": (FAMILIES, Dimension.FAMILY),
    }[parameter]
    return tuple(code(dimension, ranks.index(value) + 1) for value in values)
