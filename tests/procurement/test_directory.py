import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from suppliers.procurement.answers import Answer, Note, Reason
from suppliers.procurement.decision_table import Article
from suppliers.procurement.directory import ArticleAnswer

from .examples import DEADLINE, certificate, days, standing_answers, structure

company = structure("5499", sirene_ess="N")


def answer_on(article: str, *certificates: Any, on: dt.date = DEADLINE) -> ArticleAnswer:
    answers = standing_answers(company, certificates, on)
    return next(answer for answer in answers if answer.article == article)


def test_answers_are_sorted_by_article_and_complete() -> None:
    articles = [answer.article for answer in standing_answers(structure(), [], DEADLINE)]
    assert articles == ["L2113-12", "L2113-13", "L2113-13-1", "L2113-15"]


@pytest.mark.parametrize(
    ("article", "kind", "changes", "answer", "reason"),
    [
        ("L2113-12", "EA", {}, "ELIGIBLE", "approved"),
        ("L2113-12", "EATT", {"target_share": 60}, "ELIGIBLE", "share_reached"),
        ("L2113-12", "EATT", {"target_share": 40}, "TO_CHECK", "share_not_reached"),
        ("L2113-12", "EATT", {}, "TO_CHECK", "share_unknown"),
        ("L2113-13", "EI", {"target_share": 50}, "ELIGIBLE", "share_reached"),
        ("L2113-13", "EI", {"target_share": 49}, "NOT_ELIGIBLE", "share_too_low"),
        ("L2113-13", "EI", {"target_share": 60, "annex_year": 2025}, "TO_CHECK", "annex_missing"),
        ("L2113-13", "EI", {"annex_year": 2025}, "TO_CHECK", "annex_missing"),
        ("L2113-13", "EI", {"verification": "declared", "annex_year": 2025}, "TO_CHECK", "UNVERIFIED"),
        ("L2113-13", "GEIQ", {}, "TO_CHECK", "equivalent"),
        ("L2113-13", "GEIQ", {"verification": "declared"}, "TO_CHECK", "UNVERIFIED"),
        ("L2113-12", "EA", {"valid_until": None}, "TO_CHECK", "end_unknown"),
        ("L2113-13-1", "PENIT", {"target_share": 90}, "TO_CHECK", "prison_decides"),
        ("L2113-13-1", "PENIT", {}, "TO_CHECK", "share_unknown"),
        ("L2113-13-1", "PENIT", {"target_share": 40}, "NOT_ELIGIBLE", "share_too_low"),
        ("L2113-12", "EA", {"revoked_on": DEADLINE}, "NOT_ELIGIBLE", "INVALID"),
        ("L2113-12", "EA", {"valid_from": DEADLINE + days(1)}, "NOT_ELIGIBLE", "NOT_YET"),
        ("L2113-12", "EA", {"valid_until": DEADLINE - days(1)}, "NOT_ELIGIBLE", "EXPIRED"),
    ],
)
def test_one_certificate(article: str, kind: str, changes: dict[str, Any], answer: str, reason: str) -> None:
    held = certificate(kind, **changes)
    given = answer_on(article, held)
    assert replace(given, notes=()) == ArticleAnswer(
        Article(article), Answer(answer), Reason(reason), kind, held.proof_date
    )


AI = certificate("AI", target_share=70)
ACI = certificate("ACI", target_share=70)
ended = replace(ACI, valid_until=DEADLINE - days(1))
renewing = replace(ended, renewal_declared=True)


@pytest.mark.parametrize(
    ("article", "held", "notes"),
    [
        ("L2113-12", [certificate("EATT", target_share=85)], ["labour_supply"]),
        ("L2113-13", [AI], ["labour_supply"]),
        ("L2113-13", [AI, ACI], []),  # the ACI alone opens any lot
        ("L2113-13", [AI, replace(ACI, verification="declared")], ["labour_supply"]),
        ("L2113-13", [replace(AI, annex_year=None)], ["labour_supply", "annex_unknown"]),
        ("L2113-13", [replace(AI, target_share=40)], []),  # nothing to check on a refusal
        ("L2113-13", [ended], []),
        ("L2113-13", [renewing, AI], ["labour_supply"]),
        (
            "L2113-13",
            [renewing, replace(AI, target_share=40)],
            ["renewal_declared"],
        ),
    ],
)
def test_notes_are_those_that_bind_the_answer(article: str, held: list[Any], notes: list[str]) -> None:
    assert list(answer_on(article, *held).notes) == notes


