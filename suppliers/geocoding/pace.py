"""Manners towards a shared service: not too often, and not at all while it is down."""

import threading
import time


class TooLateError(Exception):
    """The next turn comes after the caller's deadline."""


class Pace:
    """Turns given out evenly, to all threads of the process."""

    def __init__(self, per_second: float) -> None:
        self._step = 1 / per_second
        self._next_turn = 0.0
        self._lock = threading.Lock()

    def wait(self, deadline: float | None = None) -> None:
        """Sleep until our turn. Raises TooLateError at once if it comes after the deadline (monotonic)."""
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._next_turn)
            if deadline is not None and turn > deadline:
                raise TooLateError
            self._next_turn = turn + self._step
        if turn > now:
            time.sleep(turn - now)

    def hold(self, seconds: float) -> None:
        """Give no turn for a while: the service asked for it."""
        with self._lock:
            self._next_turn = max(self._next_turn, time.monotonic() + seconds)


class Breaker:
    """Opens after several failures in a row; lets one caller through a minute later, to see."""

    def __init__(self, failures: int, seconds: float) -> None:
        self._most = failures
        self._seconds = seconds
        self._failures = 0
        self._closed_again_at = 0.0

    @property
    def is_open(self) -> bool:
        """Whether asking is pointless now."""
        return self._failures >= self._most and time.monotonic() < self._closed_again_at

    @property
    def has_failed(self) -> bool:
        """Whether the last call did."""
        return self._failures > 0

    def succeeded(self) -> None:
        """Forget the failures."""
        self._failures = 0

    def failed(self) -> None:
        """Count one more failure in a row."""
        self._failures += 1
        self._closed_again_at = time.monotonic() + self._seconds
