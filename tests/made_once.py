"""What a fixture writes, kept in memory and written again: much quicker than making it anew for each test."""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import connection
from django.utils import timezone

from suppliers.models import DirectoryState, Structure
from tests.snapshot import each_table, rows_of

P = ParamSpec("P")
R = TypeVar("R")


class Made:
    """What `make` returned, and the rows that appeared meanwhile or took the place of others."""

    def __init__(self, make: Callable[[], Any]) -> None:
        tables = each_table()
        before = {table: rows_of(table) for table in tables}
        self.returned = make()
        self._rows: dict[str, list[bytes]] = {}
        self._replaced: dict[str, list[str]] = {}
        for table in tables:
            now = rows_of(table)
            if now != before[table]:
                known, written = (set(rows.splitlines(keepends=True)) for rows in (before[table], now))
                self._rows[table] = [line for line in now.splitlines(keepends=True) if line not in known]
                self._replaced[table] = [line.split(b"\t")[0].decode() for line in known - written]

    def write_again(self) -> None:
        with connection.cursor() as cursor:
            for table, lines in self._rows.items():
                if keys := self._replaced[table]:
                    cursor.execute(f"DELETE FROM {table} WHERE {_key_of(table)}::text = ANY(%s)", [keys])
                with cursor.copy(f"COPY {table} FROM STDIN") as stream:
                    stream.write(b"".join(lines))


def made_once(make: Callable[P, R]) -> Callable[P, R]:
    """Decorate the function of a fixture that writes structures and depends on nothing but the database.

    It is called once a process, a day and a reference; where there are structures already, each time. Every
    test gets its own copy of what it returned.
    """
    kept: dict[tuple[Any, ...], Made] = {}

    @functools.wraps(make)
    def lend(*args: P.args, **options: P.kwargs) -> R:
        if Structure.objects.exists() or not connection.in_atomic_block:
            return make(*args, **options)
        reference = DirectoryState.objects.values_list("version", flat=True).first()
        key = (timezone.localdate(), settings.LISTING_WINDOW_MONTHS, reference)
        if key in kept:
            kept[key].write_again()
        else:
            kept[key] = Made(lambda: make(*args, **options))
        return copy.deepcopy(kept[key].returned)

    return lend


@functools.cache
def _key_of(table: str) -> str:
    """The first column; it is the key, in each of our tables."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} LIMIT 0")
        return connection.ops.quote_name(cursor.description[0].name)
