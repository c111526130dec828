"""The numbered edge cases of the domain's eligibility rules, one row each (or one row per lot)."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from suppliers.procurement.answers import Answer, Note, Reason
from suppliers.procurement.certificates import State, Verification, exceeds_legal_maximum
from suppliers.procurement.decision_table import Article
from suppliers.procurement.eligibility import assess_consortium
from suppliers.procurement.facts import StructureFacts
from suppliers.procurement.lots import ContractType, Reservation

from .examples import (
    CLEANING,
    DEADLINE,
    LISTED_CPV,
    MUSEUMS,
    OTHER_BUYER,
    assess,
    better_placed_sisters,
    certificate,
    contract,
    days,
    flags_at,
    lot,
    state_at,
    structure,
)

ELIGIBLE, TO_CHECK = Answer.ELIGIBLE, Answer.TO_CHECK
NOT_ELIGIBLE, NOT_APPLICABLE = Answer.NOT_ELIGIBLE, Answer.NOT_APPLICABLE
HANDICAP, INSERTION, BOTH = "L2113_12", "L2113_13", "L2113_12_13"
PRISON, ESS, NONE = "L2113_13_1", "L2113_15", "NONE"

ea, ei = certificate("EA"), certificate("EI", target_share=60)
expired = {"valid_until": DEADLINE - days(1)}
aci_72 = certificate("ACI", target_share=72)
esus = certificate("ESUS")
sas, company = structure("5710"), structure("5499")
ccas, public_esat = structure("7361"), structure("7366")


@dataclass(frozen=True)
class Case:
    number: str
    reservation: str
    expected: Answer
    certificates: tuple[Any, ...] = ()
    structure: StructureFacts = field(default_factory=structure)
    lot: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    reason: Reason | None = None
    note: Note | None = None


CHECKED = {"checks_recorded": True}
CASES = [
    Case("01", HANDICAP, ELIGIBLE, (ea,), reason=Reason.APPROVED),
    Case("02", HANDICAP, NOT_ELIGIBLE, (certificate("EA", **expired),), reason=Reason.EXPIRED),
    Case("03", HANDICAP, ELIGIBLE, (certificate("EA", valid_until=DEADLINE),)),
    Case("04", HANDICAP, TO_CHECK, (certificate("EA", verification="declared"),), reason=Reason.UNVERIFIED),
    Case("05", INSERTION, NOT_ELIGIBLE, (ea,), reason=Reason.NO_CERTIFICATE),
    Case("06-handicap", HANDICAP, NOT_ELIGIBLE, (aci_72,)),
    Case("06-insertion", INSERTION, ELIGIBLE, (aci_72,), reason=Reason.SHARE_REACHED),
    Case("06-both", BOTH, ELIGIBLE, (aci_72,)),
    Case("07", INSERTION, TO_CHECK, (certificate("EI"),), reason=Reason.SHARE_UNKNOWN),
    Case("08", INSERTION, NOT_ELIGIBLE, (certificate("EI", target_share=40),), reason=Reason.SHARE_TOO_LOW),
    Case("09-insertion", INSERTION, NOT_ELIGIBLE, (ea, certificate("EI", target_share=60, **expired))),
    Case("09-both", BOTH, ELIGIBLE, (ea, certificate("EI", target_share=60, **expired))),
    Case("10-handicap", HANDICAP, ELIGIBLE, (ea, ei)),
    Case("10-insertion", INSERTION, ELIGIBLE, (ea, ei)),
    Case("10-both", BOTH, ELIGIBLE, (ea, ei)),
    Case("11", INSERTION, TO_CHECK, (ea, certificate("EI", target_share=60, verification="declared"))),
    Case("12-handicap", HANDICAP, NOT_ELIGIBLE),
    Case("12-insertion", INSERTION, NOT_ELIGIBLE),
    Case("13", ESS, ELIGIBLE, options=CHECKED, reason=Reason.CHECKS_RECORDED),
    Case("14", ESS, TO_CHECK, reason=Reason.CHECKS_MISSING),
    Case("15", ESS, NOT_APPLICABLE, lot={"duration_months": 48}, options=CHECKED, reason=Reason.DURATION),
    Case("16", ESS, NOT_APPLICABLE, lot={"main_cpv": CLEANING}, options=CHECKED, reason=Reason.CPV),
    Case(
        "17",
        ESS,
        NOT_APPLICABLE,
        lot={"main_cpv": MUSEUMS},
        reason=Reason.CPV,
        note=Note.CPV_BELOW_A_LISTED_ONE,
    ),
    Case(
        "18",
        ESS,
        NOT_ELIGIBLE,
        options=CHECKED | {"previous_contracts": [contract()]},
        reason=Reason.PREVIOUS_CONTRACT,
    ),
    Case(
        "19-checked",
        ESS,
        ELIGIBLE,
        options=CHECKED | {"previous_contracts": [contract(buyer_siren=OTHER_BUYER)]},
    ),
    Case("19", ESS, TO_CHECK, options={"previous_contracts": [contract(buyer_siren=OTHER_BUYER)]}),
    Case("20", ESS, TO_CHECK, (esus,), sas),
    Case("20-checked", ESS, ELIGIBLE, (esus,), sas, options=CHECKED),
    Case("21-handicap", HANDICAP, NOT_ELIGIBLE, (esus,), sas),
    Case("21-insertion", INSERTION, NOT_ELIGIBLE, (esus,), sas),
    Case(
        "22",
        ESS,
        TO_CHECK,
        (certificate("ESUS", **expired),),
        sas,
        reason=Reason.ESS_UNKNOWN,
        note=Note.ASK_STATUTES,
    ),
    *(
        Case(f"23-{kind}-{reservation}", reservation, NOT_ELIGIBLE, (certificate(kind),), no_ess)
        for kind in ("SOCIETE_MISSION", "BCORP")
        for reservation in (HANDICAP, INSERTION, BOTH, PRISON, ESS)
        for no_ess in [structure("5710", sirene_ess="N")]
    ),
    Case("24-insertion", INSERTION, ELIGIBLE, (certificate("ACI", target_share=80),), ccas),
    Case(
        "24-ess", ESS, NOT_ELIGIBLE, (certificate("ACI", target_share=80),), ccas, reason=Reason.PUBLIC_BODY
    ),
    Case("25-handicap", HANDICAP, ELIGIBLE, (certificate("ESAT"),), public_esat),
    Case("25-ess", ESS, NOT_ELIGIBLE, (certificate("ESAT"),), public_esat, reason=Reason.PUBLIC_BODY),
    Case("27-handicap", HANDICAP, ELIGIBLE, (ea,), company),
    Case("27-ess-no", ESS, NOT_ELIGIBLE, (ea,), structure("5499", sirene_ess="N"), reason=Reason.NOT_ESS),
    Case("27-ess-empty", ESS, TO_CHECK, (ea,), company, reason=Reason.ESS_UNKNOWN),
    Case("28", INSERTION, TO_CHECK, (certificate("GEIQ", target_share=90),), reason=Reason.EQUIVALENT),
    Case("29", INSERTION, TO_CHECK, (certificate("EITI", target_share=90),), reason=Reason.EQUIVALENT),
    Case("30", HANDICAP, ELIGIBLE, (certificate("EATT", target_share=85),), note=Note.LABOUR_SUPPLY),
    Case(
        "31",
        PRISON,
        ELIGIBLE,
        (certificate("SIAE_PENIT", target_share=70),),
        lot={"executed_in_prison": True},
    ),
    Case(
        "32",
        INSERTION,
        NOT_APPLICABLE,
        (certificate("SIAE_PENIT", target_share=70),),
        lot={"executed_in_prison": True, "also_reserved": (Reservation.L2113_13_1,)},
        reason=Reason.INVALID_COMBINATION,
    ),
    Case("33", HANDICAP, NOT_ELIGIBLE, (ea,), structure(admin_state="F"), reason=Reason.CLOSED),
    Case(
        "34",
        INSERTION,
        TO_CHECK,
        (certificate("EI", target_share=60, annex_year=2025),),
        lot={"reference_date": DEADLINE.replace(month=2)},
        reason=Reason.ANNEX_MISSING,
    ),
    Case("37", ESS, NOT_APPLICABLE, lot={"contract_type": ContractType.CONCESSION}, reason=Reason.CONCESSION),
    Case("38", NONE, ELIGIBLE, reason=Reason.ORDINARY_LOT),
    Case("38-public", NONE, ELIGIBLE, (ea,), ccas, reason=Reason.ORDINARY_LOT),
    Case("39", ESS, NOT_APPLICABLE, lot={"buyer_is_contracting_authority": False}, reason=Reason.BUYER),
    Case("40", ESS, NOT_APPLICABLE, lot={"exclusive_scope": False}, reason=Reason.SCOPE),
    Case(
        "41",
        INSERTION,
        NOT_ELIGIBLE,
        (certificate("EI", target_share=60, renewal_declared=True, **expired),),
        reason=Reason.EXPIRED,
        note=Note.RENEWAL_DECLARED,
    ),
    Case("42", HANDICAP, NOT_ELIGIBLE, (certificate("TIH"),)),
    Case(
        "43-two-months",
        HANDICAP,
        ELIGIBLE,
        (certificate("ESAT", valid_until=None, listed_on=DEADLINE.replace(month=9)),),
    ),
    Case(
        "43-nine-months",
        HANDICAP,
        TO_CHECK,
        (certificate("ESAT", valid_until=None, listed_on=DEADLINE.replace(month=2)),),
        reason=Reason.END_UNKNOWN,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.number)
def test_edge_case(case: Case) -> None:
    assessment = assess(
        case.structure,
        case.certificates,
        lot(case.reservation, **case.lot),
        listed_cpv=LISTED_CPV,
        **case.options,
    )
    assert assessment.answer is case.expected
    if case.reason:
        assert assessment.reason is case.reason
    if case.note:
        assert case.note in assessment.messages


def test_edge_case_10_lists_two_paths() -> None:
    assessment = assess(structure(), [ea, ei], lot(BOTH), listed_cpv=LISTED_CPV)
    assert {(path.article, path.certificate_kind) for path in assessment.paths} == {
        (Article.L2113_12, "EA"),
        (Article.L2113_13, "EI"),
    }
    assert all(path.proof_date == ea.verified_on for path in assessment.paths)


def test_edge_case_26_head_office_is_not_eligible_but_its_esat_is_proposed() -> None:
    head_office = structure(siret="77567227200011")
    esat = structure(siret="77567227200300")
    own = assess(head_office, [], lot(HANDICAP), listed_cpv=LISTED_CPV)
    assert own.answer is NOT_ELIGIBLE
    sisters = [(head_office, []), (structure(siret="77567227200029"), []), (esat, [certificate("ESAT")])]
    assert better_placed_sisters(head_office, own, sisters, lot(HANDICAP), listed_cpv=LISTED_CPV) == [
        esat.siret
    ]


def test_edge_case_35_esus_by_silence_is_unverified() -> None:
    tacit = certificate("ESUS", verification=Verification.PROOF_RECEIVED, valid_until=None)
    assert state_at(tacit, DEADLINE) is State.UNVERIFIED
    assert assess(sas, [tacit], lot(ESS), listed_cpv=LISTED_CPV).answer is TO_CHECK


def test_edge_case_36_consortium_with_an_ordinary_company() -> None:
    members = [
        assess(structure(), [ea], lot(HANDICAP), listed_cpv=LISTED_CPV),
        assess(company, [], lot(HANDICAP), listed_cpv=LISTED_CPV),
    ]
    assert assess_consortium(members).answer is TO_CHECK


def test_edge_case_38_shows_certificates_as_information() -> None:
    paths = assess(structure(), [ea], lot(NONE), listed_cpv=LISTED_CPV).paths
    assert [(path.article, path.certificate_kind, path.state) for path in paths] == [
        (None, "EA", State.VALID)
    ]


def test_edge_case_42_disabled_self_employed_count_for_oeth() -> None:
    assert flags_at(structure("1000"), [certificate("TIH")], DEADLINE).oeth_deductible is True


def test_edge_case_44_five_year_siae_convention_is_too_long() -> None:
    start = DEADLINE.replace(year=2024)
    assert exceeds_legal_maximum("EI", start, start.replace(year=2029))


def test_every_numbered_case_is_here() -> None:
    in_the_table = {int(case.number[:2]) for case in CASES}
    on_their_own = {int(name.split("_")[3]) for name in globals() if name.startswith("test_edge_case_")}
    assert in_the_table | on_their_own == set(range(1, 45))
