"""Phone numbers: many ways to type one, one way to keep it."""

import pytest
from django.core.exceptions import ValidationError

from suppliers.profiles.phones import read_phone


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0102030405", "01 02 03 04 05"),
        ("01.02-03/04 05", "01 02 03 04 05"),
        ("+33 (0)1 02 03 04 05", "01 02 03 04 05"),
        ("0033 6 12 34 56 78", "06 12 34 56 78"),
        ("+32 2 555 12 34", "+3225551234"),
        ("3949", "3949"),
        ("  ", ""),
    ],
)
def test_phone_is_stored_one_way(typed, stored):
    assert read_phone(typed) == stored


@pytest.mark.parametrize(
    "typed", ["abc", "01 02 03 04", "+999 123 456 789", "+1 234 567", "٠١٠٢٠٣٠٤٠٥", "1" * 400]
)
def test_phone_that_nobody_can_dial_is_refused(typed):
    with pytest.raises(ValidationError):
        read_phone(typed)
