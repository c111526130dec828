from typing import Any

import pytest

from suppliers.procurement.answers import Answer, Note, Reason
from suppliers.procurement.decision_table import Article
from suppliers.procurement.eligibility import (
    Assessment,
    assess_consortium,
    subcontracting_defeats_reservation,
)
from suppliers.procurement.establishments import reaches
from suppliers.procurement.lots import ContractType

from .examples import (
    DEADLINE,
    LISTED_CPV,
    assess,
    better_placed_sisters,
    certificate,
    contract,
    days,
    lot,
    structure,
)

CONCESSION = {"contract_type": ContractType.CONCESSION}


def answer_to(reservation: str, *certificates: Any, **changes: Any) -> Assessment:
    return assess(structure(), certificates, lot(reservation, **changes), listed_cpv=LISTED_CPV)


@pytest.mark.parametrize(
    ("reservation", "kind", "share", "answer", "article"),
    [
        ("L2113_12", "EA", None, "ELIGIBLE", "L3113-1"),
        ("L2113_12", "EATT", 49.9, "TO_CHECK", "L3113-1"),
        ("L2113_13", "ACI", 50, "ELIGIBLE", "L3113-2"),
        ("L2113_13", "GEIQ", 90, "TO_CHECK", "L3113-2"),
        ("L2113_12_13", "ACI", 50, "ELIGIBLE", "L3113-2"),
    ],
)
def test_a_concession_answers_under_its_own_articles(
    reservation: str, kind: str, share: float | None, answer: str, article: str
) -> None:
    assessment = answer_to(reservation, certificate(kind, target_share=share), **CONCESSION)
    assert (assessment.answer, assessment.paths[0].article) == (Answer(answer), Article(article))


def test_a_prison_concession_is_to_check_until_its_article_is_confirmed() -> None:
    penit = certificate("PENIT", target_share=70)
    assessment = answer_to("L2113_13_1", penit, **CONCESSION, executed_in_prison=True)
    assert (assessment.answer, assessment.reason) == (Answer.TO_CHECK, Reason.CONCESSION_PRISON)


@pytest.mark.parametrize(
    ("share", "in_prison", "answer", "reason"),
    [
        (50, True, "ELIGIBLE", "share_reached"),
        (49.99, True, "NOT_ELIGIBLE", "share_too_low"),
        (None, True, "TO_CHECK", "share_unknown"),
        (70, False, "NOT_ELIGIBLE", "not_in_prison"),
        (70, None, "TO_CHECK", "prison_decides"),
    ],
)
@pytest.mark.parametrize("kind", ["PENIT", "EA_PENIT", "SIAE_PENIT"])
def test_prison_needs_the_place_and_the_share(
    kind: str, share: float | None, in_prison: bool | None, answer: str, reason: str
) -> None:
    assessment = answer_to("L2113_13_1", certificate(kind, target_share=share), executed_in_prison=in_prison)
    assert (assessment.answer, assessment.reason) == (Answer(answer), Reason(reason))


def test_the_lot_is_judged_before_the_closed_structure() -> None:
    closed = structure(admin_state="F")
    impossible = assess(closed, [], lot("L2113_15", duration_months=48), listed_cpv=LISTED_CPV)
    assert impossible.answer is Answer.NOT_APPLICABLE
    ordinary = assess(closed, [], lot("NONE"), listed_cpv=LISTED_CPV)
    assert (ordinary.answer, ordinary.reason) == (Answer.NOT_ELIGIBLE, Reason.CLOSED)


@pytest.mark.parametrize("kind", ["ETTI", "AI", "EATT"])
def test_labour_supply_is_noted_without_changing_the_answer(kind: str) -> None:
    assessment = answer_to("L2113_12_13", certificate(kind, target_share=60))
    assert assessment.answer is Answer.ELIGIBLE
    assert Note.LABOUR_SUPPLY in assessment.messages


def test_an_annex_nobody_noted_is_told_and_costs_nothing() -> None:
    assessment = answer_to("L2113_13", certificate("EI", target_share=60, annex_year=None))
    assert assessment.answer is Answer.ELIGIBLE
    assert Note.ANNEX_UNKNOWN in assessment.messages


def test_notes_of_worse_paths_stay_out_of_the_messages() -> None:
    lapsed = certificate("EI", valid_until=DEADLINE - days(1), renewal_declared=True)
    assert answer_to("L2113_12_13", certificate("EA"), lapsed).messages == ()


