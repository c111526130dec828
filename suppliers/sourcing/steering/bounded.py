"""The parts of a workbook, unpacked no further than a workbook of accounts needs.

A file of a few kilobytes may unpack into gigabytes, or into one line that takes minutes to read. What is read
whole is small; what is read as it comes (the sheet, its texts) is measured as it comes.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import IO

from openpyxl.utils.exceptions import InvalidFileException

from .unreadable import UnreadableFileError

# Unpacked, in bytes: a sheet of 300,000 lines and ten columns has about 250 MB; its texts stay in memory.
MOST_UNPACKED, MOST_TEXTS = 500_000_000, 100_000_000
MOST_OF_A_PART, MOST_TAGS_OF_A_PART = 5_000_000, 40_000  # styles, relations…: they are read whole
_MOST_PARTS = 5_000
_MOST_BETWEEN = 200_000  # bytes from one line, or one text, to the next
_ENTRY = b"PK\x01\x02"  # of the list of parts, at the end of the file
_IS_ENCRYPTED = 0x1
_KEPT_BEHIND = 100  # bytes of a chunk that are looked at again: a mark may be cut
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([^"']*)""")
_HIDING = re.compile(rb"<!|<\?(?!xml\s)")  # entities, which unpack once more; marks that are none
_PLAIN = {b"utf-8", b"utf8", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"}
SPOILT = "Ce classeur est illisible : enregistrez-le de nouveau, ou en CSV."
TOO_LARGE = "Ce classeur est trop gros une fois déplié : enregistrez la feuille en CSV."
_NOT_OURS = "Ce classeur contient ce qu’aucun tableur n’écrit."
_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, InvalidFileException, EOFError, OSError),
    *(SyntaxError, LookupError, ValueError, TypeError, AttributeError, ArithmeticError),
    *(RuntimeError, NotImplementedError, AssertionError),
)


@contextmanager
def faults_in_words() -> Iterator[None]:
    """What a damaged file makes zipfile, lxml or openpyxl raise, as UnreadableFileError."""
    try:
        yield
    except _FAULTS as error:
        raise UnreadableFileError(SPOILT) from error


class Archive(zipfile.ZipFile):
    """The parts of a workbook. Those that are read whole are small."""

    def __init__(self, content: bytes) -> None:
        """Raises UnreadableFileError."""
        if content.count(_ENTRY) > _MOST_PARTS:
            raise UnreadableFileError(TOO_LARGE)
        super().__init__(BytesIO(content))
        parts = self.infolist()
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise UnreadableFileError(TOO_LARGE)
        # Other ways to pack are no workbook's, and unpack without a bound.
        packed = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
        if any(part.compress_type not in packed or part.flag_bits & _IS_ENCRYPTED for part in parts):
            raise UnreadableFileError(SPOILT)

    def read(self, name: str | zipfile.ZipInfo, pwd: bytes | None = None) -> bytes:
        """A part that is read whole. Raises UnreadableFileError when it is too large or no plain XML."""
        info = name if isinstance(name, zipfile.ZipInfo) else self.getinfo(name)
        if info.file_size > MOST_OF_A_PART:
            raise UnreadableFileError(TOO_LARGE)
        data = super().read(name, pwd)
        if data.count(b"<") > MOST_TAGS_OF_A_PART:
            raise UnreadableFileError(TOO_LARGE)
        check_start(data[:200])
        if b"<!DOCTYPE" in data or b"\0" in data:
            raise UnreadableFileError(_NOT_OURS)
        return data

    @contextmanager
    def measured(
        self, name: str, mark: bytes, most_tags: int, most: int = MOST_UNPACKED
    ) -> Iterator[Measured]:
        """A part that is read as it comes; `mark`: the tag that comes again and again."""
        if self.getinfo(name).file_size > most:
            raise UnreadableFileError(TOO_LARGE)
        with self.open(name) as file:
            yield Measured(file, mark, most_tags)


class Measured:
    """A part as lxml asks for it. Its reading raises UnreadableFileError where it is no spreadsheet's."""

    def __init__(self, file: IO[bytes], mark: bytes, most_tags: int) -> None:
        self.tags = 0
        self._file, self._most_tags = file, most_tags
        self._mark = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,40}:)?" + mark + rb"[\s/>]")
        self._since = 0  # bytes since the last mark
        self._behind = b""
        self._is_first = True

    def read(self, size: int = -1) -> bytes:
        chunk = self._file.read(size if size >= 0 else _MOST_BETWEEN)
        if self._is_first:
            check_start(chunk[:200])
            self._is_first = False
        seen = self._behind + chunk
        if _HIDING.search(seen) or b"\0" in seen:
            raise UnreadableFileError(_NOT_OURS)
        self.tags += chunk.count(b"<")
        self._measure(seen, len(chunk))
        if self.tags > self._most_tags or self._since > _MOST_BETWEEN:
            raise UnreadableFileError(TOO_LARGE)
        self._behind = seen[-_KEPT_BEHIND:]
        return chunk

    def _measure(self, seen: bytes, fresh: int) -> None:
        last = -1
        for found in self._mark.finditer(seen):
            last = found.start()
        self._since = len(seen) - last if last >= 0 else self._since + fresh


def check_start(start: bytes) -> None:
    """What follows is looked at byte by byte: that has to be the text itself. Raises UnreadableFileError."""
    told = _ENCODING.search(start)
    if told and told[1].lower() not in _PLAIN:
        raise UnreadableFileError(SPOILT)
