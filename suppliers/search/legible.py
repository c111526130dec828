"""A typed value as a sentence or a label may quote it."""

from __future__ import annotations

LONGEST = 40  # characters
NOTHING_TO_SEE = "caractère illisible"
ILLEGIBLE = "Un caractère illisible s’est glissé dans ce texte : retapez-le."


def legible(typed: str) -> str:
    """On one line, without what cannot be seen; never empty."""
    seen = "".join(character if character.isprintable() else " " for character in typed)
    return " ".join(seen.split()) or NOTHING_TO_SEE


def shortened(typed: str) -> str:
    """The same, cut where it is long."""
    said = legible(typed)
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1].rstrip()}…"
