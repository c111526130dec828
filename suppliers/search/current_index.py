"""This process's index, kept in step with the directory's version."""

from __future__ import annotations

import gc
import threading

from django.db import connection

from suppliers.models import DirectoryRemoval, DirectoryState

from .index import DirectoryIndex, Row
from .state import State

RELOAD_SHARE = 20  # a tail longer than one entry in so many is sorted in by reading all again

WORTH_SETTLING = 5_000  # entries

_lock = threading.Lock()
_current: DirectoryIndex | None = None


def current(state: State) -> DirectoryIndex:
    """This process's index, at the version of the state or a later one."""
    global _current
    index = _current
    if index is None or index.version < state.version:
        with _lock:
            index = _current
            if index is None or index.version < state.version:
                index = _current = _caught_up(index, state.version)
    return index


def forget() -> None:
    """Drop this process's index, when the database below it was put back (between two tests)."""
    global _current
    with _lock:
        _current = None


def forget_searches() -> None:
    """Drop the searches kept with the index, so that they are measured anew."""
    if _current is not None:
        _current.recent.clear()


def _caught_up(index: DirectoryIndex | None, version: int) -> DirectoryIndex:
    """The index of a version, from an earlier one when little has changed."""
    if index is not None:
        changed = list(_rows("WHERE changed_in > %s", [index.version]))
        removals = DirectoryRemoval.objects.filter(removed_in__gt=index.version)
        removed = list(removals.values_list("structure_id", flat=True))
        tail = index.size - index.sorted_up_to + len(changed)
        # Asked after the removals were read: none can have been forgotten in between.
        if tail * RELOAD_SHARE <= index.sorted_up_to and not _forgotten_since(index.version):
            # Removed first: a structure that left and came back since is in both.
            return index.updated(version, changed, removed)
    return _settled(DirectoryIndex(version, _rows("", [])))


def _settled(index: DirectoryIndex) -> DirectoryIndex:
    """The same. What stays for a version is not to be walked through by each collection of garbage: that
    stopped one page in forty for 80 ms."""
    if index.size >= WORTH_SETTLING:
        gc.collect()
        gc.freeze()
    return index


def _forgotten_since(version: int) -> bool:
    """Whether a removal that is more recent than a version is on record no more."""
    return DirectoryState.objects.filter(pk=1, removals_forgotten_up_to__gt=version).exists()


def _rows(where: str, parameters: list[int]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT structure_id, codes, place, latitude, longitude FROM suppliers_directoryentry {where}"  # noqa: S608
            " ORDER BY place, structure_id",
            parameters,
        )
        rows: list[Row] = cursor.fetchall()
        return rows
