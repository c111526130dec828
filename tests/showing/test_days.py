import datetime as dt
from pathlib import Path

import pytest

from suppliers.showing.days import long_day_in_words, moment_in_words


@pytest.mark.parametrize(
    ("date", "said"), [(dt.date(2026, 3, 1), "1er mars 2026"), (dt.date(2026, 12, 31), "31 décembre 2026")]
)
def test_long_day_is_said_in_french(date, said):
    assert long_day_in_words(date) == said


def test_a_moment_of_the_first_of_a_month_is_told_as_days_are() -> None:
    """French writes « 1er »; the night of the 31st in Greenwich is the 1st in Paris."""
    at = dt.datetime(2026, 10, 31, 23, 5, tzinfo=dt.UTC)
    assert moment_in_words(at) == "1er novembre 2026 à 0 h 05"


def test_nobody_else_writes_a_long_day() -> None:
    """« 1 novembre » came back each time that a page wrote its own."""
    rooms = Path(__file__).parents[2] / "suppliers"
    written = [path.name for path in rooms.rglob("*.py") if "j F Y" in path.read_text(encoding="utf-8")]
    assert written == ["days.py"]
