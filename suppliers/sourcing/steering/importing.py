"""A ledger is read line by line: what cannot be read is kept with its reason, the rest is kept.

Lines go in by five thousand, each batch in a transaction with the progress that is shown. While it is being
read, its connection holds a lock of the database: one that is marked as running while nobody holds it was
stopped half-way, and can be started again or deleted.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from suppliers.imports.text import one_line, shortened
from suppliers.models import Ledger, LedgerLine, LedgerRefusal, LedgerStatus
from suppliers.models.copying import copy_rows
from suppliers.showing.amounts import number_in_words

from .cells import UnreadableError
from .columns import Line, read_line
from .ending import tell_end
from .files import MOST_ROWS, opened
from .unreadable import UnreadableFileError

logger = logging.getLogger(__name__)
BATCH = 5_000
_turn = threading.Lock()  # in one process, one ledger at a time: pages are to be served meanwhile
_LOCK = 0x6C6C  # any number, the same for every ledger; the second half of the key is the ledger's
_LINE_COLUMNS = [
    *("ledger_id", "number", "siret", "siren", "supplier", "label"),
    *("amount_excl_tax", "paid_on"),
]
_REFUSAL_COLUMNS = ["ledger_id", "number", "reason", "content"]


class GoneError(Exception):
    """The ledger was deleted meanwhile."""


def is_being_read(ledger: Ledger) -> bool:
    """Whether a process is at it: it holds the lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2"
            " AND classid = %s AND objid = %s"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
            [_LOCK, ledger.pk],
        )
        return bool(cursor.fetchone()[0])


@contextmanager
def _alone(pk: int) -> Iterator[bool]:
    """Hold the lock of a ledger; false when another holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK, pk])
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            with suppress(DatabaseError), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, pk])


def read_ledger(pk: int, begun: Callable[[], object] = lambda: None) -> None:
    """Read a ledger that is to be read, from its first line, whatever an earlier attempt has left.

    `begun` is called as soon as its lock is held: from then on it is known to be read.
    """
    with _alone(pk) as is_ours:
        begun()
        if is_ours:
            with _turn:
                _read_or_say_why(pk)


def _read_or_say_why(pk: int) -> None:
    ledger = Ledger.objects.filter(pk=pk, status=LedgerStatus.RUNNING).first()
    if ledger is None or ledger.content is None:
        return
    try:
        _read(ledger)
    except GoneError:
        return
    except UnreadableFileError as error:
        _fail(pk, str(error))
    except Exception:
        logger.exception("ledger %s", pk)
        _fail(pk, "La lecture s’est arrêtée sur une erreur du site : recommencez.")


def _read(ledger: Ledger) -> None:
    forget_lines(ledger.pk)
    places = ledger.columns["places"]
    with opened(bytes(ledger.content or b"")) as (rows, _how_many):
        next(rows, None)  # the headings
        read = 0
        while batch := list(islice(rows, BATCH)):
            read += len(batch)
            if read > MOST_ROWS:
                most = number_in_words(MOST_ROWS)
                raise UnreadableFileError(f"Ce fichier a plus de {most} lignes : partagez-le.")
            _keep(ledger.pk, batch, places)
    with connection.cursor() as cursor:
        # Until PostgreSQL knows how many there are now, it would go through all lines for each supplier.
        cursor.execute("ANALYZE suppliers_ledgerline")
    with transaction.atomic():
        done = Ledger.objects.filter(pk=ledger.pk)
        if done.update(status=LedgerStatus.DONE, content=None, rows=read, finished_at=timezone.now()):
            tell_end(ledger.pk)


@transaction.atomic
def _keep(pk: int, batch: list[tuple[int, list[str]]], places: dict[str, int]) -> None:
    if Ledger.objects.select_for_update().filter(pk=pk).values("pk").first() is None:
        raise GoneError
    lines: list[tuple[Any, ...]] = []
    refused: list[tuple[Any, ...]] = []
    for number, cells in batch:
        try:
            lines.append(_columns(pk, number, read_line(cells, places)))
        except UnreadableError as error:
            refused.append((pk, number, shortened(str(error), 300), _content(cells)))
    copy_rows(LedgerLine, _LINE_COLUMNS, lines)
    copy_rows(LedgerRefusal, _REFUSAL_COLUMNS, refused)
    Ledger.objects.filter(pk=pk).update(
        rows_read=F("rows_read") + len(batch),
        rows_kept=F("rows_kept") + len(lines),
        rows_refused=F("rows_refused") + len(refused),
    )


def _columns(pk: int, number: int, line: Line) -> tuple[Any, ...]:
    return pk, number, line.siret, line.siren, line.supplier, line.label, line.amount, line.paid_on


def _content(cells: list[str]) -> str:
    return shortened(one_line(" ; ".join(cells).replace("\0", "")), 500)


@transaction.atomic
def forget_lines(pk: int) -> None:
    """What was read of a ledger; its file stays."""
    LedgerLine.objects.filter(ledger=pk)._raw_delete("default")
    LedgerRefusal.objects.filter(ledger=pk)._raw_delete("default")
    Ledger.objects.filter(pk=pk).update(rows_read=0, rows_kept=0, rows_refused=0, error="", finished_at=None)


def _fail(pk: int, reason: str) -> None:
    with suppress(DatabaseError), transaction.atomic():
        forget_lines(pk)
        failed = Ledger.objects.filter(pk=pk)
        if failed.update(
            status=LedgerStatus.FAILED, error=shortened(reason, 300), finished_at=timezone.now()
        ):
            tell_end(pk)
