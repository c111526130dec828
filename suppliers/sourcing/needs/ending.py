"""Proofs that hold today and will have ended by the deadline for applications: they count for nothing then.

The directory's list reads proofs of today and has no filter for another day: these numbers have no list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import connection

from suppliers.models import Need
from suppliers.procurement.answers import Answer
from suppliers.procurement.certificates import Kind, state_at
from suppliers.procurement.certificates import State as CertificateState
from suppliers.procurement.decision_table import Article
from suppliers.procurement.directory import standing_answers
from suppliers.search.current_index import current
from suppliers.search.index import DirectoryIndex
from suppliers.search.state import State
from suppliers.showing.standing import Known, certificate_of, facts_of, read

WORTH_SOMETHING = (CertificateState.VALID, CertificateState.UNVERIFIED)
STANDING = (Answer.ELIGIBLE, Answer.TO_CHECK)
# Those who may lose something between two days: `standing_answers` then says what. An agrément ESUS without
# an end proves membership of the ESS only while its official list was seen lately enough.
ENDING = """
WITH ending AS (
  SELECT structure_id, scope, siren FROM suppliers_certification
   WHERE (valid_until >= %(today)s AND valid_until < %(day)s)
      OR (revoked_on > %(today)s AND revoked_on <= %(day)s)
      OR (kind_id = %(lists)s AND valid_until IS NULL)
)
SELECT structure_id FROM ending
 UNION
SELECT s.id FROM suppliers_structure s JOIN ending e ON e.siren = s.siren
 WHERE e.scope = 'siren' AND s.siren <> ''
"""


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
        return self._lost(holding, (self.articles.get(str(one), 0) for one in articles))

    def without_kind(self, holding: int, kind: str) -> int:
        """How many of those that hold a certification today will have none of its kind."""
        return self._lost(holding, [self.kinds.get(kind, 0)])

    def _lost(self, holding: int, standing: Iterable[int]) -> int:
        return (holding & self.among & ~reduce(or_, standing, 0)).bit_count()


def ending_before(need: Need, shown: int, at: State) -> Ending | None:
    """Of the structures `shown`, a set of the index; None while the deadline is not known, or behind us."""
    day = need.applications_due_on
    if day is None or day <= at.today:
        return None
    index = current(at)
    touched: int = index.recent.get(
        ("ending", at.today, day), lambda: index.of_ids(_with_an_end(at.today, day))
    )
    among = touched & shown
    return _standing(day, among, index)


def _with_an_end(today: dt.date, day: dt.date) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(ENDING, {"today": today, "day": day, "lists": Kind.ESUS})
        return [structure_id for (structure_id,) in cursor.fetchall()]


def _standing(day: dt.date, among: int, index: DirectoryIndex) -> Ending:
    ids = index.ids_of(among)
    known = read(ids)
    articles: dict[str, list[int]] = {}
    kinds: dict[str, list[int]] = {}
    for key in ids:
        for article in _articles_on(day, key, known):
            articles.setdefault(str(article), []).append(key)
        for kind in _kinds_on(day, key, known):
            kinds.setdefault(kind, []).append(key)
    return Ending(
        day,
        among,
        {article: index.of_ids(keys) for article, keys in articles.items()},
        {kind: index.of_ids(keys) for kind, keys in kinds.items()},
    )


def _articles_on(day: dt.date, key: int, known: Known) -> list[Article]:
    """Those that would be answered as eligible or to check, by the rules of the directory itself."""
    held = [certificate_of(row) for row in known.certificates.get(key, ())]
    answers = standing_answers(
        facts_of(known.structures[key]), held, day, listing_window_months=settings.LISTING_WINDOW_MONTHS
    )
    return [one.article for one in answers if one.answer in STANDING]


def _kinds_on(day: dt.date, key: int, known: Known) -> set[str]:
    months = settings.LISTING_WINDOW_MONTHS
    return {
        row.kind_id
        for row in known.certificates.get(key, ())
        if state_at(certificate_of(row), day, listing_window_months=months) in WORTH_SOMETHING
    }
