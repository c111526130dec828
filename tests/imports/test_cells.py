import datetime as dt

import pytest

from suppliers.imports.cells import read_day, read_naf, read_postal_code, read_web_address


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020-12-18T10:38:30.255Z", dt.date(2020, 12, 18)),
        ("2020-12-18T23:30:00Z", dt.date(2020, 12, 19)),  # past midnight in Paris
        ("2020-12-18", dt.date(2020, 12, 18)),
        ("2020-12-18 10:38", dt.date(2020, 12, 18)),
        ("18/12/2020", dt.date(2020, 12, 18)),
        ("31/02/2020", None),
        ("9999-12-31T23:59:59.000Z", None),  # no Paris time for it
        ("0001-01-01T00:00:00+05:00", None),
        ("0001-01-01T00:00:00Z", None),
        ("1970-01-01T00:00:00Z", None),
        ("hier", None),
        ("", None),
    ],
)
def test_a_day_is_read(text, day):
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("text", "code", "is_noted"),
    [
        ("93100", "93100", False),
        ("93 100", "93100", False),
        ("1000", "01000", True),
        ("93100.0", "93100", False),
        ("75\u00a0011", "75011", False),
        ("2A004", "", True),
        ("931000", "", True),
        ("ABC75", "", True),
        ("F-75011", "", True),
        ("75 CEDEX 11", "", True),
        ("", "", False),
        (" \u00a0", "", False),
    ],
)
def test_a_postal_code_is_read(text, code, is_noted):
    digits, note = read_postal_code(text)

    assert (digits, bool(note)) == (code, is_noted)


@pytest.mark.parametrize(
    ("text", "code"), [("8899B", "88.99B"), ("7820z", "78.20Z"), ("88.99B", "88.99B"), ("88", "")]
)
def test_an_activity_code_is_written_like_insee(text, code):
    assert read_naf(text) == code


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://www.vestali.fr/site/", "https://www.vestali.fr/site/"),
        ("www.vestali.fr", "http://www.vestali.fr"),
        ("javascript:alert(1)", ""),
        ("javascript://alert(1)", ""),
        ("à venir", ""),
        ("contact@vestali.fr", ""),
        ("mailto:contact@vestali.fr", ""),
        ("http://user:pw@vestali.fr/", ""),
        ("caf\ufffd.fr", ""),
        ("https://medium.example/@vestali", "https://medium.example/@vestali"),
        ("www.vestali.fr?mail=contact@vestali.fr", "http://www.vestali.fr?mail=contact@vestali.fr"),
        ("http://" + "a" * 300 + ".fr", ""),
    ],
)
def test_a_web_address_is_one_or_nothing(text, address):
    assert read_web_address(text) == address
