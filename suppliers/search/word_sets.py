"""For each word, the entries that have it: PostgreSQL says it once, many searches share it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from .index import DirectoryIndex
from .text import word_queries


def entries_with(words: Sequence[str], index: DirectoryIndex) -> dict[str, int]:
    """For each word, the entries that have it; every entry for a word that asks nothing."""
    queries = dict(zip(words, word_queries(tuple(words)), strict=True))
    known = {query: index.words.known(query) for query in set(queries.values()) if query}
    missing = [query for query, bits in known.items() if bits is None]
    if missing:
        known |= _read(missing, index)
    return {word: known[query] or 0 if query else index.everything for word, query in queries.items()}


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
