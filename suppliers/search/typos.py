"""Slips of the finger."""

from .text import unaccented

SHORTEST = 4  # letters: of three, everything is a neighbour
MOVED = 6  # letters, of a word that is not taken for another one of the same letters
LONG = 9  # letters, of a word that may hold two slips


def is_typo(typed: str, word: str) -> bool:
    """Whether a word is what was meant: one letter missing, added, changed or swapped; two in a long word.

    A plural left out is no slip: « espase » is « espaces ».
    """
    typed, word = unaccented(typed), unaccented(word)
    if len(typed) < SHORTEST:
        return False
    return _is_near(typed, word) or (word[-1:] == "s" and _is_near(typed, word[:-1]))


def swapped(word: str) -> list[str]:
    """The words that two neighbours in the wrong order may stand for."""
    letters = unaccented(word)
    pairs = range(len(letters) - 1)
    return [letters[:at] + letters[at + 1] + letters[at] + letters[at + 2 :] for at in pairs]


def _is_near(typed: str, word: str) -> bool:
    # A letter that has moved is one slip, counted as two: « traitreu ».
    has_moved = len(typed) >= MOVED and sorted(typed) == sorted(word)
    return _slips(typed, word) <= (2 if has_moved or len(typed) >= LONG else 1)


def _slips(one: str, other: str) -> int:
    """Optimal string alignment distance: insertions, deletions, substitutions, swaps of neighbours."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        line = [row]
        for column, facing in enumerate(other, start=1):
            least = min(last[column] + 1, line[-1] + 1, last[column - 1] + (letter != facing))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == facing:
                least = min(least, before[column - 2] + 1)
            line.append(least)
        before, last = last, line
    return last[-1]
