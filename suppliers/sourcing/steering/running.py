"""Where a ledger is read: at once when it is short, else beside the requests, in a thread of the process."""

from __future__ import annotations

import threading

from django.db import connection, transaction

from suppliers.models import Ledger

from .importing import read_ledger

SHORT = 2_000  # lines: read in the time of a page
_PATIENCE = 5  # seconds: until the thread holds the ledger’s lock


def start(ledger: Ledger) -> None:
    """Read it once what has just been written stands.

    A process that ends meanwhile leaves it to be started again.
    """
    is_short = 0 < ledger.rows <= SHORT
    transaction.on_commit(lambda: read_ledger(ledger.pk) if is_short else _beside(ledger.pk))


def _beside(pk: int) -> None:
    """Come back once it is known to be read: the next page would take it for one that has stopped."""
    begun = threading.Event()
    threading.Thread(target=_run, args=(pk, begun), name=f"ledger-{pk}", daemon=True).start()
    begun.wait(_PATIENCE)


def _run(pk: int, begun: threading.Event) -> None:
    try:
        read_ledger(pk, begun.set)
    finally:
        connection.close()  # this thread’s own
