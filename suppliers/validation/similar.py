"""Structures that look like one: near name, same numbers, same domain, same place."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from suppliers.models import Structure
from suppliers.models.keys import array_of

from .likeness import (
    COMPARABLE,
    FACTS,
    mail_domain,
    own_domain,
    phone,
    plain_name,
    rare_part,
    site_domain,
)

MOST = 6
NEAR_NAME = 0.45  # trigrams in common, of one
NEAR_KM = 0.5
LEAST_SCORE = 0.4
_WIDEST_WORD = 400  # structures: a word that more have tells nothing
_MOST_OF_EACH = 300  # candidates by one road, of one structure
_MOST_BY_NAME = 50
_MOST_WORDS = 6  # of a name, that are looked for as misspelt

# Two more roads, by what a name resembles: too long for the many that an import brings, worth it for the one
# that somebody decides on. Among the published, by the words of the directory that look like its own; those
# that wait or are hidden, which no search knows, by an index of their names.
_BY_NAME = f"""
   UNION
  SELECT n.id, e.structure_id
    FROM (SELECT w.id, (SELECT string_agg(quote_literal(near.word) || ':A', ' | ')
                          FROM (SELECT word FROM unnest(string_to_array(w.rare_name, ' ')) AS t(word)
                                 WHERE length(word) >= 4 LIMIT {_MOST_WORDS}) AS said
                         CROSS JOIN LATERAL (SELECT k.word FROM suppliers_searchword k
                                WHERE k.word %% said.word AND k.word <> said.word
                                  AND k.entries <= {_WIDEST_WORD}
                                ORDER BY similarity(k.word, said.word) DESC, k.word LIMIT 3) AS near
                       )::tsquery AS words
            FROM wanted w) AS n
   CROSS JOIN LATERAL (SELECT structure_id FROM suppliers_directoryentry e
          WHERE e.vector @@ n.words LIMIT {_MOST_OF_EACH}) AS e
   UNION
  SELECT w.id, o.id FROM wanted w
   CROSS JOIN LATERAL (SELECT id FROM suppliers_structure o
          WHERE o.status IN ('pending', 'hidden') AND o.is_demo = w.is_demo
            AND w.rare_name <%% (o.name || ' ' || o.brand)
          ORDER BY word_similarity(w.rare_name, o.name || ' ' || o.brand) DESC, id LIMIT {_MOST_BY_NAME}) AS o
"""  # noqa: S608  our own SQL

# Each road to a candidate is an index of its own: SIREN, telephone, domains, the neighbours in its commune,
# the rarest words of its name.
_CANDIDATES = f"""
WITH wanted AS MATERIALIZED (
  SELECT s.id, s.siren, s.rna, s.territory_id, s.latitude, s.longitude, s.is_demo,
         {phone("s")} AS phone, {own_domain(mail_domain("s"))} AS mail,
         {own_domain(site_domain("s"))} AS site,
         {rare_part(plain_name("s"))} AS rare_name
    FROM suppliers_structure s WHERE s.id = ANY(%(ids)s::bigint[])
),
telling AS (
  SELECT w.id, (SELECT string_agg(quote_literal(said.word) || ':A', ' | ')
                  FROM (SELECT word FROM suppliers_searchword k
                         WHERE k.word = ANY(string_to_array(w.rare_name, ' ')) AND k.entries <= {_WIDEST_WORD}
                         ORDER BY k.entries LIMIT 3) AS said)::tsquery AS words
    FROM wanted w
),
found AS (
  SELECT w.id AS wanted_id, o.id FROM wanted w JOIN suppliers_structure o ON o.siren = w.siren
   UNION
  SELECT w.id, o.id FROM wanted w
   CROSS JOIN LATERAL (SELECT id FROM suppliers_structure o
          WHERE o.phone <> '' AND {phone("o")} = w.phone AND length(w.phone) = 9 LIMIT {_MOST_OF_EACH}) AS o
   UNION
  SELECT w.id, o.id FROM wanted w
   CROSS JOIN LATERAL (SELECT id FROM suppliers_structure o
          WHERE o.email <> '' AND {mail_domain("o")} = ANY(ARRAY[w.mail, w.site]) LIMIT {_MOST_OF_EACH}) AS o
   UNION
  SELECT w.id, o.id FROM wanted w
   CROSS JOIN LATERAL (SELECT id FROM suppliers_structure o
          WHERE o.website <> '' AND {site_domain("o")} = ANY(ARRAY[w.mail, w.site])
          LIMIT {_MOST_OF_EACH}) AS o
   UNION
  SELECT w.id, o.id FROM wanted w
   CROSS JOIN LATERAL (SELECT id FROM suppliers_structure o
          WHERE o.territory_id = w.territory_id
            AND (w.rna <> '' AND o.rna = w.rna OR o.latitude BETWEEN w.latitude - 0.005 AND w.latitude + 0.005
                 AND o.longitude BETWEEN w.longitude - 0.0075 AND w.longitude + 0.0075)
          ORDER BY abs(o.latitude - w.latitude) + abs(o.longitude - w.longitude) LIMIT {_MOST_OF_EACH}) AS o
   UNION
  SELECT t.id, e.structure_id FROM telling t
   CROSS JOIN LATERAL (SELECT structure_id FROM suppliers_directoryentry e
          WHERE e.vector @@ t.words LIMIT {_MOST_OF_EACH}) AS e
  /* more roads */
)
SELECT w.id AS a, o.id AS b
  FROM found f JOIN wanted w ON w.id = f.wanted_id JOIN suppliers_structure o ON o.id = f.id
 WHERE o.id <> w.id AND o.is_demo = w.is_demo AND {COMPARABLE.format("o")}
