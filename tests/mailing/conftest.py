from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from tests.mailing.smtp_server import MailServer


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    """Where e-mails really leave to."""
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        settings.EMAILS_LEAVE = True
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server
        server.shutdown()
        thread.join()
