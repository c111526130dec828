"""The rules read again from the written tables: slow, plain, and sharing no code with the room.

Only strings and dates in, only strings out. Keep it apart: its use is to disagree.
"""

import datetime as dt
from typing import Any

# Kind, the columns L2113-12, L2113-13, L2113-13-1, then the article on concessions, as written; except that
# « structures équivalentes », for which the last column is silent, are read as in the article mirrored.
DECISION_TABLE = """
EA         | ELIGIBLE                             | no           | no   | L3113-1
EATT       | ELIGIBLE if share >= 50 else TO_CHECK | no           | no   | L3113-1
ESAT       | ELIGIBLE                             | no           | no   | L3113-1
EI         | no                                   | by share     | no   | L3113-2
ACI        | no                                   | by share     | no   | L3113-2
ETTI       | no                                   | by share     | no   | L3113-2
AI         | no                                   | by share     | no   | L3113-2
EA_PENIT   | ELIGIBLE                             | no           | test | L3113-1
SIAE_PENIT | no                                   | by share     | test | L3113-2
PENIT      | no                                   | no           | test | to check
EITI       | no                                   | TO_CHECK     | no   | L3113-2
GEIQ       | no                                   | TO_CHECK     | no   | L3113-2
EBE        | no                                   | TO_CHECK     | no   | L3113-2
"""
SIAE = ["EI", "ETTI", "AI", "ACI", "SIAE_PENIT"]
WITHOUT_TERM = ["ESS_STATUT", "ESS_COMMERCIALE"]
BEST_FIRST = ["ELIGIBLE", "TO_CHECK", "NOT_ELIGIBLE"]


RESERVED_TO: dict[str, list[str]] = {
    "NONE": [],
    "L2113_12": ["L2113-12"],
    "L2113_13": ["L2113-13"],
    "L2113_12_13": ["L2113-12", "L2113-13"],
    "L2113_13_1": ["L2113-13-1"],
    "L2113_15": ["L2113-15"],
}


def cell(kind: str, article: str) -> str:
    column = {"L2113-12": 1, "L2113-13": 2, "L2113-13-1": 3, "L3113-1": 1, "L3113-2": 2}[article]
    for row in DECISION_TABLE.strip().splitlines():
        cells = [text.strip() for text in row.split("|")]
        if cells[0] == kind:
            in_a_concession = article in ("L3113-1", "L3113-2")
            return "no" if in_a_concession and cells[4] != article else cells[column]
    return "no"


def months_earlier(day: dt.date, months: int) -> dt.date:
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    for number in range(day.day, 0, -1):
        try:
            return dt.date(year, month, number)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


def state(c: Any, on: dt.date) -> str:
    if c.verification == "rejected":
        return "INVALID"
    if c.revoked_on and c.revoked_on <= on:
        return "INVALID"
    if c.valid_from and c.valid_from > on:
        return "NOT_YET"
    if c.valid_until and c.valid_until < on:
        return "EXPIRED"
    if c.verification == "verified":
        if c.valid_until:
            return "VALID"
        if c.kind in WITHOUT_TERM:
            return "VALID"
        if c.listed_on and months_earlier(on, 6) <= c.listed_on and c.listed_on <= on:
            return "VALID"
    return "UNVERIFIED"


def verdict(c: Any, article: str, on: dt.date, in_prison: bool | None) -> tuple[str, str] | None:
    """Answer and reason of one certificate on one article; None if the table says no."""
    says = cell(c.kind, article)
    if says == "no":
        return None
    now = state(c, on)
    if now in ("INVALID", "NOT_YET", "EXPIRED"):
        return "NOT_ELIGIBLE", now
    if says == "test" and in_prison is False:
        return "NOT_ELIGIBLE", "not_in_prison"
    if says in ("by share", "test") and c.target_share is not None and c.target_share < 50:
        return "NOT_ELIGIBLE", "share_too_low"
    if now == "UNVERIFIED":
        return "TO_CHECK", "end_unknown" if c.verification == "verified" else "UNVERIFIED"
    if c.kind in SIAE and c.annex_year is not None and c.annex_year < on.year:
        return "TO_CHECK", "annex_missing"
    if says == "TO_CHECK":
        return "TO_CHECK", "equivalent"
    if says == "ELIGIBLE":
        return "ELIGIBLE", "approved"
    if c.target_share is None:
        return "TO_CHECK", "share_unknown"
    if c.target_share < 50:
        return "TO_CHECK", "share_not_reached"
    if says == "test" and in_prison is None:
        return "TO_CHECK", "prison_decides"
    return "ELIGIBLE", "share_reached"


def proof_date(c: Any) -> Any:
    if c.verified_on is not None:
        return c.verified_on
    return c.listed_on


