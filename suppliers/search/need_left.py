"""What is left of a need once a filter says some of its words, as a buyer would have written it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from .text import unaccented
from .vocabulary import GRAMMAR, NEAR_A_PLACE, NOUNS_OF_PLACE, ranks_asking

VOWELS = tuple("aeiouyh")


def need_left(words: Sequence[str], said: Collection[int]) -> str:
    """The words but those of these ranks; empty when the others ask nothing.

    So go those that introduce them (« près de », « par un »), and those at either end that ask nothing.
    """
    keys = [unaccented(word) for word in words]
    gone = {*said, *(before for rank in said for before in _introduction(keys, rank))}
    kept = [rank for rank in range(len(words)) if rank not in gone]
    asking = ranks_asking([keys[rank] for rank in kept])
    if not asking:
        return ""
    return _written([words[rank] for rank in kept[asking[0] : asking[-1] + 1]])


def _introduction(keys: Sequence[str], rank: int) -> range:
    """The ranks right before one, of the words that would be left hanging without it."""
    start = rank
    while start and _introduces(keys[start - 1], keys[start], is_next=start == rank):
        start -= 1
    return range(start, rank)


def _introduces(key: str, following: str, *, is_next: bool) -> bool:
    if key in NOUNS_OF_PLACE:  # « ville de Montreuil », « département 93 »; not « en ville à Montreuil »
        return is_next or following in ("de", "du", "des", "d")
    return key in GRAMMAR or key in NEAR_A_PLACE


def _written(words: Sequence[str]) -> str:
    """Words side by side, with the apostrophes that reading them took away."""
    return "".join(
        f"{word}'" if word.lower() in ("d", "l") and unaccented(following).startswith(VOWELS) else f"{word} "
        for word, following in zip(words, [*words[1:], ""], strict=True)
    ).strip()
