"""Files that are no ledger."""

from __future__ import annotations


class UnreadableFileError(Exception):
    """The file cannot be read, and why: a French sentence."""
