import datetime as dt

import pytest
import time_machine

from suppliers.templatetags import atlas


@pytest.mark.parametrize(
    ("number", "said"),
    [("12345678900012", "123\u00a0456\u00a0789\u00a000012"), ("123", "123"), ("", ""), (None, "")],
)
def test_siret_stands_in_groups(number, said):
    assert atlas.siret(number) == said


@pytest.mark.parametrize(("number", "said"), [(0, "0"), (999, "999"), (22600, "22\u202f600"), (None, "")])
def test_thousands_stand_apart(number, said):
    assert atlas.thousands(number) == said


@pytest.mark.parametrize(
    ("size", "said"),
    [(9, "moins d’un ko"), (999, "moins d’un ko"), (1000, "1\u00a0ko"), (1_249_600, "1\u202f250\u00a0ko")],
)
def test_a_file_weighs_something(size, said):
    assert atlas.weight(size) == said


@pytest.mark.parametrize(("number", "said"), [(0, ""), (1, ""), (2, "s")])
def test_plural_begins_at_two(number, said):
    assert atlas.plural(number) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [("0199007800", "01\u00a099\u00a000\u00a078\u00a000"), ("+33 1 99", "+33 1 99"), ("3949", "3949")],
)
def test_phone_stands_two_by_two(number, said):
    assert atlas.phone(number) == said


@pytest.mark.parametrize(
    ("url", "said"), [("https://www.a.example/", "a.example"), ("http://a.example/x", "a.example/x")]
)
def test_address_stands_without_its_scheme(url, said):
    assert atlas.bare_address(url) == said


def test_icon_is_hidden_from_screen_readers():
    assert 'aria-hidden="true"' in atlas.icon("ok")
    assert "img/icons.svg#ok" in atlas.icon("ok")


@time_machine.travel(dt.datetime(2026, 7, 1, 7, 5, tzinfo=dt.UTC), tick=False)
def test_now_is_said_at_the_time_of_paris():
    assert atlas.now() == "1er juillet 2026 à 9 h 05"