"""  # noqa: S608  our own SQL
CANDIDATES = _CANDIDATES.replace("/* more roads */", "")
_WITH_NAMES = _CANDIDATES.replace("/* more roads */", _BY_NAME)


@dataclass(frozen=True)
class Similar:
    """A structure that resembles another: why, in words, and how much (0 to 1)."""

    structure: Structure
    reasons: list[str]
    score: float


@dataclass(frozen=True)
class Facts:
    """What two structures share; one line of `likeness.FACTS`."""

    a: int
    b: int
    likeness: float
    same_name: bool
    same_siren: bool
    both_have_siret: bool
    same_rna: bool
    same_phone: bool
    same_domain: bool
    same_territory: bool | None
    same_address: bool
    km: float | None

    @property
    def reasons(self) -> list[str]:
        said = {
            "même SIREN": self.same_siren,
            "même numéro RNA": self.same_rna,
            "nom identique": self.same_name,
            "nom proche": self.likeness >= NEAR_NAME and not self.same_name,
            "même téléphone": self.same_phone,
            "même domaine de site ou de courriel": self.same_domain,
            "même adresse": self.same_address,
            f"à {_metres(self.km)}": self.km is not None and self.km <= NEAR_KM and not self.same_address,
        }
        return [reason for reason, is_so in said.items() if is_so]

    @property
    def score(self) -> float:
        """Each thing in common leaves less room for doubt; a far name leaves much of it."""
        is_near = self.same_address or (self.km is not None and self.km <= NEAR_KM)
        weights = [
            0.7 * self.likeness if self.likeness >= NEAR_NAME else 0,
            0.35 * self.same_siren,
            0.8 * self.same_rna,
            0.4 * self.same_phone,
            0.35 * self.same_domain,
            0.25 * is_near,
        ]
        doubt = 1.0
        for weight in weights:
            doubt *= 1 - weight
        return round(1 - doubt, 3)


def similar_structures(structure: Structure, limit: int = MOST) -> list[Similar]:
    """Those that may be the same, the likeliest first. Two queries."""
    facts = [one for one in _facts_around(structure) if one.score >= LEAST_SCORE]
    best = sorted(facts, key=lambda one: (-one.score, one.b))[:limit]
    known = Structure.objects.select_related("territory", "merged_into").in_bulk([one.b for one in best])
    return [Similar(known[one.b], one.reasons, one.score) for one in best if one.b in known]


def _facts_around(structure: Structure) -> list[Facts]:
    """What it shares with its candidates (`a` is this one)."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH pair AS MATERIALIZED ({_WITH_NAMES}) {FACTS}", {"ids": array_of([structure.pk])}
        )
        return [Facts(*row) for row in cursor.fetchall()]


def _metres(km: float | None) -> str:
    """« 120 m », to the ten; close by is close by."""
    if km is None:
        return ""
    return "moins de 10 m" if km < 0.01 else f"{round(km * 100) * 10} m"
