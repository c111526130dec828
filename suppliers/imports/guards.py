"""One import at a time, and never one that seems to run for ever."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection
from django.db.models import BooleanField, Case, F, Q, Value, When
from django.db.models.expressions import RawSQL
from django.utils import timezone

from suppliers.models import ImportIssue, ImportRun

from .issues import REFUSED
from .refusal import RefusedFileError

_LOCK = 0x41746C6173  # any number, the same for every import
_LOCK_IS_HELD = f"""
EXISTS (SELECT 1 FROM pg_locks
         WHERE locktype = 'advisory' AND (classid, objid, objsubid) = ({_LOCK >> 32}, {_LOCK & 0xFFFFFFFF}, 1)
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND granted)
"""  # noqa: S608


def true_status() -> Case:
    """The status of a run, as SQL: one still marked as running while nobody holds the lock was killed."""
    killed = Q(status=ImportRun.Status.RUNNING) & ~Q(RawSQL(_LOCK_IS_HELD, (), BooleanField()))  # noqa: S611
    return Case(When(killed, then=Value(ImportRun.Status.FAILED.value)), default=F("status"))


@contextmanager
def alone(sources: Iterable[str]) -> Iterator[None]:
    """Hold the import lock; the database lets go of it with the connection, should the process be killed.

    Whoever holds it knows that a run still marked as running was killed. Raises RefusedFileError when another
    import is under way.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            raise RefusedFileError("Un autre import est en cours : recommencez quand il sera terminé.")
    try:
        killed = ImportRun.objects.filter(status=ImportRun.Status.RUNNING, source__in=sources)
        killed.update(status=ImportRun.Status.FAILED, finished_at=timezone.now())
        yield
    finally:
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


@contextmanager
def failure_recorded(run: ImportRun) -> Iterator[None]:
    """Whatever stops an import, even Ctrl-C, its run says that it failed and which line is at fault."""
    try:
        yield
    except BaseException as error:
        with suppress(DatabaseError):
            failed = ImportRun.objects.filter(pk=run.pk)
            failed.update(status=ImportRun.Status.FAILED, finished_at=timezone.now())
            if isinstance(error, RefusedFileError):
                ImportIssue.objects.create(
                    run=run, line=error.line, severity=REFUSED, code="fichier", reason=str(error)[:300]
                )
        raise
