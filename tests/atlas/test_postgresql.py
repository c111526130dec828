"""Whether a connection still serves: seen on its socket just after it answered, asked otherwise."""

from contextlib import suppress

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections

from atlas.postgresql import base
from suppliers.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(request, monkeypatch):
    """A second connection to the same database, that has just answered; sure of it for so many seconds."""
    monkeypatch.setattr(base, "SURE_FOR", getattr(request, "param", base.SURE_FOR))
    other = connection.copy()
    other.connect()
    assert other.is_usable()
    yield other
    other.close()


def last_asked(other):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT query_start FROM pg_stat_activity WHERE pid = %s", [other.connection.info.backend_pid]
        )
        return cursor.fetchone()


def test_a_server_that_has_just_answered_is_not_asked_again(other):
    before = last_asked(other)
    assert other.is_usable()
    assert last_asked(other) == before


@pytest.mark.parametrize("other", [0.0], indirect=True)
def test_after_a_while_it_is_asked(other):
    before = last_asked(other)
    assert other.is_usable()
    assert last_asked(other) > before


def test_after_an_error_it_is_asked(other):
    with suppress(DatabaseError), other.cursor() as cursor:
        cursor.execute("SELECT 1/0 FROM nowhere")
    assert other.errors_occurred
    before = last_asked(other)
    assert other.is_usable()
    assert last_asked(other) > before


def test_a_connection_that_the_server_closed_serves_no_more(other):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [other.connection.info.backend_pid])
        assert cursor.fetchone() == (True,)
    assert not other.is_usable()


def test_a_connection_that_was_closed_here_serves_no_more(other):
    other.connection.close()
    assert not other.is_usable()


def test_the_site_uses_it():
    assert isinstance(connections["default"], base.DatabaseWrapper)
    assert connection.settings_dict["CONN_HEALTH_CHECKS"]


def test_more_rows_than_one_query_may_hold_are_written():
    User.objects.bulk_create(User(username=f"compte {n}") for n in range(6_000))

    assert User.objects.count() == 6_000


def test_the_table_of_the_shared_cache_comes_with_the_others():
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE atlas_cache")
    call_command("migrate", verbosity=0)

    assert "atlas_cache" in connection.introspection.table_names()
