"""Sectors by what is being typed: their label, or what buyers call them (the table of synonyms)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from suppliers.models import Sector

from .text import WORD, unaccented
from .typos import is_typo
from .vocabulary import without_fillers


@dataclass(frozen=True)
class Call:
    """One way to call a sector; `synonym` is empty for its label. In `key`, a space is before each word."""

    sector: Sector
    synonym: str
    key: str


class SectorCalls:
    """Every way to call a sector, labels first."""

    def __init__(self, sectors: Iterable[Sector], synonyms: Iterable[tuple[int, str]]) -> None:
        by_key = {sector.pk: sector for sector in sectors}
        self._calls = [Call(sector, "", _key_of(sector.label)) for sector in by_key.values()]
        self._calls += [Call(by_key[pk], term, _key_of(term)) for pk, term in synonyms if pk in by_key]

    def begun_by(self, typed: str) -> list[Call]:
        """Those of which some words begin by the words typed, in any order; one for each sector.

        First those that begin so themselves: for « trait », « Traiteur » before « Collecte et traitement ».
        """
        words = without_fillers(words_of(typed)) or words_of(typed)
        if not words:
            return []
        found: dict[int, Call] = {}
        for call in self._calls:
            if all(f" {word}" in call.key for word in words):
                found.setdefault(call.sector.pk, call)
        return sorted(found.values(), key=lambda call: not call.key.startswith(f" {words[0]}"))

    def nearly_begun_by(self, typed: str) -> list[Call]:
        """The same with the slips of the finger put right."""
        words = [self._put_right(word) for word in words_of(typed)]
        return self.begun_by(" ".join(words))

    def _put_right(self, typed: str) -> str:
        """The beginning of a word of ours that this may be; the first letter is seldom wrong."""
        for word in self._words.get(typed[:1], ()):
            for end in (len(typed), len(typed) + 1, len(typed) - 1):
                if is_typo(typed, word[:end]):
                    return word[:end]
        return typed

    @cached_property
    def _words(self) -> dict[str, list[str]]:
        """Every word, by its first letter."""
        found: dict[str, dict[str, None]] = {}
        for call in self._calls:
            for word in call.key.split():
                found.setdefault(word[0], {})[word] = None
        return {letter: list(words) for letter, words in found.items()}


def words_of(text: str) -> list[str]:
    """Its words in lower case, without accents."""
    return [unaccented(word) for word in WORD.findall(text)]


@lru_cache(maxsize=4_096)
def _key_of(text: str) -> str:
    """Kept: an edit elsewhere changes none of them."""
    return "".join(f" {word}" for word in words_of(text))
