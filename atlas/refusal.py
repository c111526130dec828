"""The ways to say that the site will not start, without a traceback.

An older Python must be able to read this: `atlas/install.py` does.
"""

import contextlib
import sys
from collections.abc import Iterator

INTERRUPTED = 130  # as shells say it of a program that Ctrl-C ended


class StartRefused(SystemExit):
    """Ends the program with one sentence for whoever started it, and no traceback, whatever the door."""


@contextlib.contextmanager
def interruptible() -> "Iterator[None]":
    """Ctrl-C is a wish, not a fault."""
    try:
        yield
    except KeyboardInterrupt:
        # The terminal has just shown « ^C » on the line.
        print("\nPréparation interrompue : le prochain départ la reprendra.", file=sys.stderr)
        raise SystemExit(INTERRUPTED) from None
