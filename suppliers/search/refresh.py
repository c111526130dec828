"""Keep the read model in step with the tables, and with the calendar."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import Max
from django.utils import timezone
from psycopg.errors import LockNotAvailable

from suppliers.models import DirectoryEntry, DirectoryRemoval, DirectoryState, Structure
from suppliers.models.keys import Keys

from .entries import COLUMNS, entries_query
from .words import learn_words, recount_words

BATCH = 5_000
# Structures. For a few, planning takes four times as long as writing: PostgreSQL may keep its plan, which is
# none for many.
MANY = 100
LOCK_TIMEOUT = "5s"  # of the first requests of a day, when an import holds the directory
COMPARED = [column for column in COLUMNS if column != "structure_id"]


@transaction.atomic
def refresh(structure_ids: Iterable[int] | None = None, *, day: dt.date | None = None) -> int:
    """Recompute the rows of these structures (None: all), and of their sister establishments.

    Returns how many rows changed. Belongs in the transaction of the change it follows: readers see both.
    """
    ids = None if structure_ids is None else _with_sisters(list(structure_ids))
    if ids == []:
        return 0
    version = _next_version()
    day = day or timezone.localdate()
    changed = sum(_write(batch, day, version) for batch in _batches(ids))
    changed += _remove(ids, version)
    state = DirectoryState.objects.filter(pk=1)
    state.update(has_demo=_has_demo(), changed_at=timezone.now())
    if ids is None:
        state.update(refreshed_on=day, listing_window_months=settings.LISTING_WINDOW_MONTHS)
        recount_words()
    else:
        learn_words(ids)
    return changed


def refresh_due(day: dt.date) -> None:
    """Recompute what time alone has changed since the last refresh: certificates begun, ended, out of date.

    The first request of a day does it, once, whoever asks; a lock makes the others wait for its result.
    Behind a long import they wait a little, then answer from what is there: the next request tries again.
    """
    try:
        _refresh_due(day)
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise


def forget_reference() -> None:
    """Let every process read the reference again, when it has changed and no structure has."""
    _next_version()


def _refresh_due(day: dt.date) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LOCK_TIMEOUT])
        state = DirectoryState.objects.select_for_update().get_or_create(pk=1)[0]
        if state.refreshed_on is not None and state.refreshed_on >= day:
            return
        _forget_removals(state.version)
        due = DirectoryEntry.objects.filter(next_change_on__lte=day).values_list("structure_id", flat=True)
        refresh(list(due), day=day)
        DirectoryState.objects.filter(pk=1).update(refreshed_on=day)


def settings_changed() -> bool:
    """Whether the rows were computed under another setting than today's, and only a full refresh helps."""
    known = DirectoryState.objects.filter(pk=1).values_list("listing_window_months", flat=True).first()
    return known is not None and known != settings.LISTING_WINDOW_MONTHS


def differences(day: dt.date | None = None) -> list[int]:
    """Ids of structures whose row is missing, wrong or should not be there."""
    query, parameters = entries_query(None, day or timezone.localdate())
    names = ", ".join(COLUMNS)
    stored = ", ".join(f"e.{column}" for column in COLUMNS)
    sql = f"""
        SELECT COALESCE(f.structure_id, e.structure_id)
          FROM (SELECT {names} FROM ({query}) AS q) AS f
          FULL JOIN suppliers_directoryentry e ON e.structure_id = f.structure_id
         WHERE f.structure_id IS NULL OR e.structure_id IS NULL
            OR ({", ".join(f"f.{column}" for column in COLUMNS)}) IS DISTINCT FROM ({stored})
         ORDER BY 1"""  # noqa: S608  our own column names
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [row[0] for row in cursor.fetchall()]


def _write(ids: list[int], day: dt.date, version: int) -> int:
    query, parameters = entries_query(ids, day)
    names = ", ".join(COLUMNS)
    sql = f"""
        INSERT INTO suppliers_directoryentry AS e ({names}, changed_in)
        SELECT {names}, %(version)s FROM ({query}) AS fresh
            ON CONFLICT (structure_id) DO UPDATE
           SET {", ".join(f"{column} = excluded.{column}" for column in [*COMPARED, "changed_in"])}
         WHERE ({", ".join(f"e.{column}" for column in COMPARED)})
               IS DISTINCT FROM ({", ".join(f"excluded.{column}" for column in COMPARED)})"""  # noqa: S608
    if len(ids) > MANY:
        sql += f" -- {version}, {ids[0]}: asked once, never prepared"
    with connection.cursor() as cursor:
        cursor.execute(sql, {**parameters, "version": version})
        return int(cursor.rowcount)


def _remove(ids: list[int] | None, version: int) -> int:
    """Forget rows whose structure is published no more, and leave a note for the running processes."""
    gone = DirectoryEntry.objects.exclude(structure__status=Structure.Status.PUBLISHED)
    if ids is not None:
        gone = gone.filter(structure_id__any_of=Keys(ids))
    removed = list(gone.values_list("structure_id", flat=True))
    DirectoryEntry.objects.filter(structure_id__in=removed).delete()
    DirectoryRemoval.objects.bulk_create(
        DirectoryRemoval(structure_id=structure_id, removed_in=version) for structure_id in removed
    )
    return len(removed)


def _forget_removals(version: int) -> None:
    """Drop the notes up to a version, and say so: who has not read the last of them must read all again."""
    read = DirectoryRemoval.objects.filter(removed_in__lte=version)
    last = read.aggregate(last=Max("removed_in"))["last"]
    if last is not None:
        read.delete()
        DirectoryState.objects.filter(pk=1).update(removals_forgotten_up_to=last)


def _next_version() -> int:
    """The next version, under a lock so that versions are committed in their order.

    From a sequence: a number taken by a transaction that was rolled back is never given again.
    """
    DirectoryState.objects.select_for_update().get_or_create(pk=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('suppliers_directory_version')")
        version = int(cursor.fetchone()[0])
    DirectoryState.objects.filter(pk=1).update(version=version)
    return version


def _with_sisters(ids: Sequence[int]) -> list[int]:
    """These structures and all of their legal units, since ESUS and its like belong to those."""
    sirens = Structure.objects.filter(pk__any_of=Keys(ids), siren__isnull=False).values("siren")
    sisters = Structure.objects.filter(siren__in=sirens).values_list("pk", flat=True)
    return sorted({*ids, *sisters})


def _batches(ids: list[int] | None) -> Iterator[list[int]]:
    if ids is None:
        every = Structure.objects.published().order_by("pk").values_list("pk", flat=True)
        yield from (list(batch) for batch in _chunks(every.iterator(chunk_size=BATCH)))
    else:
        yield from (list(batch) for batch in _chunks(ids))


def _chunks(items: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    iterator = iter(items)
    while chunk := tuple(islice(iterator, BATCH)):
        yield chunk


def _has_demo() -> bool:
    return Structure.objects.published().filter(is_demo=True).exists()
