"""Numbers of lots as a sentence names them."""

from __future__ import annotations

from collections.abc import Sequence


def lots_in_words(numbers: Sequence[int]) -> str:
    """« lot 2 », « lots 1 et 3 »; empty where none is named."""
    *first, last = [str(number) for number in numbers] or [""]
    if not first:
        return f"lot {last}" if last else ""
    return f"lots {', '.join(first)} et {last}"