def ess(s: Any, certificates: list[Any], on: dt.date) -> tuple[str, str | None, dt.date | None]:
    """yes, no or unknown; then the kind and date of the certificate that shows it."""
    if s.is_public_body:
        return "no", None, None
    if s.ess_rule == "de_droit":
        return "yes", None, None
    shown = []
    for c in certificates:
        if state(c, on) != "VALID":
            continue
        if c.kind in ("ESUS", "ESS_COMMERCIALE") or (c.kind == "ESS_STATUT" and s.ess_rule == "a_verifier"):
            shown.append(("", "", c.kind, proof_date(c)))
    if shown:
        _, _, kind, date = best(shown)
        return "yes", kind, date
    if s.rcs_ess_mention or (s.sirene_ess == "O" and s.ess_rule == "a_verifier"):
        return "yes", None, None
    if s.ess_rule == "a_verifier" and s.sirene_ess == "":
        return "unknown", None, None
    return "no", None, None


def best(candidates: list[tuple[str, str, str, dt.date | None]]) -> tuple[str, str, str, dt.date | None]:
    """Answer, then the most recent proof date (none last), then kind, then reason."""
    if any(answer for answer, *_ in candidates):
        top = next(word for word in BEST_FIRST if any(item[0] == word for item in candidates))
        candidates = [item for item in candidates if item[0] == top]
    dated = [item[3] for item in candidates if item[3] is not None]
    if dated:
        candidates = [item for item in candidates if item[3] == max(dated)]
    candidates = [item for item in candidates if item[2] == min(other[2] for other in candidates)]
    return next(item for item in candidates if item[1] == min(other[1] for other in candidates))


def notes(answer: str, holders: list[Any], on: dt.date) -> tuple[str, ...]:
    """What to say beside an answer that these certificates give alike."""
    if answer == "NOT_ELIGIBLE":
        renewing = any(c.renewal_declared and state(c, on) == "EXPIRED" for c in holders)
        return ("renewal_declared",) if renewing else ()
    told = []
    if all(c.kind in ("ETTI", "AI", "EATT") for c in holders):
        told.append("labour_supply")
    if all(c.kind in SIAE and c.annex_year is None for c in holders):
        told.append("annex_unknown")
    return tuple(told)


def standing(s: Any, certificates: list[Any], on: dt.date) -> list[tuple[Any, ...]]:
    """Article, answer, reason, kind, proof date, notes."""
    lines: list[tuple[Any, ...]] = []
    for article in ["L2113-12", "L2113-13", "L2113-13-1"]:
        candidates, holders = [], []
        for c in certificates:
            found = verdict(c, article, on, None)
            if found:
                candidates.append((found[0], found[1], c.kind, proof_date(c)))
                holders.append((found[0], c))
        if s.admin_state == "F":
            lines.append((article, "NOT_ELIGIBLE", "closed", None, None, ()))
        elif candidates:
            chosen = best(candidates)
            alike = [c for answer, c in holders if answer == chosen[0]]
            lines.append((article, *chosen, notes(chosen[0], alike, on)))
        else:
            lines.append((article, "NOT_ELIGIBLE", "no_certificate", None, None, ()))
    lines.append(("L2113-15", *social_services(s, certificates, on)))
    return lines


def social_services(s: Any, certificates: list[Any], on: dt.date) -> tuple[Any, ...]:
    """The same for L2113-15, without its name."""
    status, kind, date = ess(s, certificates, on)
    if s.admin_state == "F":
        return "NOT_ELIGIBLE", "closed", None, None, ()
    if status == "yes":
        conflict = s.ess_rule == "de_droit" and s.sirene_ess == "N"
        return "TO_CHECK", "lot_decides", kind, date, ("sirene_conflict",) if conflict else ()
    if status == "unknown":
        return "TO_CHECK", "ess_unknown", None, None, ("ask_statutes",)
    return "NOT_ELIGIBLE", "public_body" if s.is_public_body else "not_ess", None, None, ()


def lot_answer(s: Any, certificates: list[Any], lot: Any, listed: set[str], checked: bool, held: bool) -> str:
    """The answer on a lot, in the written order: lot rules, closed structure, certificates."""
    articles = RESERVED_TO[lot.reservation]
    if articles == ["L2113-15"]:
        in_order = (
            lot.contract_type == "MARCHE"
            and lot.buyer_is_contracting_authority
            and lot.exclusive_scope
            and lot.main_cpv in listed
            and (lot.duration_months is None or lot.duration_months <= 36)
        )
        if not in_order:
            return "NOT_APPLICABLE"
    if s.admin_state == "F":
        return "NOT_ELIGIBLE"
    if articles == []:
        return "ELIGIBLE"
    if articles == ["L2113-15"]:
        status = ess(s, certificates, lot.reference_date)[0]
        if status == "no" or held:
            return "NOT_ELIGIBLE"
        settled = status == "yes" and checked and lot.duration_months is not None
        return "ELIGIBLE" if settled else "TO_CHECK"
    answers = []
    for article in articles:
        if lot.contract_type == "CONCESSION":
            article = {"L2113-12": "L3113-1", "L2113-13": "L3113-2"}.get(article, article)
        for c in certificates:
            found = verdict(c, article, lot.reference_date, lot.executed_in_prison)
            if found:
                unsure = lot.contract_type == "CONCESSION" and article == "L2113-13-1"
                answers.append("TO_CHECK" if unsure and found[0] == "ELIGIBLE" else found[0])
    return next((word for word in BEST_FIRST if word in answers), "NOT_ELIGIBLE")
