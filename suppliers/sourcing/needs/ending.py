"""Proofs that hold today and will have ended by the deadline for applications: they count for nothing then.

The directory's list reads proofs of today and has no filter for another day: these numbers have no list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db import connection

from suppliers.models import Need
from suppliers.models.certification import REACHING
from suppliers.procurement.answers import Answer
from suppliers.procurement.calendar_months import shift_months
from suppliers.procurement.certificates import Certificate, Kind, Verification
from suppliers.procurement.decision_table import REQUIRED_SHARE, Article
from suppliers.procurement.directory import THROUGH_CERTIFICATES, standing_answers
from suppliers.procurement.paths import path_through
from suppliers.search.current_index import current
from suppliers.search.index import DirectoryIndex
from suppliers.search.kept import matching
from suppliers.search.reference import Reference
from suppliers.search.state import State
from suppliers.showing.standing import certificate_of, facts_of, read

from .parts import Part, criteria_of

ESS_KINDS = [Kind.ESUS, Kind.ESS_STATUT, Kind.ESS_COMMERCIALE]
# Those who may lose something between two days. An agrément ESUS without an end proves membership of the ESS
# only while its list was seen lately enough; few structures have nothing else that says so (procurement.ess).
ENDING = """
WITH ending AS (
  SELECT structure_id, scope, siren, kind_id = ANY(%(ess)s) AS of_ess FROM suppliers_certification
   WHERE (valid_until >= %(today)s AND valid_until < %(day)s)
      OR (revoked_on > %(today)s AND revoked_on <= %(day)s)
      OR (kind_id = %(esus)s AND valid_until IS NULL AND listed_on < %(window)s)
)
SELECT id, bool_or(of_ess)
  FROM (SELECT structure_id AS id, of_ess FROM ending
         UNION ALL
        SELECT s.id, e.of_ess FROM suppliers_structure s JOIN ending e ON e.siren = s.siren
         WHERE e.scope = 'siren' AND s.siren <> '') AS e
 GROUP BY id
"""
# Of those, the ones that nothing but a certificate makes members of the ESS.
ESS_BY_PROOF = """
SELECT s.id FROM suppliers_structure s LEFT JOIN suppliers_legalform f ON f.code = s.legal_form_id
 WHERE s.id = ANY(%(ids)s) AND s.status = 'published'
   AND (f.ess_rule = 'exclu' OR s.sirene_ess = 'N') AND s.rcs_ess_mention IS NOT TRUE
"""
# What still counts for them then: procurement.certificates.state_at, without what nobody can foresee.
LEFT = f"""
SELECT s.id, c.kind_id, COALESCE(c.target_share < {REQUIRED_SHARE}, FALSE)
  FROM suppliers_structure s, LATERAL ({REACHING}) c
 WHERE s.id = ANY(%(ids)s)
   AND c.verification <> 'rejected'
   AND (c.revoked_on IS NULL OR c.revoked_on > %(day)s)
   AND (c.valid_from IS NULL OR c.valid_from <= %(day)s)
   AND (c.valid_until IS NULL OR c.valid_until >= %(day)s)
