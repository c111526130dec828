"""A path: how one fact leads to an answer on one article."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from suppliers.procurement.answers import Answer, Note, Reason
from suppliers.procurement.certificates import (
    LABOUR_SUPPLY_KINDS,
    SIAE_KINDS,
    Certificate,
    State,
    Verification,
    annex_is_missing,
    state_at,
)
from suppliers.procurement.decision_table import REQUIRED_SHARE, Article, Rule, rule_for

Verdict = tuple[Answer, Reason]
_WORTH_NOTHING = frozenset({State.INVALID, State.NOT_YET, State.EXPIRED})


@dataclass(frozen=True)
class Path:
    """An answer with its article, its reason, the certificate behind it and the day its proof was seen.

    `certificate_kind` is None when no certificate is needed (an association is ESS by its form).
    """

    article: Article | None
    answer: Answer
    reason: Reason
    certificate_kind: str | None = None
    proof_date: dt.date | None = None
    state: State | None = None
    notes: tuple[Note, ...] = ()


def path_through(
    certificate: Certificate,
    article: Article,
    on: dt.date,
    *,
    executed_in_prison: bool | None,
    listing_window_months: int,
) -> Path | None:
    """What a certificate gives on an article on a day; None if its kind does not open that article.

    `executed_in_prison` is a fact of the lot, None when no lot is known.
    """
    rule = rule_for(certificate.kind, article)
    if rule is None or rule is Rule.ESS_STATUS:
        return None
    state = state_at(certificate, on, listing_window_months=listing_window_months)
    answer, reason = (
        _refusal(rule, certificate, state, executed_in_prison)
        or _reserve(rule, certificate, state, on, executed_in_prison)
        or _acceptance(rule)
    )
    return Path(
        article=article,
        answer=answer,
        reason=reason,
        certificate_kind=certificate.kind,
        proof_date=certificate.proof_date,
        state=state,
        notes=_notes(certificate, state, answer),
    )


def _refusal(rule: Rule, certificate: Certificate, state: State, in_prison: bool | None) -> Verdict | None:
    """What closes the path, whatever else may be checked."""
    if state in _WORTH_NOTHING:
        return Answer.NOT_ELIGIBLE, Reason(state.value)
    if rule is Rule.PRISON and in_prison is False:
        return Answer.NOT_ELIGIBLE, Reason.NOT_IN_PRISON
    share = certificate.target_share
    if rule in (Rule.SHARE, Rule.PRISON) and share is not None and share < REQUIRED_SHARE:
        return Answer.NOT_ELIGIBLE, Reason.SHARE_TOO_LOW
    return None


def _reserve(
    rule: Rule, certificate: Certificate, state: State, on: dt.date, in_prison: bool | None
) -> Verdict | None:
    """What a person still has to look at, the most basic first."""
    share = certificate.target_share
    verified = certificate.verification == Verification.VERIFIED
    doubts = (
        (state is State.UNVERIFIED and verified, Reason.END_UNKNOWN),
        (state is State.UNVERIFIED, Reason.UNVERIFIED),
        (annex_is_missing(certificate, on), Reason.ANNEX_MISSING),
        (rule is Rule.EQUIVALENT, Reason.EQUIVALENT),
        (rule in (Rule.SHARE, Rule.SHARE_OR_CHECK, Rule.PRISON) and share is None, Reason.SHARE_UNKNOWN),
        (
            rule is Rule.SHARE_OR_CHECK and share is not None and share < REQUIRED_SHARE,
            Reason.SHARE_NOT_REACHED,
        ),
        (rule is Rule.PRISON and in_prison is None, Reason.PRISON_DECIDES),
    )
    return next(((Answer.TO_CHECK, reason) for doubtful, reason in doubts if doubtful), None)


def _acceptance(rule: Rule) -> Verdict:
    return Answer.ELIGIBLE, Reason.APPROVED if rule is Rule.APPROVED else Reason.SHARE_REACHED


def _notes(certificate: Certificate, state: State, answer: Answer) -> tuple[Note, ...]:
    if answer is Answer.NOT_ELIGIBLE:
        expired_but_renewing = state is State.EXPIRED and certificate.renewal_declared
        return (Note.RENEWAL_DECLARED,) if expired_but_renewing else ()
    notes = []
    if certificate.kind in LABOUR_SUPPLY_KINDS:
        notes.append(Note.LABOUR_SUPPLY)
    if certificate.kind in SIAE_KINDS and certificate.annex_year is None:
        notes.append(Note.ANNEX_UNKNOWN)
    return tuple(notes)


def best_first(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Paths from the best to the worst; the order is total, so the same facts always give the same answer.

    In turn: the better answer, the more recent proof date (none comes last), then kind, reason and article,
    compared by code point (`COLLATE "C"` in SQL).
    """
    return tuple(sorted(paths, key=_preference))


def notes_beside(ordered: Sequence[Path]) -> tuple[Note, ...]:
    """What to say beside the answer of the best of these paths, from all those that give the same.

    A renewal that one of them declares; any other note only when all of them carry it: an AI that is also an
    ACI is not bound to supply labour.
    """
    same = [path for path in ordered if path.answer is ordered[0].answer]
    told = [note for path in same for note in path.notes]
    kept = (note for note in told if note is Note.RENEWAL_DECLARED or told.count(note) == len(same))
    return tuple(dict.fromkeys(kept))


def _preference(path: Path) -> tuple[int, int, str, str, str]:
    age = -path.proof_date.toordinal() if path.proof_date else 0
    return path.answer.rank, age, path.certificate_kind or "", path.reason.value, path.article or ""
