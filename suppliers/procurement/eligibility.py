"""May this structure bid on this reserved lot? The answer informs a sourcing; admission is the buyer's."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from suppliers.procurement.answers import Answer, Message, Note, Reason
from suppliers.procurement.certificates import Certificate, state_at
from suppliers.procurement.cpv import descends_from_listed_cpv
from suppliers.procurement.decision_table import Article
from suppliers.procurement.ess import EssFinding, EssStatus, ess_finding, ess_notes, not_ess_reason
from suppliers.procurement.facts import StructureFacts
from suppliers.procurement.lots import (
    ContractType,
    Lot,
    PreviousContract,
    articles_at_stake,
    held_before,
    lot_refusals,
)
from suppliers.procurement.paths import Path, Verdict, best_first, notes_beside, path_through

__all__ = ["Answer", "Assessment", "Lot", "PreviousContract", "StructureFacts", "assess", "assess_consortium"]


@dataclass(frozen=True)
class Assessment:
    """An answer on a lot: articles at stake, reason, every path (best first) and what to say beside."""

    answer: Answer
    articles: tuple[Article, ...]
    reason: Reason
    paths: tuple[Path, ...] = ()
    messages: tuple[Message, ...] = ()


def assess(
    structure: StructureFacts,
    certificates: Sequence[Certificate],
    lot: Lot,
    *,
    listed_cpv: Collection[str],
    checks_recorded: bool = False,
    previous_contracts: Sequence[PreviousContract] = (),
    listing_window_months: int,
) -> Assessment:
    """Answer for one establishment: the lot first, then whether it is open, then what it can show.

    `certificates` are those that reach the establishment (see `establishments.reaches`). `checks_recorded`
    says that the buyer has noted both that the structure's purpose is a public-service mission linked to the
    services (art. L2113-15) and that it held no such contract in the three years before (art. L2113-16).
    """
    articles = articles_at_stake(lot)
    refusals = lot_refusals(lot, listed_cpv)
    if refusals:
        hints = _hints(refusals, lot, listed_cpv)
        return Assessment(Answer.NOT_APPLICABLE, articles, refusals[0], messages=(*refusals, *hints))
    if structure.is_closed:
        return Assessment(Answer.NOT_ELIGIBLE, articles, Reason.CLOSED)
    if not articles:
        return _as_an_ordinary_bidder(certificates, lot.reference_date, listing_window_months)
    if Article.L2113_15 in articles:
        finding = ess_finding(
            structure, certificates, lot.reference_date, listing_window_months=listing_window_months
        )
        held = held_before(structure.siren, previous_contracts, lot, listed_cpv)
        return _conclude(articles, [_social_service_path(finding, lot, held, checks_recorded)])
    return _conclude(articles, _certificate_paths(certificates, articles, lot, listing_window_months))


def _hints(refusals: Collection[Reason], lot: Lot, listed_cpv: Collection[str]) -> tuple[Note, ...]:
    misread = Reason.CPV in refusals and descends_from_listed_cpv(lot.main_cpv, listed_cpv)
    return (Note.CPV_BELOW_A_LISTED_ONE,) if misread else ()


def _as_an_ordinary_bidder(certificates: Iterable[Certificate], on: dt.date, months: int) -> Assessment:
    """On an ordinary lot everyone may bid; certificates are shown for information."""
    for_information = [
        Path(
            article=None,
            answer=Answer.ELIGIBLE,
            reason=Reason.ORDINARY_LOT,
            certificate_kind=certificate.kind,
            proof_date=certificate.proof_date,
            state=state_at(certificate, on, listing_window_months=months),
        )
        for certificate in certificates
    ]
    return Assessment(Answer.ELIGIBLE, (), Reason.ORDINARY_LOT, best_first(for_information))


def _certificate_paths(
    certificates: Iterable[Certificate], articles: Iterable[Article], lot: Lot, months: int
) -> list[Path]:
    """One path for each certificate and each article its kind opens."""
    articles = tuple(articles)
    paths = [
        path_through(
            certificate,
            article,
            lot.reference_date,
            executed_in_prison=lot.executed_in_prison,
            listing_window_months=months,
        )
        for certificate in certificates
        for article in articles
    ]
    return [_with_a_known_article(path, lot) for path in paths if path is not None]


def _with_a_known_article(path: Path, lot: Lot) -> Path:
    """The article that mirrors L2113-13-1 for concessions is not confirmed: nothing better than a check."""
    in_a_concession = lot.contract_type == ContractType.CONCESSION
    if in_a_concession and path.article is Article.L2113_13_1 and path.answer is Answer.ELIGIBLE:
        return replace(path, answer=Answer.TO_CHECK, reason=Reason.CONCESSION_PRISON)
    return path


def _social_service_path(finding: EssFinding, lot: Lot, held: bool, checks_recorded: bool) -> Path:
    """Art. L2113-15 and L2113-16, once the lot itself is found in order."""
    answer, reason = _social_service_verdict(finding, lot, held, checks_recorded)
    return Path(
        article=Article.L2113_15,
        answer=answer,
        reason=reason,
        certificate_kind=finding.certificate_kind,
        proof_date=finding.proof_date,
        notes=ess_notes(finding),
    )


def _social_service_verdict(finding: EssFinding, lot: Lot, held: bool, checks_recorded: bool) -> Verdict:
    if finding.status is EssStatus.NO:
        return Answer.NOT_ELIGIBLE, not_ess_reason(finding)
    if held:
        return Answer.NOT_ELIGIBLE, Reason.PREVIOUS_CONTRACT
    if finding.status is EssStatus.UNKNOWN:
        return Answer.TO_CHECK, Reason.ESS_UNKNOWN
    if lot.duration_months is None:
        return Answer.TO_CHECK, Reason.DURATION_UNKNOWN
    if not checks_recorded:
        return Answer.TO_CHECK, Reason.CHECKS_MISSING
    return Answer.ELIGIBLE, Reason.CHECKS_RECORDED


def _conclude(articles: tuple[Article, ...], paths: Iterable[Path]) -> Assessment:
    """The best path speaks for all; without any, no known certificate opens these articles."""
    ordered = best_first(paths)
    if not ordered:
        return Assessment(Answer.NOT_ELIGIBLE, articles, Reason.NO_CERTIFICATE)
    best = ordered[0]
    return Assessment(best.answer, articles, best.reason, ordered, notes_beside(ordered))


def assess_consortium(members: Sequence[Assessment]) -> Assessment:
    """The answer for a group, from its members' answers on the same lot.

    ELIGIBLE only when every member is, otherwise TO_CHECK: a cautious reading, the texts do not say. A lot
    that cannot be reserved stays so for a group. One member alone is no group and keeps its answer.
    """
    if not members:
        raise ValueError("A consortium has at least one member.")
    first = members[0]
    if len(members) == 1 or first.answer is Answer.NOT_APPLICABLE:
        return first
    eligible = [member for member in members if member.answer is Answer.ELIGIBLE]
    open_to_some = any(member.answer in (Answer.ELIGIBLE, Answer.TO_CHECK) for member in members)
    if len(eligible) == len(members):
        answer, reason = Answer.ELIGIBLE, Reason.EVERY_MEMBER if first.articles else Reason.ORDINARY_LOT
    else:
        answer, reason = Answer.TO_CHECK, Reason.SOME_MEMBERS if open_to_some else Reason.NO_MEMBER
    return Assessment(
        answer,
        first.articles,
        reason,
        best_first(path for member in members for path in member.paths),
        tuple(dict.fromkeys(message for member in members for message in member.messages)),
    )


def subcontracting_defeats_reservation(
    lot: Lot, subcontractor: Assessment, subcontracted_percent: float
) -> bool:
    """Whether to warn (`Note.SUBCONTRACTING`) that most of a reserved lot goes to a firm not eligible.

    A subcontractor need not be eligible; on an ordinary lot nothing applies.
    """
    return (
        bool(articles_at_stake(lot))
        and subcontracted_percent > 50
        and subcontractor.answer is Answer.NOT_ELIGIBLE
    )
