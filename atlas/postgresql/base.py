"""Django's PostgreSQL, which takes any number of rows at once.

A connection that has just answered is not asked again whether it would.

`CONN_HEALTH_CHECKS` spends a query on every page. A server that stops, or that closes a connection, says so
on its socket, which costs nothing to look at.
"""

import select
import time
from collections.abc import Sequence
from typing import Any

from django.db.backends.postgresql import base, operations

SURE_FOR = 10  # seconds: a network may also cut a connection that rests, and say nothing
MOST_PARAMETERS = 65_535  # of one query: PostgreSQL counts them in two bytes


class DatabaseOperations(operations.DatabaseOperations):
    def bulk_batch_size(self, fields: Sequence[Any], objs: Sequence[Any]) -> int:
        """Rows of one INSERT: Django sends all at once, and a thousand structures are too many values."""
        return max(1, MOST_PARAMETERS // max(1, len(fields)))


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
    _sure_until = 0.0

    def is_usable(self) -> bool:
        """Asks the server after an error, when it has said something, or when it was last asked long ago."""
        if time.monotonic() < self._sure_until and not self.errors_occurred and self._is_silent():
            return True
        answers = bool(super().is_usable())
        self._sure_until = time.monotonic() + SURE_FOR if answers else 0.0
        return answers

    def _is_silent(self) -> bool:
        """Whether the connection is open and nothing waits to be read: neither a notice nor a farewell."""
        if self.connection is None or self.connection.closed:
            return False
        door = select.poll()
        door.register(self.connection.fileno(), select.POLLIN)
        return not door.poll(0)
