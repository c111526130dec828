"""What every test finds: the reference tables, empty caches, no network but this machine."""

import socket
from collections.abc import Iterator

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from suppliers import search
from tests.network import forbid_outside_calls
from tests.reference import load_reference_data, reference_alone

# A loaded machine is no reason to fail; a failure prints what it takes to see it again.
hypothesis.settings.register_profile("atlas", deadline=None, print_blob=True)
hypothesis.settings.load_profile("atlas")


def pytest_configure() -> None:
    forbid_outside_calls()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        load_reference_data()
        reference_alone()
    yield
    # A thread or a process of some test that is still leaving must not keep the database from being dropped.
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True, scope="class")  # of a test in no class: around the emptying of the tables too
def reference_after_a_flush(
    request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Tests that commit (the browser's, threads) empty every table behind them: fill the reference again.

    At once, so that tests may run in any order.
    """
    marker = request.node.get_closest_marker("django_db")
    commits = bool(marker and marker.kwargs.get("transaction"))
    commits = commits or bool({"live_server", "transactional_db"} & set(request.fixturenames))
    yield
    if commits:
        with django_db_blocker.unblock():
            reference_alone().put_back()


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """A test that is undone takes its directory version back: what was kept for it must go too."""
    yield
    cache.clear()
    search.forget()


@pytest.fixture
def unused_port() -> int:
    """A port of this machine that nobody listens to."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
