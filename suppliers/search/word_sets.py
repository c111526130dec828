"""For each word, the entries that have it: PostgreSQL says it once, many searches share it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_

from django.db import connection

from .index import DirectoryIndex
from .text import QUERIES, keep_query, known_query, queries_of, word_queries

SHARED_UP_TO = 2  # of more words, each is often in thousands of entries, and all of them in a few


def entries_with(words: Sequence[str], index: DirectoryIndex) -> dict[str, int]:
    """For each word, the entries that have it; every entry for a word that asks nothing."""
    if strangers := [word for word in dict.fromkeys(words) if known_query(word) is None]:
        _read_strangers(strangers, index)
    queries = dict(zip(words, word_queries(words), strict=True))
    known = {query: index.words.known(query) for query in set(queries.values()) if query}
    missing = [query for query, bits in known.items() if bits is None]
    if missing:
        known |= _read(missing, index)
    return {word: known[query] or 0 if query else index.everything for word, query in queries.items()}


def entries_with_all(words: Sequence[str], index: DirectoryIndex) -> int:
    """The entries that have every word."""
    if len(words) <= SHARED_UP_TO:
        return reduce(and_, entries_with(words, index).values(), index.everything)
    query = " & ".join(filter(None, word_queries(words)))
    if not query:
        return index.everything
    known: int | None = index.words.known(query)
    return _read([query], index)[query] if known is None else known


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
                index.words.keep(query, index.of_ids(ids))


def _read(queries: Iterable[str], index: DirectoryIndex) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT query, ARRAY(SELECT structure_id FROM suppliers_directoryentry
                                 WHERE vector @@ query::tsquery)
              FROM unnest(%s::text[]) AS asked(query)
            """,
            [list(queries)],
        )
        found = {query: index.of_ids(ids) for query, ids in cursor.fetchall()}
    for query, bits in found.items():
        index.words.keep(query, bits)
    return found
