"""A search whose words find nothing: mistyped words put right, else as many of them as find something."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .criteria import NOTHING_TYPED, Criteria
from .index import DirectoryIndex
from .matching import Matching
from .reference import Reference
from .text import TypedText, tsquery
from .typos import is_typo
from .word_sets import entries_with
from .words import nearest_words


@dataclass(frozen=True)
class Rescue:
    """The search answered instead, and the words that it leaves out."""

    criteria: Criteria
    left_out: tuple[str, ...]


def rescue(asked: Criteria, index: DirectoryIndex, known: Reference) -> Rescue | None:
    """What to answer for words that find nothing together; None when nothing comes near."""
    right = _put_right(asked.words, index, known)
    kept = _found_together(right, asked, index, known)
    if not kept or kept == asked.words:
        return None
    criteria = replace(asked, text=TypedText(words=kept), words=kept, named_sectors=known.sectors_named(kept))
    pairs = zip(asked.words, right, strict=True)
    return Rescue(criteria, tuple(typed for typed, word in pairs if word not in kept))


def _put_right(words: tuple[str, ...], index: DirectoryIndex, known: Reference) -> tuple[str, ...]:
    """The same words, those that find nothing replaced by the word of the directory they are a slip of."""
    sets = entries_with(words, index)
    mistyped = [word for word in words if not sets[word] and tsquery((word,)) and not word.isupper()]
    near = nearest_words(mistyped) if mistyped else {}
    right = {
        word: next((other for other in near.get(word, []) if is_typo(word, other)), word) for word in words
    }
    return tuple(known.spelled(right[word]) if right[word] != word else word for word in words)


def _found_together(
    words: tuple[str, ...], asked: Criteria, index: DirectoryIndex, known: Reference
) -> tuple[str, ...]:
    """The words that find something together, a trade's name first; without any, all of them or none."""
    sets = entries_with(words, index)
    found = Matching(replace(asked, text=NOTHING_TYPED, words=(), named_sectors=frozenset()), index).found
    kept: set[str] = set()
    for word in sorted(words, key=lambda word: not known.sectors_named((word,))):
        if sets[word] & found:
            found &= sets[word]
            kept.add(word)
    names_a_trade = any(known.sectors_named((word,)) for word in kept)
    return tuple(word for word in words if word in kept) if names_a_trade or len(kept) == len(words) else ()
