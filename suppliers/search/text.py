"""What a buyer types in « Que cherchez-vous ? », understood."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from .recent import Recent
from .vocabulary import ARTICLE, FRENCH_WORDS, GRAMMAR, without_fillers
from .written_numbers import read_number

WORD = re.compile(r"[^\W_]+", re.UNICODE)
MOST_WORDS = 12
LEXEME = re.compile(r"('(?:[^']|'')*')(?::(\*))?")  # as PostgreSQL writes them: 'nettoyag', 'netto':*
LONGEST_WHOLE = 3  # letters

QUERIES = """
SELECT word,
       CASE WHEN numnode(stem) > 0 THEN format('(%%s)', stem || whole) ELSE '' END AS query
  FROM (SELECT word, plainto_tsquery('public.atlas_french', word) AS stem,
               to_tsquery('public.atlas_simple', quote_literal(word)
                          || CASE WHEN length(word) > %s THEN ':*' ELSE '' END) AS whole
          FROM unnest(%s::text[]) AS w(word)) AS asked
"""

_queries = Recent(5_000)  # by `_heard`
# Whose accents PostgreSQL takes away letter by letter, as we do: "œ" would make a word longer, and beside a
# digit accents stay.
FRENCH = re.compile(r"[a-zàâäçéèêëîïôöùûüÿA-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸ]+")


@dataclass(frozen=True)
class TypedText:
    """One of: words and articles of the code, a SIRET or SIREN, a CPV code."""

    words: tuple[str, ...] = ()
    number: str = ""
    cpv: str = ""
    articles: tuple[str, ...] = ()  # "L2113-12"

    @property
    def number_kind(self) -> str:
        """Which number it is: siret or siren."""
        return "siret" if len(self.number) == 14 else "siren"

    @property
    def acronyms(self) -> list[str]:
        """Articles, and every word that may be an acronym, in capitals."""
        return [*self.articles, *(word.upper() for word in self.words if _may_be_acronym(word))]

    def asked(self, acronyms: Collection[str]) -> tuple[str, ...]:
        """The words that ask something, those of these acronyms apart; of fillers alone, all but grammar."""
        others = [w for w in self.words if not (_may_be_acronym(w) and w.upper() in acronyms)]
        kept = set(without_fillers([unaccented(word) for word in others]))
        asked = tuple(word for word in others if unaccented(word) in kept)
        if asked or acronyms:
            return asked
        return tuple(word for word in self.words if unaccented(word) not in GRAMMAR)


def read_text(typed: str) -> TypedText:
    """Tell what was typed: a SIRET or SIREN (a VAT number holds one), a CPV code, or words."""
    number = read_number(typed)
    if number.cpv or number.of_enterprise:
        return TypedText(number=number.of_enterprise, cpv=number.cpv)
    articles = tuple(_article(match) for match in ARTICLE.finditer(typed))
    words = WORD.findall(ARTICLE.sub(" ", typed).replace("\x00", " "))
    return TypedText(words=tuple(words)[:MOST_WORDS], articles=tuple(dict.fromkeys(articles)))


def _article(match: re.Match[str]) -> str:
    return "-".join(part for part in ("L2113", match[1], match[2]) if part)


def _may_be_acronym(word: str) -> bool:
    return word.lower() not in FRENCH_WORDS or word.isupper()


def tsquery(words: tuple[str, ...]) -> str:
    """The text query of these words, as PostgreSQL writes it; empty when they are all stop words."""
    return " & ".join(query for query in word_queries(words) if query)


def word_queries(words: Sequence[str]) -> list[str]:
    """For each word, its text query: met by its stem, or by any word it begins.

    One of three letters at most is met by that word alone; stop words ("de", "et") ask nothing: empty.
    """
    known = {word: query for word in words if (query := known_query(word)) is not None}
    missing = list(dict.fromkeys(word for word in words if word not in known))
    if missing:
        with connection.cursor() as cursor:
            cursor.execute(QUERIES, queries_of(missing))
            known |= cursor.fetchall()
    for word in missing:
        keep_query(word, known[word])
    return [known[word] for word in words]


def queries_of(words: Sequence[str]) -> list[Any]:
    """The parameters of `QUERIES` for these words."""
    return [LONGEST_WHOLE, list(words)]


def known_query(word: str) -> str | None:
    """The query of a word, if it has been asked for."""
    query: str | None = _queries.known(_heard(word))
    return query


def keep_query(word: str, query: str) -> None:
    _queries.keep(_heard(word), query)


def _heard(word: str) -> str:
    """The same for words that have one query, whatever their capitals and accents: « Ménage », « menage »."""
    return unaccented(word) if FRENCH.fullmatch(word) else word


def prefix_query(words: tuple[str, ...]) -> str:
    """The query of names that have, for each of these words, a word that begins so; empty for none."""
    return " & ".join(f"'{unaccented(word)}':*AB" for word in words)


def weighted(lexemes: str, letters: str) -> str:
    """The same text query, met by words of these weights alone: A names, B brands, C sectors, D the rest."""
    return LEXEME.sub(lambda found: f"{found[1]}:{found[2] or ''}{letters}", lexemes)


def unaccented(word: str) -> str:
    """Lower case without accents, as the text search configurations write words."""
    letters = unicodedata.normalize("NFKD", word.lower().replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
