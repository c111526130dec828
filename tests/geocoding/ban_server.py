"""A server on this machine that speaks the BAN's format, and fails as it does."""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Reply:
    """One answer: after `delay` seconds, each byte `drip` seconds after the other."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drip: float = 0.0


def found(
    label: str,
    latitude: float,
    longitude: float,
    *,
    kind: str = "housenumber",
    score: Any = 0.97,
    citycode: str | None = "93048",
) -> Reply:
    """The answer for one place, as data.geopf.fr/geocodage writes it."""
    properties = {
        "label": label,
        "score": score,
        "id": "93048_3270_00018",
        "type": kind,
        "name": label.split(",")[0],
        "postcode": "93100",
        "citycode": citycode,
        "city": "Montreuil",
        "context": "93, Seine-Saint-Denis, Île-de-France",
        "importance": 0.66,
    }
    geometry = {"type": "Point", "coordinates": [longitude, latitude]}
    return collection([{"type": "Feature", "geometry": geometry, "properties": properties}])


def collection(features: list[Any]) -> Reply:
    """A FeatureCollection of these features."""
    body = {"type": "FeatureCollection", "features": features, "query": ""}
    return Reply(body=json.dumps(body).encode(), headers={"Content-Type": "application/json; charset=utf-8"})


NOTHING = collection([])
HTML = Reply(body=b"<html><h1>Maintenance</h1></html>", headers={"Content-Type": "text/html"})


class BanServer:
    """`script` answers first, in its order; then `places`, by a word of the question; then nothing."""

    def __init__(self) -> None:
        self.script: deque[Reply] = deque()
        self.places: dict[str, Reply] = {}
        self.otherwise = NOTHING
        self.questions: list[str] = []
        self.asked: list[dict[str, Any]] = []
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        self._http.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that left early
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def domain(self) -> str:
        """Host, port and path, for the BAN_DOMAIN setting."""
        return f"127.0.0.1:{self._http.server_port}/geocodage"

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()

    def reply_to(self, path: str, query: dict[str, list[str]], agent: str) -> Reply:
        """What to answer, after noting what was asked."""
        question = query.get("q", [""])[0]
        self.questions.append(question)
        self.asked.append({"path": path, "query": query, "agent": agent, "at": time.monotonic()})
        if self.script:
            return self.script.popleft()
        return next((reply for word, reply in self.places.items() if word in question), self.otherwise)


def _handler(server: BanServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            reply = server.reply_to(url.path, parse_qs(url.query), self.headers.get("User-Agent", ""))
            time.sleep(reply.delay)
            self.send_response(reply.status)
            for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if reply.drip:
                for byte in reply.body:
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    time.sleep(reply.drip)
            else:
                self.wfile.write(reply.body)

        def log_message(self, *_: Any) -> None:
            pass

    return Handler
