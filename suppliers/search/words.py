"""The words of the directory, against which a mistyped one is put right."""

from django.db import connection

from suppliers.models.keys import array_of

from .typos import swapped

# Letters only: numbers are not spelled wrong. Two letters are too short to guess from.
MOST_NEAR = 8
WORD_PATTERN = r"^[[:alpha:]]{3,40}$"
READ_TOGETHER = 50  # structures: reading a text, it is the beginning that takes long

RECOUNT = """
WITH said AS (
  SELECT word, sum(entries) AS entries
    FROM (SELECT word, ndoc AS entries
            FROM ts_stat($$SELECT to_tsvector('public.atlas_simple', label || ' ' || COALESCE(
                             (SELECT string_agg(term, ' ') FROM suppliers_sectorsynonym y
                               WHERE y.sector_id = s.id), '')) FROM suppliers_sector s$$)
          UNION ALL
          SELECT word, ndoc
            FROM ts_stat($$SELECT to_tsvector('public.atlas_simple', name || ' ' || brand)
                             FROM suppliers_structure WHERE status = 'published'$$)
          UNION ALL
          SELECT word, ndoc
            FROM ts_stat($$SELECT to_tsvector('public.atlas_simple',
                                              array_to_string(a.keywords, ' '))
                             FROM suppliers_activity a
                             JOIN suppliers_structure s ON s.id = a.structure_id
                            WHERE s.status = 'published'$$)) AS counted
   WHERE word ~ %s
   GROUP BY word
),
silent AS (
  DELETE FROM suppliers_searchword w
   WHERE NOT EXISTS (SELECT 1 FROM said WHERE said.word = w.word)
)
INSERT INTO suppliers_searchword (word, entries)
SELECT said.word, said.entries
  FROM said LEFT JOIN suppliers_searchword known ON known.word = said.word
 WHERE known.entries IS DISTINCT FROM said.entries
    ON CONFLICT (word) DO UPDATE SET entries = excluded.entries
"""


def recount_words() -> None:
    """Count again in how many entries each word stands; what has not changed is not written."""
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT, [WORD_PATTERN])


def learn_words(structure_ids: list[int]) -> None:
    """Add the words these structures bring; the counts wait for the next rebuild."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO suppliers_searchword (word, entries)
            SELECT DISTINCT said.word, 1
              FROM (SELECT to_tsvector('public.atlas_simple', string_agg(text, ' ')) AS words
                      FROM (SELECT id, name || ' ' || brand AS text FROM suppliers_structure
                             WHERE id = ANY(%(ids)s::bigint[]) AND status = 'published'
                            UNION ALL
                            SELECT s.id, array_to_string(a.keywords, ' ')
                              FROM suppliers_activity a JOIN suppliers_structure s ON s.id = a.structure_id
                             WHERE s.id = ANY(%(ids)s::bigint[]) AND s.status = 'published') AS texts
                     GROUP BY id / %(together)s) AS read
             CROSS JOIN LATERAL unnest(tsvector_to_array(read.words)) AS said(word)
             WHERE said.word ~ %(pattern)s
                ON CONFLICT (word) DO NOTHING
            """,
            {"ids": array_of(structure_ids), "together": READ_TOGETHER, "pattern": WORD_PATTERN},
        )


def nearest_words(words: list[str]) -> dict[str, list[str]]:
    """For each word the directory does not know, those it does that look most like it, the nearest first.

    Two letters swapped come before all: in a short word they leave few trigrams to be found by.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT typed.word, array_agg(near.word ORDER BY near.is_swapped DESC, near.likeness DESC,
                                                            near.entries DESC, near.word)
              FROM (SELECT word, unaccent(lower(word)) AS plain, string_to_array(swapped, ' ') AS swapped
                      FROM unnest(%s::text[], %s::text[]) AS t(word, swapped)) AS typed
             CROSS JOIN LATERAL (
                   SELECT w.word, w.entries, similarity(w.word, typed.plain) AS likeness,
                          w.word = ANY(typed.swapped) AS is_swapped
                     FROM suppliers_searchword w
                    WHERE w.word %% typed.plain OR w.word = ANY(typed.swapped)
                    ORDER BY is_swapped DESC, likeness DESC, w.entries DESC, w.word
                    LIMIT %s) AS near
             WHERE NOT EXISTS (SELECT 1 FROM suppliers_searchword k WHERE k.word LIKE typed.plain || '%%')
             GROUP BY typed.word
            """,
            [words, [" ".join(swapped(word)) for word in words], MOST_NEAR],
        )
        return dict(cursor.fetchall())
