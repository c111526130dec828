"""A mail server on this machine: it takes what it is given, or refuses it as told."""

from __future__ import annotations

import socketserver
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any


class MailServer(socketserver.ThreadingTCPServer):
    """`received` are the messages it took; with `refuses`, each recipient is turned away."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.received: list[EmailMessage] = []
        self.connections = 0
        self.refuses = False
        self.slow = threading.Event()
        self.slow.set()

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.server.connections += 1
        self._say("220 test")
        for line in iter(self.rfile.readline, b""):
            match line.split()[0].upper() if line.split() else b"":
                case b"EHLO" | b"HELO" | b"MAIL" | b"RSET":
                    self._say("250 yes")
                case b"RCPT":
                    self._say("550 nobody of that name" if self.server.refuses else "250 yes")
                case b"DATA":
                    self._say("354 go on")
                    self._take()
                case b"QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("502 what")

    def _take(self) -> None:
        lines = list(iter(self.rfile.readline, b".\r\n"))
        self.server.slow.wait(10)
        message: Any = message_from_bytes(b"".join(lines), policy=policy.default)
        self.server.received.append(message)
        self._say("250 taken")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())
