"""This process's index, kept in step with the directory's version."""

from __future__ import annotations

import gc
import threading

from django.db import connection

from suppliers.models import DirectoryRemoval, DirectoryState

from .index import DirectoryIndex, Row
from .state import State

RELOAD_SHARE = 20  # a tail longer than one entry in so many is sorted in by reading all again
WORTH_FREEZING = 5_000  # entries

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
                former, index = index, _caught_up(index, state.version)
                _current = index
                _let_go(former, index)
    return index


def _let_go(former: DirectoryIndex | None, index: DirectoryIndex) -> None:
    """Free the former index, and spare the collector of garbage the one read anew.

    What stays for a version is not to be walked through at each collection: one page in forty waited 80 ms.
    """
    if former is not None:
        former.recent.clear()  # its searches lead back to it
    if index.sorted_up_to == index.size >= WORTH_FREEZING:
        gc.unfreeze()
        gc.collect()
        gc.freeze()


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
    return DirectoryIndex(version, _rows("", []))


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
