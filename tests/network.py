"""Nothing in a test talks to the outside: this machine only."""

import socket
from typing import Any

HERE = ("127.", "::1", "localhost", "0.0.0.0")


class OutsideCallError(AssertionError):
    """Not an OSError: code that forgives a network failure must not forgive this one."""


def forbid_outside_calls() -> None:
    """From now on this process reaches no other machine; each attempt raises."""
    connect, resolve = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX:
            _check(address[0])
        connect(self, address)

    def guarded_resolve(host: Any, *args: Any, **kwargs: Any) -> Any:
        _check(host)
        return resolve(host, *args, **kwargs)

    socket.socket.connect = guarded_connect  # type: ignore[method-assign]
    socket.getaddrinfo = guarded_resolve


def _check(host: Any) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name and not name.startswith(HERE):
        raise OutsideCallError(f"A test calls {name}: let it call a server of its own, on 127.0.0.1.")
