"""Certifications in every state that life puts them in, within the periods the law allows."""

import calendar
import datetime as dt
from decimal import Decimal
from random import Random

from suppliers.management.seeding.drafts import CertificationDraft
from suppliers.management.seeding.places import Place
from suppliers.procurement.certificates import SIAE_KINDS, SIREN_KINDS, legal_maximum_years

STATES = {
    "valid": 66,
    "declared": 9,
    "proof_received": 7,
    "expired": 7,
    "listed": 4,
    "listed_long_ago": 2,
    "not_yet": 2,
    "revoked": 2,
    "rejected": 1,
}
_STATES, _STATE_WEIGHTS = list(STATES), list(STATES.values())
# Usual periods of the kinds whose period the law does not bound, in years.
USUAL_YEARS = {
    "QUALIOPI": 3,
    "RGE": 4,
    "BIO": 1,
    "EPV": 5,
    "SAP_AGREMENT": 5,
    "CAP_HANDEO": 4,
    "SOCIETE_MISSION": 2,
}
WITHOUT_TERM = ("ESS_STATUT", "ESS_COMMERCIALE")
# Kinds whose approval rests on a share of the public they employ, in percent.
SHARES = {
    **dict.fromkeys(["EI", "ACI", "ETTI", "AI", "SIAE_PENIT", "GEIQ"], (52, 95)),
    **dict.fromkeys(["EA", "EA_PENIT"], (55, 98)),
    **dict.fromkeys(["EATT", "PENIT", "EITI", "EBE"], (40, 95)),
}
STATE_SERVICES = (*SIAE_KINDS, "EITI", "ESUS", "SAP_AGREMENT")


def draw_certification(
    rng: Random, kind: str, place: Place, today: dt.date, state: str = ""
) -> CertificationDraft:
    """One certification of this kind, valid or not as of `today`; `state` forces one of STATES."""
    state = state or rng.choices(_STATES, _STATE_WEIGHTS)[0]
    draft = CertificationDraft(kind, verification="verified", authority=authority(kind, place))
    draft.number = f"DEMO-{kind}-{rng.randrange(1_000_000):06d}"
    _set_period(rng, draft, state, today)
    _set_verification(rng, draft, state, today)
    _set_share(rng, draft, today)
    return draft


def draw_earlier(rng: Random, current: CertificationDraft) -> CertificationDraft | None:
    """The period before this one, when it has a start: a history of renewals."""
    if current.valid_from is None or current.kind in WITHOUT_TERM:
        return None
    until = current.valid_from - dt.timedelta(days=1)
    start = years_before(until, years_of(current.kind)) + dt.timedelta(days=1)
    return CertificationDraft(
        current.kind,
        authority=current.authority,
        valid_from=start,
        valid_until=until,
        verification="verified",
        verified_on=start + dt.timedelta(days=rng.randint(5, 60)),
    )


def years_of(kind: str) -> int:
    """The period of a kind, in years: the longest the law allows, or the usual one."""
    return legal_maximum_years(kind) or USUAL_YEARS.get(kind, 3)


def years_before(day: dt.date, years: int) -> dt.date:
    """The same day, so many years before (28 February for the 29th)."""
    year = day.year - years
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))


def authority(kind: str, place: Place) -> str:
    """Who grants it there. In Île-de-France the State's labour service is called DRIEETS."""
    in_ile_de_france = place.region.code == "R11"
    if kind in STATE_SERVICES:
        return f"{'DRIEETS, unité départementale' if in_ile_de_france else 'DDETS'} {place.departement.code}"
    if kind in ("EA", "EATT", "EA_PENIT"):
        return f"{'DRIEETS' if in_ile_de_france else 'DREETS'} {place.region.name}"
    return f"ARS {place.region.name}" if kind == "ESAT" else ""


def _set_period(rng: Random, draft: CertificationDraft, state: str, today: dt.date) -> None:
    if draft.kind in WITHOUT_TERM:
        draft.valid_from = today - dt.timedelta(days=rng.randint(300, 6000))
        return
    years = years_of(draft.kind)
    period = years * 365
    if state == "expired":
        until = today - dt.timedelta(days=rng.randint(1, 500))
    elif state == "not_yet":
        until = today + dt.timedelta(days=rng.randint(5, 90) + period + 3)
    else:
        until = today + dt.timedelta(days=rng.randint(0, period - 20))
    draft.valid_from = years_before(until, years) + dt.timedelta(days=1)
    if state in ("listed", "listed_long_ago"):
        draft.listed_on = today - dt.timedelta(
            days=rng.randint(1, 150) if state == "listed" else rng.randint(200, 500)
        )
        draft.valid_from = min(draft.valid_from, draft.listed_on)
    elif state != "declared" or rng.random() < 0.7:
        draft.valid_until = until


def _set_verification(rng: Random, draft: CertificationDraft, state: str, today: dt.date) -> None:
    if state in ("declared", "proof_received", "rejected"):
        draft.verification = state
        draft.proof = "" if state == "declared" else "Justificatif de démonstration"
        return
    draft.proof = "Justificatif de démonstration"
    last = min(today, draft.valid_until or today)
    first = max(draft.valid_from or last, last - dt.timedelta(days=900))
    first = min(first, last)
    draft.verified_on = first + dt.timedelta(days=rng.randint(0, (last - first).days))
    if state == "revoked":
        draft.revoked_on = today - dt.timedelta(days=rng.randint(0, 200))
        draft.verified_on = min(draft.verified_on, draft.revoked_on)
    elif state == "expired":
        draft.renewal_declared = rng.random() < 0.4
    elif state == "valid" and draft.kind in SIAE_KINDS and rng.random() < 0.3:
        draft.listed_on = today - dt.timedelta(days=rng.randint(1, 120))


def _set_share(rng: Random, draft: CertificationDraft, today: dt.date) -> None:
    if draft.kind in SIAE_KINDS:
        luck = rng.random()
        draft.annex_year = None if luck < 0.08 else today.year - (1 if luck < 0.15 else 0)
    if draft.kind not in SHARES or rng.random() < 0.14:
        return
    low, high = SHARES[draft.kind]
    if draft.kind in SIAE_KINDS and rng.random() < 0.04:
        low, high = 30, 49
    draft.target_share = Decimal(rng.randint(low * 10, high * 10)) / 10
    draft.target_share_year = today.year - 1
    draft.target_share_basis = "etp" if rng.random() < 0.8 else "tetes"


def is_of_the_legal_unit(kind: str) -> bool:
    """Whether a certification of this kind covers every establishment of the legal unit."""
    return kind in SIREN_KINDS
