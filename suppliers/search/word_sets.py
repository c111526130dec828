"""For each word, the entries that have it: PostgreSQL says it once, many searches share it.

What is kept outlives a change of the directory: only the entries that came with it are asked again, where a
common word would be looked for in all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_
from typing import NamedTuple

from django.db import connection

from suppliers.models.keys import array_of

from .index import DirectoryIndex
from .text import QUERIES, keep_query, known_query, queries_of, word_queries

SHARED_UP_TO = 2  # of more words, each is often in thousands of entries, and all of them in a few


class Kept(NamedTuple):
    """The entries that have a word, among those of the first so many ordinals."""

    bits: int
    up_to: int


def entries_with(words: Sequence[str], index: DirectoryIndex) -> dict[str, int]:
    """For each word, the entries that have it; every entry for a word that asks nothing."""
    if strangers := [word for word in dict.fromkeys(words) if known_query(word) is None]:
        _read_strangers(strangers, index)
    queries = dict(zip(words, word_queries(words), strict=True))
    known = _entries_meeting(set(filter(None, queries.values())), index)
    return {word: known[query] if query else index.everything for word, query in queries.items()}


def entries_with_all(words: Sequence[str], index: DirectoryIndex) -> int:
    """The entries that have every word."""
    if len(words) <= SHARED_UP_TO or _are_kept(words, index):
        return reduce(and_, entries_with(words, index).values(), index.everything)
    query = " & ".join(filter(None, word_queries(words)))
    return _entries_meeting([query], index)[query] if query else index.everything


def _are_kept(words: Sequence[str], index: DirectoryIndex) -> bool:
    """Whether the entries of every word are known already."""
    queries = [known_query(word) for word in words]
    return all(query is not None and (not query or index.words.known(query)) for query in queries)


def _entries_meeting(queries: Iterable[str], index: DirectoryIndex) -> dict[str, int]:
    """For each query, the entries that meet it."""
    kept: dict[str, Kept | None] = {query: index.words.known(query) for query in queries}
    found = {query: known.bits for query, known in kept.items() if known}
    if missing := [query for query, known in kept.items() if known is None]:
        found |= _read(missing, index)
    behind = {query: known for query, known in kept.items() if known and known.up_to < index.size}
    if behind:
        since = min(known.up_to for known in behind.values())
        for query, bits in _read(behind, index, among=index.ids[since:]).items():
            found[query] |= bits
            _keep(query, found[query], index)
    return {query: bits & index.everything for query, bits in found.items()}


def _read_strangers(words: Sequence[str], index: DirectoryIndex) -> None:
    """What to ask for words never seen, and what it finds, at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT word, query, CASE WHEN query <> '' THEN ARRAY(
                       SELECT structure_id FROM suppliers_directoryentry WHERE vector @@ query::tsquery) END
              FROM ({QUERIES} OFFSET 0) AS asked  -- worked out once, not again for each entry
            """,  # noqa: S608  our own SQL
            queries_of(words),
        )
        for word, query, ids in cursor.fetchall():
            keep_query(word, query)
            if query:
                _keep(query, index.of_ids(ids), index)


def _read(queries: Iterable[str], index: DirectoryIndex, among: Sequence[int] = ()) -> dict[str, int]:
    """What meets each query, all or among some structures; kept if it is all."""
    some = "AND structure_id = ANY(%s::bigint[])" if among else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT query, ARRAY(SELECT structure_id FROM suppliers_directoryentry
                                 WHERE vector @@ query::tsquery {some})
              FROM unnest(%s::text[]) AS asked(query)
            """,  # noqa: S608  our own SQL
            [*([array_of(among)] if among else []), list(queries)],
        )
        found = {query: index.of_ids(ids) for query, ids in cursor.fetchall()}
    if not among:
        for query, bits in found.items():
            _keep(query, bits, index)
    return found


def _keep(query: str, bits: int, index: DirectoryIndex) -> None:
    index.words.keep(query, Kept(bits, index.size))
