"""The geocoding service of the tests, on this machine."""

from collections.abc import Iterator

import pytest

from suppliers.geocoding import service
from tests.geocoding.ban_server import BanServer


@pytest.fixture
def ban(settings, monkeypatch) -> Iterator[BanServer]:
    """A BAN of our own, asked as fast as we like."""
    server = BanServer()
    settings.BAN_SCHEME = "http"
    settings.BAN_DOMAIN = server.domain
    settings.BAN_TIMEOUT = 20.0  # a loaded machine is slow, and that is not the subject
    settings.BAN_CALLS_PER_SECOND = 1000.0
    monkeypatch.setattr(service, "PAUSE_SECONDS", 0.05)
    service._service.cache_clear()
    yield server
    server.stop()
    service._service.cache_clear()
