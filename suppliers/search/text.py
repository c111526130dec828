"""What a buyer types in « Que cherchez-vous ? », understood."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection

from suppliers.procurement.cpv import clean_cpv

from .words import nearest_words

WORD = re.compile(r"[^\W_]+", re.UNICODE)
MOST_WORDS = 12
SPACES = re.compile(r"[\s.]+")


@dataclass(frozen=True)
class TypedText:
    """One of: words, a SIRET or SIREN, a CPV code."""

    words: tuple[str, ...] = ()
    number: str = ""
    cpv: str = ""

    @property
    def tsquery(self) -> str:
        return tsquery(self.words)


def read_text(typed: str) -> TypedText:
    """Tell what was typed: a SIRET or SIREN (spaces allowed), a CPV code with its key or not, or words."""
    digits = SPACES.sub("", typed)
    if digits.isascii() and digits.isdigit() and len(digits) in (9, 14):
        return TypedText(number=digits)
    if cpv := clean_cpv(digits):
        return TypedText(cpv=cpv)
    return TypedText(words=tuple(WORD.findall(typed.replace("\x00", " ")))[:MOST_WORDS])


@lru_cache(maxsize=4096)
def tsquery(words: tuple[str, ...]) -> str:
    """The text query of these words, as PostgreSQL writes it; empty when they are all stop words.

    Each word is met by its stem or by any word it begins. Stop words ("de", "et") ask nothing, unless alone.
    """
    if not words:
        return ""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT string_agg(format('(%%s)', stem || prefix), ' & ' ORDER BY rank)
              FROM (SELECT rank, plainto_tsquery('public.atlas_french', word) AS stem,
                           to_tsquery('public.atlas_simple', quote_literal(word) || ':*') AS prefix
                      FROM unnest(%s::text[]) WITH ORDINALITY AS w(word, rank)) AS asked
             WHERE numnode(stem) > 0
            """,
            [list(words)],
        )
        return cursor.fetchone()[0] or ""


def corrected(words: tuple[str, ...]) -> tuple[str, ...] | None:
    """The same words with those the directory does not know put right; None when none can be."""
    nearest = nearest_words(list(words))
    if not nearest:
        return None
    return tuple(nearest.get(word, word) for word in words)


def prefix_query(words: tuple[str, ...]) -> str:
    """The query of names that have, for each of these words, a word that begins so; empty for none."""
    return " & ".join(f"'{unaccented(word)}':*AB" for word in words)


def unaccented(word: str) -> str:
    """Lower case without accents, as the text search configurations write words."""
    letters = unicodedata.normalize("NFKD", word.lower().replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
