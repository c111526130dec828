"""How well entries have the words: in their name, brand, sectors, offers or description."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from suppliers.models.directory_entry import RANK_WEIGHTS
from suppliers.models.keys import array_of

from .bits import Ordinals, bits_of
from .index import DirectoryIndex
from .text import weighted

IN_NAME_OR_BRAND, WORST = 2, 4  # of the scores below
BY_KEY, BY_WORDS = "structure_id = ANY(%s::bigint[])", "vector @@ %s::tsquery"
# In two arrays: a thousand rows of two columns would take longer to read than to find.
SCORES = """
SELECT array_agg(structure_id),
       array_agg(CASE WHEN vector @@ %s::tsquery THEN 0
                      WHEN vector @@ %s::tsquery THEN 1
                      WHEN vector @@ %s::tsquery THEN 2
                      ELSE 4 - ts_rank(%s::real[], vector, %s::tsquery) END)
  FROM suppliers_directoryentry
"""


@dataclass(frozen=True)
class Relevance:
    """A score for each of some entries, the lowest the best; `ordinals` ascend."""

    ordinals: Ordinals
    scores: NDArray[np.float64]

    def of(self, ordinals: Ordinals) -> NDArray[np.float64]:
        """The scores of some entries: the worst for those that have lost the words since."""
        if not len(self.ordinals):
            return np.full(len(ordinals), WORST)
        places = np.minimum(np.searchsorted(self.ordinals, ordinals), len(self.ordinals) - 1)
        return np.where(self.ordinals[places] == ordinals, self.scores[places], WORST)

    def named(self, size: int) -> int:
        """Those whose name or brand has all the words."""
        return bits_of(self.ordinals[self.scores < IN_NAME_OR_BRAND], size)


def relevance(lexemes: str, among: int | None, index: DirectoryIndex) -> Relevance:
    """The scores of the entries that have the words, or of a set of them.

    0 all in the name, 1 in the name or the brand, 2 with the sectors; beyond, the fuller the text the better:
    offers, which it says twice, before the description.
    """
    where, asked = (BY_WORDS, lexemes) if among is None else (BY_KEY, array_of(index.ids_of(among)))
    with connection.cursor() as cursor:
        cursor.execute(
            f"{SCORES} WHERE {where}",
            [*(weighted(lexemes, letters) for letters in ("A", "AB", "ABC")), RANK_WEIGHTS, lexemes, asked],
        )
        ids, scores = cursor.fetchone()
    ordinals = index.ordinals_in_order_of(ids or ())
    ascending = np.argsort(ordinals)[np.count_nonzero(ordinals < 0) :]  # strangers, −1, come first
    return Relevance(ordinals[ascending], np.array(scores or (), dtype=np.float64)[ascending])
