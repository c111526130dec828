"""Is a structure an enterprise of the ESS (loi n° 2014-856 du 31 juillet 2014, art. 1)?"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from suppliers.procurement.answers import Note, Reason
from suppliers.procurement.certificates import (
    Certificate,
    Kind,
    State,
    state_at,
)
from suppliers.procurement.facts import StructureFacts


class EssStatus(StrEnum):
    """UNKNOWN is not NO: SIRENE leaves its flag empty for most companies."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class EssReason(StrEnum):
    """The first test that settled the question."""

    PUBLIC_BODY = "public_body"
    LEGAL_FORM = "legal_form"
    CERTIFICATE = "certificate"
    RCS_MENTION = "rcs_mention"
    SIRENE_FLAG = "sirene_flag"
    STATUTES_NEEDED = "statutes_needed"
    NOTHING_SHOWS_IT = "nothing_shows_it"


@dataclass(frozen=True)
class EssFinding:
    """The answer, the test that gave it, the certificate behind it if any, and whether SIRENE disagrees."""

    status: EssStatus
    reason: EssReason
    certificate_kind: str | None = None
    proof_date: dt.date | None = None
    data_conflict: bool = False


def ess_finding(
    structure: StructureFacts,
    certificates: Sequence[Certificate],
    on: dt.date,
    *,
    listing_window_months: int,
) -> EssFinding:
    """The ESS test, first match wins (loi 2014-856, art. 1, II: by legal form, or by statutes and RCS).

    1. A public body never is, even when it runs an ACI or an ESAT.
    2. The legal form is enough (`de_droit`). SIRENE saying "N" is then a conflict to settle in the data.
    3. A VALID certificate that supposes membership, else the RCS mention, else SIRENE's "O" on a form to
       check (`a_verifier`).
       The certificates: ESUS (code du travail, art. L3332-17-1), ESS_COMMERCIALE (the same Kbis as the RCS
       mention) and, on a form to check only, ESS_STATUT (statutes read). The most recent proof date is kept,
       then the first kind in alphabetical order. They come before the bare facts because they carry a date.
    4. A form to check on which SIRENE is silent is unknown: a SCOP or SCIC in SAS form is found here.
    5. Otherwise not.
    """
    if structure.is_public_body:
        return EssFinding(EssStatus.NO, EssReason.PUBLIC_BODY)
    if structure.ess_rule == "de_droit":
        conflict = structure.sirene_ess == "N"
        return EssFinding(EssStatus.YES, EssReason.LEGAL_FORM, data_conflict=conflict)
    proof = _best_proof(_proofs_of_membership(structure, certificates, on, listing_window_months))
    if proof is not None:
        return EssFinding(EssStatus.YES, EssReason.CERTIFICATE, proof.kind, proof.proof_date)
    if structure.rcs_ess_mention:
        return EssFinding(EssStatus.YES, EssReason.RCS_MENTION)
    if structure.ess_rule == "a_verifier" and structure.sirene_ess == "O":
        return EssFinding(EssStatus.YES, EssReason.SIRENE_FLAG)
    if structure.ess_rule == "a_verifier" and not structure.sirene_ess:
        return EssFinding(EssStatus.UNKNOWN, EssReason.STATUTES_NEEDED)
    return EssFinding(EssStatus.NO, EssReason.NOTHING_SHOWS_IT)


def not_ess_reason(finding: EssFinding) -> Reason:
    """The reason to give when the ESS test says no."""
    return Reason.PUBLIC_BODY if finding.reason is EssReason.PUBLIC_BODY else Reason.NOT_ESS


def ess_notes(finding: EssFinding) -> tuple[Note, ...]:
    """What to say beside an answer drawn from the ESS test."""
    asked = (Note.ASK_STATUTES,) if finding.status is EssStatus.UNKNOWN else ()
    return (*asked, Note.SIRENE_CONFLICT) if finding.data_conflict else asked


def _proofs_of_membership(
    structure: StructureFacts, certificates: Iterable[Certificate], on: dt.date, months: int
) -> list[Certificate]:
    kinds = {Kind.ESUS, Kind.ESS_COMMERCIALE}
    if structure.ess_rule == "a_verifier":
        kinds.add(Kind.ESS_STATUT)
    return [
        item
        for item in certificates
        if item.kind in kinds and state_at(item, on, listing_window_months=months) is State.VALID
    ]


def _best_proof(proofs: Sequence[Certificate]) -> Certificate | None:
    def preference(proof: Certificate) -> tuple[int, str]:
        return (-proof.proof_date.toordinal() if proof.proof_date else 0, proof.kind)

    return min(proofs, key=preference, default=None)