"""  # noqa: S608  our own text


@dataclass(frozen=True)
class Ending:
    """`among`: the structures of which a proof ends before `day`, as a set of the index.

    `articles`, `kinds`: of these, those that an article (eligible or to check), or a certification by its
    number, still stands for on that day.
    """

    day: dt.date
    among: int
    articles: dict[str, int]
    kinds: dict[str, int]

    def without_article(self, holding: int, articles: Iterable[str]) -> int:
        """How many of those that hold one of these articles today will have none of them."""
        return self.losing_article(holding, articles).bit_count()

    def losing_article(self, holding: int, articles: Iterable[str]) -> int:
        """They themselves, as a set of the index."""
        return self._lost(holding, (self.articles.get(str(one), 0) for one in articles))

    def without_kind(self, holding: int, kind: str) -> int:
        """How many of those that hold a certification today will have none of its kind."""
        return self._lost(holding, [self.kinds.get(kind, 0)]).bit_count()

    def _lost(self, holding: int, standing: Iterable[int]) -> int:
        return holding & self.among & ~reduce(or_, standing, 0)


def deadline_ahead(need: Need, at: State) -> dt.date | None:
    """The day before which a proof may end; None while it is not known, or behind us."""
    due = need.applications_due_on
    return due if due and due > at.today else None


def ending_before(need: Need, parts: Sequence[Part], known: Reference, at: State) -> Ending | None:
    """Among those who may answer one of the parts. None where no deadline is ahead.

    Who loses something is read once for each day and version, what they keep once for each need.
    """
    day = deadline_ahead(need, at)
    if day is None:
        return None
    searches = (criteria_of(part.query(known), known, at.today) for part in parts)
    return ending_among(reduce(or_, (matching(one, at).all for one in searches), 0), day, at)


def ending_among(answering: int, day: dt.date, at: State) -> Ending:
    """Among the structures of a set of today's index."""
    index = current(at)
    touched: dict[int, bool] = index.recent.get(("ending", at.today, day), lambda: _touched(at.today, day))
    among = index.of_ids(touched) & answering
    found: Ending = index.recent.get(
        ("kept", at.today, day, among), lambda: _read(touched, among, day, index)
    )
    return found


def _touched(today: dt.date, day: dt.date) -> dict[int, bool]:
    """Who loses a proof between two days, and whether one of the ESS is among them."""
    window = shift_months(day, -settings.LISTING_WINDOW_MONTHS)
    asked = {"today": today, "day": day, "window": window, "ess": ESS_KINDS, "esus": Kind.ESUS}
    return dict(_rows(ENDING, asked))


def _read(touched: Mapping[int, bool], among: int, day: dt.date, index: DirectoryIndex) -> Ending:
    ids = index.ids_of(among)
    kinds: dict[str, set[int]] = {}
    articles: dict[str, set[int]] = {str(article): set() for article in THROUGH_CERTIFICATES}
    for key, kind, is_below in _rows(LEFT, {"ids": ids, "day": day}):
        kinds.setdefault(kind, set()).add(key)
        for article in _opened_by(kind, is_below):
            articles[article].add(key)
    of_ess = [key for key in ids if touched[key]]
    doubtful = [key for (key,) in _rows(ESS_BY_PROOF, {"ids": of_ess})]
    articles[str(Article.L2113_15)] = set(ids) - set(_no_more_ess(doubtful, day))
    return Ending(day, among, _sets(articles, index), _sets(kinds, index))


def _rows(query: str, asked: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, asked)
        rows: list[Any] = cursor.fetchall()
        return rows


def _sets(found: dict[str, set[int]], index: DirectoryIndex) -> dict[str, int]:
    return {name: index.of_ids(keys) for name, keys in found.items()}


@lru_cache(maxsize=256)
def _opened_by(kind: str, is_below: bool) -> list[str]:
    """The articles that a current certificate of a kind may open; `is_below`: its share is known, too low."""
    certificate = Certificate(
        kind, "siret", None, None, Verification.DECLARED, target_share=0 if is_below else None
    )
    paths = {
        article: path_through(
            certificate, article, dt.date.min, executed_in_prison=None, listing_window_months=1
        )
        for article in THROUGH_CERTIFICATES
    }
    return [str(article) for article, path in paths.items() if path and path.answer is Answer.TO_CHECK]


def _no_more_ess(ids: list[int], day: dt.date) -> list[int]:
    """Of structures that a certificate alone may make ESS, those it will not, as the directory reads it."""
    known, months = read(ids), settings.LISTING_WINDOW_MONTHS
    found = []
    for key in ids:
        held = [certificate_of(row) for row in known.certificates.get(key, ())]
        answers = standing_answers(facts_of(known.structures[key]), held, day, listing_window_months=months)
        if answers[-1].answer is Answer.NOT_ELIGIBLE:
            found.append(key)
    return found
