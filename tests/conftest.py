"""What every test finds: the reference tables, empty caches, no network but this machine."""

import gc
import pathlib
import socket
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from django.core.cache import caches
from django.db import connection
from django.test import TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker

from suppliers import search
from suppliers.management.commands.load_reference import load_reference
from suppliers.models import Document
from suppliers.search.words import recount_words
from tests.network import forbid_outside_calls
from tests.snapshot import WALKS, Snapshot

LONGEST = (
    "tests/browser",
    "tests/search/test_read_model",
    "tests/imports/test_against",
    "tests/atlas/test_start",
)

# A loaded machine is no reason to fail; a failure prints what it takes to see it again.
hypothesis.settings.register_profile("atlas", deadline=None, print_blob=True)
hypothesis.settings.load_profile("atlas")


def pytest_configure() -> None:
    forbid_outside_calls()


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector of garbage need not walk through it for the whole run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: at the end, workers then share what is short, and stop together."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(nextitem: Any) -> None:
    is_walk = nextitem is not None and nextitem.nodeid.startswith("tests/browser")
    WALKS.are_next = is_walk and "seeded" in nextitem.fixturenames


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The reference is there for every test: after those that commit (the browser's, threads), put back.

    Django would empty every table, and tests could not run in any order.
    """
    with django_db_blocker.unblock():
        load_reference()
        recount_words()  # those of the sectors: each test that refreshes the directory would write them
        reference = Snapshot()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            TransactionTestCase,
            "_fixture_teardown",
            lambda _case: WALKS.will_put_back or reference.put_back(),
        )
        yield
    # A thread or a process of some test that is still leaving must not keep the database from being dropped.
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """A test that is undone takes its directory version back: what was kept for it must go too."""
    yield
    for name in ("default", "memory"):
        caches[name].clear()
    search.forget()


@pytest.fixture
def documents_folder(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """Where what structures hand in goes for this test; Django asks for the storage once, with the models."""
    monkeypatch.setattr(Document._meta.get_field("file").storage, "location", str(tmp_path))
    return tmp_path


@pytest.fixture
def unused_port() -> int:
    """A port of this machine that nobody listens to."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
