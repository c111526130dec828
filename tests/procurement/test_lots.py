import datetime as dt
from itertools import combinations
from typing import Any

import pytest

from suppliers.procurement.answers import Reason
from suppliers.procurement.decision_table import Article
from suppliers.procurement.lots import (
    ContractType,
    Reservation,
    articles_at_stake,
    held_before,
    lot_refusals,
)

from .examples import BUYER, CLEANING, DEADLINE, LISTED_CPV, OTHER_BUYER, contract, days, lot

CONCESSION = ContractType.CONCESSION


@pytest.mark.parametrize(
    ("reservation", "contract_type", "articles"),
    [
        ("NONE", "MARCHE", []),
        ("L2113_12", "MARCHE", ["L2113-12"]),
        ("L2113_12_13", "MARCHE", ["L2113-12", "L2113-13"]),
        ("L2113_12", "CONCESSION", ["L3113-1"]),
        ("L2113_13", "CONCESSION", ["L3113-2"]),
        ("L2113_12_13", "CONCESSION", ["L3113-1", "L3113-2"]),
        ("L2113_13_1", "CONCESSION", ["L2113-13-1"]),
    ],
)
def test_articles_at_stake(reservation: str, contract_type: str, articles: list[str]) -> None:
    at_stake = articles_at_stake(lot(reservation, contract_type=ContractType(contract_type)))
    assert at_stake == tuple(map(Article, articles))


@pytest.mark.parametrize("pair", list(combinations(Reservation, 2)), ids="+".join)
def test_only_handicap_and_insertion_may_be_combined(pair: tuple[Reservation, Reservation]) -> None:
    first, second = pair
    lawful = {Reservation.NONE, Reservation.L2113_12, Reservation.L2113_13, Reservation.L2113_12_13}
    refused = lot_refusals(lot(first, also_reserved=(second,)), LISTED_CPV)
    combined = Reservation.NONE not in pair and not set(pair) <= lawful
    assert refused == ((Reason.INVALID_COMBINATION,) if combined else ())


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({}, []),
        ({"duration_months": 36}, []),
        ({"duration_months": 37}, ["duration"]),
        ({"duration_months": None}, []),
        ({"main_cpv": ""}, ["cpv"]),
        ({"main_cpv": "85312110-3"}, []),
        (
            {
                "contract_type": CONCESSION,
                "buyer_is_contracting_authority": False,
                "exclusive_scope": False,
                "main_cpv": CLEANING,
                "duration_months": 48,
            },
            ["concession", "buyer", "scope", "cpv", "duration"],
        ),
    ],
)
def test_every_failed_condition_of_a_social_service_lot_is_told(
    changes: dict[str, Any], reasons: list[str]
) -> None:
    assert lot_refusals(lot("L2113_15", **changes), LISTED_CPV) == tuple(map(Reason, reasons))


@pytest.mark.parametrize("reservation", ["NONE", "L2113_12", "L2113_13", "L2113_12_13", "L2113_13_1"])
def test_other_reservations_ask_for_no_cpv_nor_duration(reservation: str) -> None:
    works = lot(reservation, main_cpv="45000000", exclusive_scope=False, duration_months=120)
    assert lot_refusals(works, LISTED_CPV) == ()


three_years_ago = DEADLINE.replace(year=DEADLINE.year - 3)


@pytest.mark.parametrize(
    ("changes", "held"),
    [
        ({"held_until": three_years_ago}, True),
        ({"held_until": three_years_ago - days(1)}, False),
        ({"held_until": None}, True),
        ({"held_from": DEADLINE - days(1), "held_until": None}, True),
        ({"held_from": DEADLINE, "held_until": None}, False),
        ({"buyer_siren": OTHER_BUYER}, False),
        ({"holder_siren": "123456782"}, False),
        ({"main_cpv": CLEANING}, False),
    ],
)
def test_held_before_reads_the_three_years_before_award(changes: dict[str, Any], held: bool) -> None:
    assert held_before("775672272", [contract(**changes)], lot("L2113_15"), LISTED_CPV) is held


def test_held_before_counts_from_the_award_once_known() -> None:
    ended = contract(held_until=three_years_ago)
    later = lot("L2113_15", award_date=DEADLINE + dt.timedelta(days=60))
    assert not held_before("775672272", [ended], later, LISTED_CPV)


@pytest.mark.parametrize(("siren", "buyer"), [("", BUYER), ("775672272", "")])
def test_held_before_never_matches_a_missing_number(siren: str, buyer: str) -> None:
    nameless = contract(holder_siren=siren, buyer_siren=buyer)
    assert not held_before(siren, [nameless], lot("L2113_15", buyer_siren=buyer), LISTED_CPV)