@pytest.mark.parametrize(
    ("facts", "notes"),
    [
        ({}, ()),
        ({"sirene_ess": "N"}, (Note.SIRENE_CONFLICT,)),
        ({"legal_category": "5710"}, (Note.ASK_STATUTES,)),
        ({"legal_category": "5710", "sirene_ess": "N"}, ()),
        ({"admin_state": "F", "sirene_ess": "N"}, ()),
    ],
)
def test_notes_on_membership(facts: dict[str, Any], notes: tuple[Note, ...]) -> None:
    assert standing_answers(structure(**facts), [], DEADLINE)[-1].notes == notes


def test_no_certificate_of_the_right_kind() -> None:
    expected = ArticleAnswer(Article.L2113_13, Answer.NOT_ELIGIBLE, Reason.NO_CERTIFICATE)
    assert answer_on("L2113-13", certificate("EA"), certificate("ESUS")) == expected


def test_a_certificate_stops_counting_at_midnight() -> None:
    held = certificate("EA", valid_until=DEADLINE)
    assert answer_on("L2113-12", held).answer is Answer.ELIGIBLE
    assert answer_on("L2113-12", held, on=DEADLINE + days(1)).reason is Reason.EXPIRED


def test_a_closed_structure_is_eligible_to_nothing() -> None:
    answers = standing_answers(structure(admin_state="F"), [certificate("EA")], DEADLINE)
    assert {(item.answer, item.reason, item.certificate_kind) for item in answers} == {
        (Answer.NOT_ELIGIBLE, Reason.CLOSED, None)
    }


def test_the_best_answer_wins_over_the_freshest_proof() -> None:
    declared = certificate("ESAT", verification="declared", listed_on=DEADLINE)
    assert answer_on("L2113-12", declared, certificate("EA")).certificate_kind == "EA"


def test_on_equal_answers_the_freshest_proof_then_the_kind() -> None:
    older = certificate("EA", verified_on=DEADLINE - days(50))
    newer = certificate("ESAT", verified_on=DEADLINE - days(5))
    same_day = certificate("EA_PENIT", verified_on=newer.verified_on)
    unseen = certificate("EA", verified_on=None)
    assert answer_on("L2113-12", unseen, older).proof_date == older.verified_on
    assert answer_on("L2113-12", older, newer).certificate_kind == "ESAT"
    assert answer_on("L2113-12", older, newer, same_day).certificate_kind == "EA_PENIT"


def test_the_official_list_dates_what_nobody_verified() -> None:
    declared = certificate("EA", verification="declared", verified_on=None, listed_on=DEADLINE)
    assert answer_on("L2113-12", declared).proof_date == DEADLINE


@pytest.mark.parametrize(
    ("facts", "kinds", "answer", "reason", "kind"),
    [
        ({}, [], "TO_CHECK", "lot_decides", None),
        ({}, ["ESUS"], "TO_CHECK", "lot_decides", None),
        ({"legal_category": "5710"}, ["ESUS"], "TO_CHECK", "lot_decides", "ESUS"),
        ({"legal_category": "5710"}, [], "TO_CHECK", "ess_unknown", None),
        ({"legal_category": "5710", "sirene_ess": "N"}, ["EA"], "NOT_ELIGIBLE", "not_ess", None),
        ({"legal_category": "7366"}, ["ESAT"], "NOT_ELIGIBLE", "public_body", None),
    ],
)
def test_social_services_without_a_lot(
    facts: dict[str, Any], kinds: list[str], answer: str, reason: str, kind: str | None
) -> None:
    answers = standing_answers(structure(**facts), [certificate(item) for item in kinds], DEADLINE)
    last = answers[-1]
    assert (last.answer, last.reason, last.certificate_kind) == (Answer(answer), Reason(reason), kind)
