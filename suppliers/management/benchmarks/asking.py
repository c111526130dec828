"""Ask the site a question in this very process, as a server would, and note what it cost."""

import gzip
import io
import re
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit
from wsgiref.types import StartResponse

from django.conf import settings
from django.core.cache import caches
from django.core.servers.basehttp import get_internal_wsgi_application
from django.db import connection
from django.middleware.csrf import CSRF_SECRET_LENGTH

from suppliers.search.current_index import forget_searches

LIST = re.compile(r"%s(?:, %s)+")
NUMBER = re.compile(r"\b\d+\b")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `seconds` of server time, of which `cpu_seconds` in this process; the body as sent."""

    status: int
    seconds: float
    cpu_seconds: float
    queries: int
    body: bytes
    headers: dict[str, str]

    @property
    def is_compressed(self) -> bool:
        return self.headers.get("content-encoding") == "gzip"

    @property
    def plain(self) -> bytes:
        """The body, decompressed."""
        return gzip.decompress(self.body) if self.is_compressed else self.body

    @property
    def gzipped(self) -> int:
        """Bytes on the wire; of a body sent plain, those that a proxy would make of it."""
        return len(self.body) if self.is_compressed else len(gzip.compress(self.body, 6))


@dataclass(slots=True)
class SlowestQuery:
    """The longest execution of a query, to be explained afterwards."""

    seconds: float = 0.0
    sql: str = ""
    parameters: Any = None
    asked_by: str = ""


@dataclass
class Site:
    """The WSGI application, without network; remembers the slowest query of each shape."""

    seen: dict[str, SlowestQuery] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._application = get_internal_wsgi_application()
        self._count = 0
        self._address = ""

    def get(self, address: str, **headers: str) -> Answer:
        """One GET request, from the first middleware to the last byte."""
        environ = _environ(address, headers)
        started: list[Any] = []
        self._count, self._address = 0, address
        with ExitStack() as stack:
            stack.enter_context(connection.execute_wrapper(self._note))
            start, cpu_start = time.perf_counter(), time.process_time()
            result = self._application(environ, _noting(started))
            body = b"".join(result)
            seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu_start
            stack.callback(getattr(result, "close", lambda: None))
        status, named = started[0][0], started[0][1]
        lowered = {name.lower(): value for name, value in named}
        return Answer(int(status.split()[0]), seconds, cpu_seconds, self._count, body, lowered)

    def _note(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self._count += 1
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            seconds = time.perf_counter() - start
            slowest = self.seen.setdefault(_shape(str(sql)), SlowestQuery())
            if not slowest.sql or seconds > slowest.seconds:
                slowest.seconds, slowest.sql = seconds, str(sql)
                slowest.parameters, slowest.asked_by = params, self._address


def _noting(started: list[Any]) -> StartResponse:
    """What a server is called with when the answer begins: status and headers are kept in `started`."""

    def start_response(*answered: Any) -> Callable[[bytes], object]:
        started.append(answered)
        return lambda _written: None

    return start_response


def _shape(sql: str) -> str:
    """The same for two queries that differ only in numbers or in the length of a list."""
    return NUMBER.sub("0", LIST.sub("%s…", sql))


def forget_answers() -> None:
    """Drop every answer kept for an unchanged directory. What a running server holds anyway stays."""
    for cache in caches.all(initialized_only=True):
        cache.clear()
    forget_searches()


def _environ(address: str, headers: dict[str, str]) -> dict[str, Any]:
    parts = urlsplit(address)
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(parts.path).encode().decode("latin-1"),
        "QUERY_STRING": parts.query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "HTTP_HOST": "127.0.0.1",
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_ACCEPT_ENCODING": "gzip, deflate",
        "HTTP_COOKIE": f"{settings.CSRF_COOKIE_NAME}={'a' * CSRF_SECRET_LENGTH}",  # from their first page on
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }
