"""The words of an answer: its value, its reason, and what to add beside it."""

from enum import StrEnum

from suppliers.procurement.certificates import State


class Answer(StrEnum):
    """What the directory can say of a structure and a reservation, best first."""

    ELIGIBLE = "ELIGIBLE"
    TO_CHECK = "TO_CHECK"
    NOT_ELIGIBLE = "NOT_ELIGIBLE"
    NOT_APPLICABLE = "NOT_APPLICABLE"

    @property
    def rank(self) -> int:
        """0 for the best answer: ELIGIBLE, TO_CHECK, NOT_ELIGIBLE, NOT_APPLICABLE."""
        return _ORDER.index(self)


_ORDER = list(Answer)


class Reason(StrEnum):
    """Why an answer is what it is. A state that decides gives its own name, UNVERIFIED one of two."""

    # ELIGIBLE
    APPROVED = "approved"
    SHARE_REACHED = "share_reached"
    CHECKS_RECORDED = "checks_recorded"
    ORDINARY_LOT = "ordinary_lot"
    EVERY_MEMBER = "every_member"
    # TO_CHECK
    UNVERIFIED = State.UNVERIFIED.value
    END_UNKNOWN = "end_unknown"
    ANNEX_MISSING = "annex_missing"
    SHARE_UNKNOWN = "share_unknown"
    SHARE_NOT_REACHED = "share_not_reached"
    EQUIVALENT = "equivalent"
    PRISON_DECIDES = "prison_decides"
    LOT_DECIDES = "lot_decides"
    ESS_UNKNOWN = "ess_unknown"
    CHECKS_MISSING = "checks_missing"
    DURATION_UNKNOWN = "duration_unknown"
    CONCESSION_PRISON = "concession_prison"
    SOME_MEMBERS = "some_members"
    NO_MEMBER = "no_member"
    # NOT_ELIGIBLE
    INVALID = State.INVALID.value
    NOT_YET = State.NOT_YET.value
    EXPIRED = State.EXPIRED.value
    CLOSED = "closed"
    NO_CERTIFICATE = "no_certificate"
    SHARE_TOO_LOW = "share_too_low"
    NOT_IN_PRISON = "not_in_prison"
    PUBLIC_BODY = "public_body"
    NOT_ESS = "not_ess"
    PREVIOUS_CONTRACT = "previous_contract"
    # NOT_APPLICABLE
    INVALID_COMBINATION = "invalid_combination"
    CONCESSION = "concession"
    BUYER = "buyer"
    SCOPE = "scope"
    CPV = "cpv"
    DURATION = "duration"


class Note(StrEnum):
    """What to say beside an answer, without changing it."""

    LABOUR_SUPPLY = "labour_supply"
    RENEWAL_DECLARED = "renewal_declared"
    ANNEX_UNKNOWN = "annex_unknown"
    ASK_STATUTES = "ask_statutes"
    SIRENE_CONFLICT = "sirene_conflict"
    CPV_BELOW_A_LISTED_ONE = "cpv_below_a_listed_one"
    SUBCONTRACTING = "subcontracting"


Message = Reason | Note