def test_the_most_recent_proof_comes_first() -> None:
    older = certificate("EA", verified_on=DEADLINE - days(100))
    newer = certificate("ESAT", verified_on=DEADLINE - days(3))
    undated = certificate("EA_PENIT", verified_on=None)
    paths = answer_to("L2113_12", undated, older, newer).paths
    assert [path.certificate_kind for path in paths] == ["ESAT", "EA", "EA_PENIT"]


def test_an_unsettled_duration_leaves_a_social_service_lot_to_check() -> None:
    open_ended = lot("L2113_15", duration_months=None)
    assessment = assess(structure(), [], open_ended, listed_cpv=LISTED_CPV, checks_recorded=True)
    assert (assessment.answer, assessment.reason) == (Answer.TO_CHECK, Reason.DURATION_UNKNOWN)


def test_sirene_against_the_legal_form_is_told() -> None:
    denied = structure(sirene_ess="N")
    assessment = assess(denied, [], lot("L2113_15"), listed_cpv=LISTED_CPV, checks_recorded=True)
    assert assessment.answer is Answer.ELIGIBLE
    assert assessment.messages == (Note.SIRENE_CONFLICT,)


def test_a_previous_contract_closes_the_door_even_when_ess_is_unknown() -> None:
    assessment = assess(
        structure("5710"),
        [],
        lot("L2113_15"),
        listed_cpv=LISTED_CPV,
        previous_contracts=[contract()],
    )
    assert (assessment.answer, assessment.reason) == (Answer.NOT_ELIGIBLE, Reason.PREVIOUS_CONTRACT)


@pytest.mark.parametrize(
    ("answers", "expected", "reason"),
    [
        (["EA", "EA"], "ELIGIBLE", "every_member"),
        (["EA", None], "TO_CHECK", "some_members"),
        ([None, None], "TO_CHECK", "no_member"),
        ([None], "NOT_ELIGIBLE", "no_certificate"),
        (["EA"], "ELIGIBLE", "approved"),
    ],
)
def test_consortium(answers: list[str | None], expected: str, reason: str) -> None:
    members = [answer_to("L2113_12", *([certificate(kind)] if kind else [])) for kind in answers]
    group = assess_consortium(members)
    assert (group.answer, group.reason) == (Answer(expected), Reason(reason))


def test_consortium_on_a_lot_that_cannot_be_reserved_or_is_not() -> None:
    impossible = answer_to("L2113_15", duration_months=48)
    assert assess_consortium([impossible, impossible]) == impossible
    ordinary = assess_consortium([answer_to("NONE"), answer_to("NONE")])
    assert (ordinary.answer, ordinary.reason) == (Answer.ELIGIBLE, Reason.ORDINARY_LOT)


def test_consortium_has_a_member() -> None:
    with pytest.raises(ValueError, match="at least one member"):
        assess_consortium([])


@pytest.mark.parametrize(
    ("reservation", "kind", "percent", "warns"),
    [
        ("L2113_12", None, 51, True),
        ("L2113_12", None, 50, False),
        ("L2113_12", "EA", 90, False),
        ("NONE", None, 90, False),
    ],
)
def test_subcontracting_most_of_a_reserved_lot_warns(
    reservation: str, kind: str | None, percent: float, warns: bool
) -> None:
    firm = answer_to(reservation, *([certificate(kind)] if kind else []))
    assert subcontracting_defeats_reservation(lot(reservation), firm, percent) is warns


@pytest.mark.parametrize(
    ("scope", "siret", "siren", "reached"),
    [
        ("siret", "77567227200011", "775672272", True),
        ("siret", "77567227200029", "775672272", False),
        ("siren", "77567227200029", "775672272", True),
        ("siren", "", "775672272", True),
        ("siren", "", "123456782", False),
    ],
)
def test_reaches(scope: str, siret: str, siren: str, reached: bool) -> None:
    assert reaches(scope, siret, siren, "77567227200011", "775672272") is reached


@pytest.mark.parametrize("scope", ["siret", "siren"])
def test_reaches_never_matches_missing_numbers(scope: str) -> None:
    assert not reaches(scope, "", "", "", "")


def test_sisters_of_another_legal_unit_or_no_better_are_not_proposed() -> None:
    here, wanted = structure(), lot("L2113_12")
    own = assess(here, [certificate("EATT")], wanted, listed_cpv=LISTED_CPV)
    stranger = structure(siret="12345678200010", siren="123456782")
    no_better = structure(siret="77567227200029")
    better = structure(siret="77567227200037")
    sisters = [
        (stranger, [certificate("EA")]),
        (no_better, [certificate("EATT")]),
        (better, [certificate("EA")]),
    ]
    assert better_placed_sisters(here, own, sisters, wanted, listed_cpv=LISTED_CPV) == [better.siret]
