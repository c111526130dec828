"""Numbers as they are typed: read, or refused with a sentence that says why."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from suppliers.asking.number_fields import NumberField, YearField

SHARE = NumberField(most=100, decimals=1, required=False, example="10")
YEAR = YearField(least=1990, most=2200, required=False)
NEGATIVE = "Un nombre négatif n’a pas de sens ici. Écrivez un nombre de 0 à 100."
LARGE = "Ce nombre est trop grand : 100 au plus."


@pytest.mark.parametrize(
    ("typed", "number"), [("12,5 %", "12.5"), ("100", "100"), ("0", "0"), (" 7.5 ", "7.5"), ("", None)]
)
def test_a_share_is_read(typed, number):
    assert SHARE.clean(typed) == (Decimal(number) if number else None)


def test_dots_between_thousands_go_with_cents():
    assert NumberField(most=9_999, decimals=2).clean("1.234,56 €") == Decimal("1234.56")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        *((typed, NEGATIVE) for typed in ("-5", "- 5 %", "\u22125", "-0,5", "-1 000")),
        *((typed, LARGE) for typed in ("101", "10^30", "1e30", "1" + "0" * 30)),
        ("7,25", "Un chiffre au plus après la virgule."),
        *((typed, "Écrivez un nombre en chiffres, par exemple 10.") for typed in ("dix", "--5", "5-", "%")),
    ],
)
def test_what_is_no_share_is_told_why(typed, said):
    with pytest.raises(ValidationError) as refusal:
        SHARE.clean(typed)
    assert refusal.value.messages == [said]


@pytest.mark.parametrize("typed", ["-5", "10^30", "1066"])
def test_what_is_no_year_is_told_which_are(typed):
    with pytest.raises(ValidationError) as refusal:
        YEAR.clean(typed)
    assert refusal.value.messages == ["Écrivez une année de 1990 à 2200."]
