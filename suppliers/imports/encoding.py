"""Which encoding a file was saved in, found in one pass over its bytes."""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

_BLOCK = 1 << 20
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_ESCAPED = re.compile("[\udc80-\udcff]")  # bytes that are not UTF-8; U+FFFD may be written in a file that is
_NOT_IN_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class Scan:
    """What one pass over the bytes tells. `lines` counts physical lines."""

    encoding: str
    errors: str
    sha256: str
    lines: int
    first_bytes: bytes


class _Utf8Counter:
    """Counts what reads as UTF-8 and what does not: one damaged letter does not make a file Latin-1."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self.readable = 0
        self.unreadable = 0

    def feed(self, block: bytes, final: bool = False) -> None:
        text = self._decoder.decode(block, final)
        if text.isascii():
            return
        letters = "".join(_BEYOND_ASCII.findall(text))
        unreadable = len(_ESCAPED.findall(letters))
        self.unreadable += unreadable
        self.readable += len(letters) - unreadable


def scan(path: Path) -> Scan:
    """Read the file once: UTF-8, else Windows-1252, else Latin-1; UTF-16 by its mark."""
    counter, digest = _Utf8Counter(), hashlib.sha256()
    lines, is_cp1252, first, last = 0, True, b"", b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            first = first or block[:8]
            last = block[-1:]
            digest.update(block)
            lines += block.count(b"\n")
            counter.feed(block)
            is_cp1252 = is_cp1252 and not _NOT_IN_CP1252.search(block)
    counter.feed(b"", final=True)
    lines += last not in (b"", b"\n")
    encoding, errors = _choose(first, counter, is_cp1252)
    return Scan(encoding, errors, digest.hexdigest(), lines, first)


def _choose(first: bytes, counter: _Utf8Counter, is_cp1252: bool) -> tuple[str, str]:
    if first.startswith(_UTF_16):
        return "utf-16", "replace"
    if not counter.unreadable or counter.readable > counter.unreadable:
        return "utf-8-sig", "replace"
    return ("cp1252" if is_cp1252 else "latin-1"), "strict"
