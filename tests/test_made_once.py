"""What is written again is what was made, down to the directory and what it counts."""

import pytest
from django.db import transaction

from suppliers import search
from suppliers.models import Structure
from tests.factories import ActivityFactory, CertificationFactory
from tests.made_once import made_once
from tests.snapshot import each_table, rows_of

pytestmark = pytest.mark.django_db
WORD = "nettoyage"  # one that sectors have said already: its count changes, its row is not new


class UndoneError(Exception):
    """Takes a fixture's rows back, as the end of a test does."""


@pytest.fixture
def calls():
    return []


@pytest.fixture
def make(calls):
    def cleaner():
        calls.append("made")
        structure = ActivityFactory(structure__name=f"Au {WORD}\tà l’« œil »\\ deux\nlignes").structure
        CertificationFactory(structure=structure, verified_on="2026-09-12")
        search.refresh()
        return structure

    return made_once(cleaner)


def rows():
    return {table: sorted(rows_of(table).splitlines()) for table in each_table()}


def undone(act):
    """What `act` returns, and the rows it leaves, which are taken back."""
    seen = []
    with pytest.raises(UndoneError), transaction.atomic():
        seen += [act(), rows()]
        raise UndoneError
    search.forget()
    return seen


def test_rows_written_again_are_those_that_were_made(make, calls):
    before = rows()
    first, made = undone(make)
    assert rows() == before
    again, written = undone(make)
    assert calls == ["made"]
    assert written == made != before
    assert again.pk == first.pk
    assert again is not first  # a test may change its own


def test_where_structures_are_already_it_is_made(make, calls):
    make()
    make()
    assert calls == ["made", "made"]
    assert Structure.objects.count() == 2
