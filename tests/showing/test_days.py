import datetime as dt

import pytest

from suppliers.showing.days import long_day_in_words


@pytest.mark.parametrize(
    ("date", "said"), [(dt.date(2026, 3, 1), "1er mars 2026"), (dt.date(2026, 12, 31), "31 décembre 2026")]
)
def test_long_day_is_said_in_french(date, said):
    assert long_day_in_words(date) == said
