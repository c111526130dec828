"""A new process reads the index and the words of the sectors before anybody asks for them."""

import threading

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from suppliers import search
from suppliers.models import Territory
from suppliers.search import text, warming
from suppliers.search.current_index import current
from suppliers.search.reference import reference
from tests.factories import ActivityFactory


def asked_for(typed: str) -> tuple[int, list[str]]:
    """How many a search finds, and what it asks PostgreSQL about words."""
    params = QueryDict(mutable=True)
    params["q"] = typed
    with CaptureQueriesContext(connection) as asked:
        found = search.Search(params).count
    return found, [query["sql"] for query in asked if "tsquery" in query["sql"]]


@pytest.fixture
def cleaner(db):
    search.refresh([ActivityFactory(sectors=["nettoyage-locaux"]).structure_id])


@pytest.mark.parametrize("typed", ["nettoyage", "Ménage", "MENAGE", "bureaux ménage nettoyage"])
def test_after_it_the_words_of_a_sector_ask_nothing(cleaner, monkeypatch, typed):
    monkeypatch.setattr(warming, "REST", 0.0)
    text._queries.clear()
    found, asked = asked_for(typed)
    assert asked
    search.forget()
    text._queries.clear()

    assert warming.warm() > 500
    assert asked_for(typed) == (found, [])


def test_after_it_a_place_is_known_by_its_key(cleaner, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(warming, "AT_MOST", 0.0)
    warming.warm()
    known = reference(search.state().version)
    montreuil = Territory.objects.get(code="93048")
    with django_assert_num_queries(0):
        assert known.place(montreuil.pk) == montreuil


def test_it_keeps_no_more_than_there_is_room_for(cleaner, monkeypatch):
    monkeypatch.setattr(warming, "REST", 0.0)
    index = current(search.state())
    index.words.most = 25
    assert warming.warm() == 20


def test_it_stops_in_time(cleaner, monkeypatch):
    monkeypatch.setattr(warming, "AT_MOST", 0.0)
    assert warming.warm() == 0


@pytest.mark.django_db(transaction=True)
def test_it_reads_beside_the_first_visitors(monkeypatch):
    monkeypatch.setattr(warming, "REST", 0.0)
    text._queries.clear()
    first: list[int] = []
    reader = warming.warm_in_background(lambda: first.append(1))
    reader.join(timeout=60)
    assert not reader.is_alive()
    assert first
    assert current(search.state()).words.known(text.known_query("ménage")) is not None


@pytest.mark.django_db(transaction=True)
def test_it_leaves_no_connection_open(monkeypatch):
    monkeypatch.setattr(warming, "AT_MOST", 0.0)
    left = []

    def read() -> None:
        connection.ensure_connection()
        warming._warm_alone(lambda: None)
        left.append(connection.connection)

    reader = threading.Thread(target=read)
    reader.start()
    reader.join(timeout=60)
    assert left == [None]


@pytest.mark.django_db
@given(st.text("abcdelnorsxzàâäçéèêëîïôöùûüÿÉÀÎŸœÆK2", min_size=1, max_size=8))
def test_capitals_and_accents_do_not_change_what_is_asked(word):
    """Two words heard alike are asked for alike: the query of one is kept for the other."""
    with connection.cursor() as cursor:
        cursor.execute(text.QUERIES, text.queries_of([word, text._heard(word)]))
        queries = dict(cursor.fetchall())
    assert queries[word] == queries[text._heard(word)]
