"""Which reservations may be considered for a lot: the decision table of the lot itself."""

import datetime as dt
from typing import Any

import pytest

from suppliers.procurement.lots import ContractType, Reservation
from suppliers.procurement.reservations import LotFacts, Opening, Option, options_for

from .examples import CHILD_CARE, CLEANING, DEADLINE, LISTED_CPV, MUSEUMS

OPEN, TO_CHECK, CLOSED = Opening.OPEN, Opening.TO_CHECK, Opening.CLOSED
SETTLED = {"cpv_codes": (CHILD_CARE,), "exclusive_scope": True, "duration_months": 24}


def option(reservation: str, **facts: Any) -> Option:
    found = options_for(LotFacts(reference_date=DEADLINE, **facts), LISTED_CPV)
    return next(one for one in found if one.reservation == Reservation(reservation))


@pytest.mark.parametrize("reservation", ["L2113_12", "L2113_13", "L2113_12_13"])
@pytest.mark.parametrize(
    "facts",
    [{}, {"cpv_codes": (CLEANING,)}, {"duration_months": 120}, {"exclusive_scope": False}, SETTLED],
)
def test_handicap_and_insertion_have_no_list_no_duration_no_amount(reservation, facts):
    found = option(reservation, **facts)

    assert found.opening is OPEN
    assert "50 %" in found.checks[0]


@pytest.mark.parametrize(
    ("facts", "expected", "said"),
    [
        (SETTLED, OPEN, "L2113-16"),
        ({}, TO_CHECK, "annexe 3"),
        (SETTLED | {"cpv_codes": ()}, TO_CHECK, "annexe 3"),
        (SETTLED | {"exclusive_scope": None}, TO_CHECK, "que des services de la liste"),
        (SETTLED | {"duration_months": None}, TO_CHECK, "36 mois"),
        (SETTLED | {"cpv_codes": (CHILD_CARE, CLEANING)}, TO_CHECK, "Un des codes CPV"),
        (SETTLED | {"is_contracting_authority": False}, TO_CHECK, "pouvoir adjudicateur"),
        (SETTLED | {"cpv_codes": (CLEANING,)}, CLOSED, "pas dans la liste"),
        (SETTLED | {"cpv_codes": (MUSEUMS,)}, CLOSED, "annexe 3"),
        (SETTLED | {"exclusive_scope": False}, CLOSED, "exclusivement"),
        (SETTLED | {"duration_months": 37}, CLOSED, "trois ans"),
        (SETTLED | {"duration_months": 36}, OPEN, "L2113-16"),
        (SETTLED | {"contract_type": ContractType.CONCESSION}, CLOSED, "concession"),
    ],
)
def test_services_of_the_ess(facts, expected, said):
    found = option("L2113_15", **facts)

    assert found.opening is expected
    assert said in " ".join([*found.obstacles, *found.checks])
    assert bool(found.notice) == (expected is not CLOSED)


@pytest.mark.parametrize(("in_prison", "expected"), [(True, OPEN), (None, TO_CHECK), (False, CLOSED)])
def test_prison_depends_on_where_it_is_carried_out(in_prison, expected):
    assert option("L2113_13_1", executed_in_prison=in_prison).opening is expected


def test_the_article_of_a_concession_in_prison_is_to_check():
    found = option("L2113_13_1", executed_in_prison=True, contract_type=ContractType.CONCESSION)

    assert found.opening is TO_CHECK
    assert found.articles == ()
    said = " ".join([found.notice, *option("L2113_13_1", contract_type=ContractType.CONCESSION).checks])
    assert "L2113-13-1" not in said


def test_both_together_rest_on_the_article_that_allows_it():
    assert option("L2113_12_13").articles == ("L2113-12", "L2113-13", "L2113-14")
    assert option("L2113_12_13", contract_type=ContractType.CONCESSION).articles == (
        "L3113-1",
        "L3113-2",
        "L3113-3",
    )


def test_the_sentence_for_the_notice_names_its_article():
    assert "l’article L2113-12 du code de la commande publique" in option("L2113_12").notice


def test_what_may_be_considered_comes_first():
    found = options_for(LotFacts(reference_date=dt.date(2026, 11, 23), cpv_codes=(CLEANING,)), LISTED_CPV)

    openings = [list(Opening).index(one.opening) for one in found]
    assert openings == sorted(openings)
    assert {one.reservation for one in found} == set(Reservation) - {Reservation.NONE}
