"""Content as it is frozen: cleaned, written in one way, hashed."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict
from typing import Any

from suppliers.imports.text import visible

from .content import Content

_ILLEGAL = re.compile("[\x0b\x0c\ud800-\udfff\ufffe\uffff]")  # in no XML, so in no document


def frozen(content: Content) -> dict[str, Any]:
    """As JSON holds it, without what cannot be seen or written in a document."""
    told: dict[str, Any] = _clean(asdict(content))
    return told


def _clean(value: Any) -> Any:
    match value:
        case str():
            return _ILLEGAL.sub("", visible(value.replace("\r\n", "\n").replace("\r", "\n")))
        case dict():
            return {key: _clean(each) for key, each in value.items()}
        case list() | tuple():
            return [_clean(each) for each in value]
    return value


def canonical(told: dict[str, Any]) -> bytes:
    """The one way to write it: sorted keys, no spaces, UTF-8. PostgreSQL's jsonb gives the same back."""
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(data: bytes) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
