"""Texts as files hold them, made fit to be shown."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Control characters, zero widths, direction marks and tags: they hide or turn round what is shown.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffc\U000e0000-\U000e007f]"
)
UNREADABLE = "\ufffd"  # what is left of a damaged letter


def has_invisible(text: str) -> bool:
    """Whether a text hides characters that `one_line` and `paragraphs` take out."""
    return not text.isprintable() and _INVISIBLE.search(text) is not None


def visible(text: str) -> str:
    """The text without what cannot be seen; its spaces and its lines as they are."""
    return text if text.isprintable() else _INVISIBLE.sub("", text)


@lru_cache(maxsize=200)
def one_line(text: str) -> str:
    """Composed letters, single spaces, nothing invisible."""
    if not text.isprintable():
        text = _INVISIBLE.sub("", text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


def paragraphs(text: str) -> str:
    """The same, line breaks kept; never more than one blank line."""
    lines = "\n".join(one_line(line) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def shortened(text: str, limit: int) -> str:
    """At most so many characters, an ellipsis included."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
