"""Which sectors words name: by their label, or by what buyers call them (the table of synonyms)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .text import WORD, unaccented
from .vocabulary import without_fillers

SEGMENT = re.compile(r"[,:()]|\bet\b")
LONGEST = 5  # words
SHORTEST = 3  # letters of a word that names a sector by itself
# How well words name a sector: all of a term, its beginning, some of it.
WHOLE, BEGINNING, PART = 3, 2, 1


@dataclass(frozen=True)
class Term:
    """One way to call a sector, as the stems of its words."""

    stems: tuple[str, ...]
    sector_id: int
    is_head: bool = True  # not a part in the middle of a label

    def named_by(self, stems: Sequence[str]) -> int:
        """WHOLE, BEGINNING or PART when the words are in the term, else 0."""
        if not set(stems) <= set(self.stems):
            return 0
        if len(stems) == len(self.stems):
            return WHOLE
        return BEGINNING if self.is_head and self.stems[: len(stems)] == tuple(stems) else PART


def terms_of(label: str, synonyms: Collection[str], sector_id: int) -> Iterator[Term]:
    """The ways to call a sector: its label, each part of it, its synonyms."""
    parts = dict.fromkeys([label, *SEGMENT.split(label), *synonyms])
    for text in parts:
        if stems := stems_of(WORD.findall(text)):
            yield Term(stems, sector_id, is_head=text == label or text in synonyms)


@lru_cache(maxsize=2)
def terms_called(called: tuple[tuple[str, tuple[str, ...], int], ...]) -> Terms:
    """From the label, the synonyms and the key of each sector. Kept: an edit elsewhere changes none."""
    return Terms(term for one in called for term in terms_of(*one))


class Terms:
    """Every way to call a sector, found by any of its stems."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._having: dict[str, set[Term]] = {}
        for term in terms:
            for stem in term.stems:
                self._having.setdefault(stem, set()).add(term)

    def sectors_named(self, words: Sequence[str]) -> frozenset[int]:
        """The sectors that words name best: by the longest run of words that names any."""
        stems = stems_of(words)
        for length in range(min(LONGEST, len(stems)), 0, -1):
            for start in range(len(stems) - length + 1):
                run = stems[start : start + length]
                if (length > 1 or len(run[0]) >= SHORTEST) and (named := self._named_by(run)):
                    return named
        return frozenset()

    def _named_by(self, run: Sequence[str]) -> frozenset[int]:
        terms = set.intersection(*(self._having.get(stem, set()) for stem in run))
        scores = [(term.named_by(run), term.sector_id) for term in terms]
        best = max(scores, default=(0, 0))[0]
        return frozenset(sector_id for score, sector_id in scores if score == best)


def stems_of(words: Sequence[str]) -> tuple[str, ...]:
    """Words without accents, plurals and little words, in their order."""
    return tuple(map(_singular, without_fillers([unaccented(word) for word in words])))


@lru_cache(maxsize=4096)
def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word
