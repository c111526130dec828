"""Amounts by day: what a buyer launches on a day follows those of that day."""

import datetime as dt

import pytest

from suppliers.procurement.thresholds import THRESHOLDS, Buyer, Nature, Rule, thresholds_on

MARCH, APRIL, NOVEMBER = dt.date(2026, 3, 31), dt.date(2026, 4, 1), dt.date(2026, 11, 23)


def euros(day: dt.date, nature: str, buyer: str) -> dict[str, int]:
    known = thresholds_on(day, Nature(nature), Buyer(buyer))
    return {str(rule): one.euros for rule, one in known.items()}


@pytest.mark.parametrize(
    ("day", "nature", "buyer", "rule", "expected"),
    [
        (MARCH, "services", "local", Rule.DISPENSE, 40_000),
        (APRIL, "services", "local", Rule.DISPENSE, 60_000),
        (APRIL, "supplies", "state", Rule.DISPENSE, 60_000),
        (MARCH, "works", "local", Rule.DISPENSE, 100_000),
        (NOVEMBER, "works", "local", Rule.DISPENSE, 100_000),
        (MARCH, "services", "local", Rule.DOCUMENTS, 40_000),
        (NOVEMBER, "services", "local", Rule.DOCUMENTS, 60_000),
        (NOVEMBER, "services", "local", Rule.JOURNAL, 90_000),
        (NOVEMBER, "services", "local", Rule.ESSENTIAL_DATA, 40_000),
        (NOVEMBER, "services", "local", Rule.WRITTEN, 25_000),
        (NOVEMBER, "services", "local", Rule.FORMAL, 216_000),
        (NOVEMBER, "supplies", "state", Rule.FORMAL, 140_000),
        (NOVEMBER, "services", "utility", Rule.FORMAL, 432_000),
        (NOVEMBER, "works", "state", Rule.FORMAL, 5_404_000),
        (NOVEMBER, "services", "local", Rule.SOCIAL_NOTICE, 750_000),
    ],
)
def test_amounts_of_a_day(day, nature, buyer, rule, expected):
    assert euros(day, nature, buyer)[rule] == expected


@pytest.mark.parametrize("day", [dt.date(2025, 12, 31), dt.date(2028, 1, 1)])
def test_nothing_is_said_of_european_amounts_nobody_knows(day):
    assert Rule.FORMAL not in euros(day, "services", "local")


@pytest.mark.parametrize("nature", Nature)
@pytest.mark.parametrize("buyer", Buyer)
def test_a_day_has_one_amount_for_each_rule(nature, buyer):
    for day in (dt.date(2026, 1, 1), MARCH, APRIL, NOVEMBER, dt.date(2027, 12, 31)):
        holding = [one.rule for one in THRESHOLDS if one.holds(day, nature, buyer)]
        assert len(holding) == len(set(holding))
