"""What the public directory says of a structure before any lot is known.

The search writes the same rule in one SQL statement, so it is spelled out here once.

A closed structure: NOT_ELIGIBLE `closed` on every article, without certificate.

L2113-12, L2113-13, L2113-13-1. Each certificate whose kind opens the article (`decision_table`) gives one
verdict, first match wins:
  1. state INVALID, NOT_YET or EXPIRED: NOT_ELIGIBLE, that state;
  2. rule `share` or `prison`, share known and below 50: NOT_ELIGIBLE `share_too_low`;
  3. state UNVERIFIED: TO_CHECK `end_unknown` when it was verified once (it has then no known end, and no
     recent sighting in its official list), `UNVERIFIED` otherwise;
  4. a SIAE kind whose annex year is known and before the year of the day: TO_CHECK `annex_missing`;
  5. rule `equivalent`: TO_CHECK `equivalent`;
  6. rule `share`, `share_or_check` or `prison`, share unknown: TO_CHECK `share_unknown`;
  7. rule `share_or_check`, share below 50: TO_CHECK `share_not_reached`;
  8. rule `prison`: TO_CHECK `prison_decides`, execution in prison being a fact of the lot;
  9. rule `approved`: ELIGIBLE `approved`; otherwise ELIGIBLE `share_reached`.
No such certificate: NOT_ELIGIBLE `no_certificate`, without certificate.

L2113-15. The ESS test (`ess.ess_finding`) says yes: TO_CHECK `lot_decides`; unknown: TO_CHECK `ess_unknown`;
no: NOT_ELIGIBLE `public_body` or `not_ess`. Kind and proof date are set only when the test stopped at a
certificate, never for a form that is ESS `de_droit`.

Notes. Beside ELIGIBLE and TO_CHECK through certificates, those that all the certificates giving that answer
share: `labour_supply` (ETTI, AI, EATT), `annex_unknown` (a SIAE kind, annex year unknown). Beside
NOT_ELIGIBLE, `renewal_declared` when one of them has expired and declares a renewal. On L2113-15,
`ask_statutes` when membership is unknown, `sirene_conflict` when SIRENE says "N" of a form that is ESS.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from suppliers.procurement.answers import Answer, Note, Reason
from suppliers.procurement.certificates import Certificate
from suppliers.procurement.decision_table import Article
from suppliers.procurement.ess import EssStatus, ess_finding, ess_notes, not_ess_reason
from suppliers.procurement.facts import StructureFacts
from suppliers.procurement.paths import best_first, notes_beside, path_through

THROUGH_CERTIFICATES = (Article.L2113_12, Article.L2113_13, Article.L2113_13_1)


@dataclass(frozen=True)
class ArticleAnswer:
    """The answer on one article, its reason, the certificate that gives it and the day its proof was seen.

    `notes` are to be said beside it: a green answer alone would mislead.
    """

    article: Article
    answer: Answer
    reason: Reason
    certificate_kind: str | None = None
    proof_date: dt.date | None = None
    notes: tuple[Note, ...] = ()


def standing_answers(
    structure: StructureFacts,
    certificates: Sequence[Certificate],
    on: dt.date,
    *,
    listing_window_months: int,
) -> list[ArticleAnswer]:
    """One answer for each of L2113-12, L2113-13, L2113-13-1 and L2113-15, in that order.

    The best verdict is kept: ELIGIBLE, then TO_CHECK, then NOT_ELIGIBLE. Ties, in turn: the more recent proof
    date (`verified_on`, else `listed_on`; none comes last), then the kind, then the reason, both ascending by
    code point (`COLLATE "C"`). Between certificates that show ESS membership: proof date, then kind.
    """
    if structure.is_closed:
        articles = (*THROUGH_CERTIFICATES, Article.L2113_15)
        return [ArticleAnswer(article, Answer.NOT_ELIGIBLE, Reason.CLOSED) for article in articles]
    return [
        *(
            _through_certificates(certificates, item, on, listing_window_months)
            for item in THROUGH_CERTIFICATES
        ),
        _through_ess_status(structure, certificates, on, listing_window_months),
    ]


def _through_certificates(
    certificates: Sequence[Certificate], article: Article, on: dt.date, months: int
) -> ArticleAnswer:
    paths = (
        path_through(item, article, on, executed_in_prison=None, listing_window_months=months)
        for item in certificates
    )
    ordered = best_first(path for path in paths if path is not None)
    if not ordered:
        return ArticleAnswer(article, Answer.NOT_ELIGIBLE, Reason.NO_CERTIFICATE)
    best = ordered[0]
    return ArticleAnswer(
        article, best.answer, best.reason, best.certificate_kind, best.proof_date, notes_beside(ordered)
    )


def _through_ess_status(
    structure: StructureFacts, certificates: Sequence[Certificate], on: dt.date, months: int
) -> ArticleAnswer:
    finding = ess_finding(structure, certificates, on, listing_window_months=months)
    if finding.status is EssStatus.NO:
        return ArticleAnswer(Article.L2113_15, Answer.NOT_ELIGIBLE, not_ess_reason(finding))
    reason = Reason.LOT_DECIDES if finding.status is EssStatus.YES else Reason.ESS_UNKNOWN
    return ArticleAnswer(
        Article.L2113_15,
        Answer.TO_CHECK,
        reason,
        finding.certificate_kind,
        finding.proof_date,
        ess_notes(finding),
    )
