"""A decision that is sent back opens on its first mistake."""

import re

import pytest

from tests.validation.conftest import change, new_structure, report
from tests.validation.pressing import press, url_of

pytestmark = pytest.mark.django_db


def focused(page):
    return re.findall(r"<\w+[^>]* autofocus[^>]*>", page.text)


@pytest.mark.parametrize(
    ("decision", "typed", "name"),
    [
        ("refuser", {"answer": "Non."}, "reason"),
        ("refuser", {"reason": "other"}, "answer"),
        ("demander", {}, "question"),
        ("accepter", {"siret": "12", "email": "ici"}, "siret"),
        ("accepter", {"latitude": "ailleurs"}, "latitude"),
        ("accepter", {"question": "x" * 2001}, "question"),
    ],
)
def test_the_first_wrong_field_has_the_focus_and_says_what_is_wrong(signed_in, member, decision, typed, name):
    page = press(signed_in, new_structure(member), decision, **typed)

    (tag,) = focused(page)
    assert f'name="{name}"' in tag
    assert re.search(rf'aria-describedby="[^"]*id_{name}_error"', tag)
    before = page.text[: page.text.index(tag)]
    assert " open" in before[before.rindex("<details") :].partition(">")[0]


def test_a_choice_that_was_not_made_has_the_focus(signed_in, member):
    item = report(member)  # of a structure that is closed

    page = press(signed_in, item, "accepter")

    (tag,) = focused(page)
    assert 'id="id_outcome"' in tag
    assert 'aria-describedby="id_outcome_helptext id_outcome_error"' in tag


def test_a_decision_that_says_nothing_has_its_sentence_focused(signed_in, member):
    page = press(signed_in, change(member), "")

    (tag,) = focused(page)
    assert 'tabindex="-1"' in tag
    assert "Choisissez une décision." in page.text.split(tag)[1][:300]


def test_a_page_without_a_mistake_leaves_the_focus_where_it_is(signed_in, member):
    assert focused(signed_in.get(url_of(change(member)))) == []
