"""One import at a time, and never one that seems to run for ever."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection
from django.utils import timezone

from suppliers.models import ImportIssue, ImportRun

from .issues import REFUSED
from .refusal import RefusedFileError

_LOCK = 0x41746C6173  # any number, the same for every import


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
