"""Two tabs, or two people, on one step: the second is told, and nothing is overwritten unseen.

A form carries a digest of each value it was opened on. When a value differs by the time the form comes back,
the form is shown again with what stands now; sent again, it is accepted.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.crypto import salted_hmac

FIELD = "vu"  # name of the hidden field
_LENGTH = 12
_LONGEST = 4_000  # characters; a form of ours says less


def digest(value: Any) -> str:
    """A text that differs when a value does."""
    said = json.dumps(value, sort_keys=True, default=str)
    return salted_hmac("registration.seen", said).hexdigest()[:_LENGTH]


def seen(stored: Mapping[str, Any]) -> str:
    """What a form carries: each value by its name, as a digest."""
    return " ".join(f"{name}:{digest(value)}" for name, value in stored.items())


def read_seen(text: str) -> dict[str, str]:
    """The digests by name; whatever is not one of ours is left out, and so counts as never seen."""
    pairs = (pair.partition(":") for pair in text[:_LONGEST].split())
    return {name: value for name, _, value in pairs}


@dataclass(frozen=True)
class Meanwhile:
    """A value that somebody else has changed since the form was opened.

    `now`: what stands, in words; `is_untouched`: who sends the form had left it as it was.
    """

    now: str
    is_untouched: bool


def changed_meanwhile(text: str, stored: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, bool]:
    """Names of values that changed since `text` was made, and whether what came back left them untouched.

    A value that was typed as it now stands is no conflict. `typed` lacks what could not be read.
    """
    opened = read_seen(text)
    changed = [name for name, value in stored.items() if opened.get(name) != digest(value)]
    return {
        name: name in typed and opened.get(name) == digest(typed[name])
        for name in changed
        if not (name in typed and typed[name] == stored[name])
    }


def left_untouched(text: str, typed: Mapping[str, Any]) -> bool:
    """Whether a form came back as it had been opened: there is nothing to save."""
    opened = read_seen(text)
    return all(opened.get(name) == digest(value) for name, value in typed.items())
