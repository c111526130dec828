"""What tables hold, kept in memory and put back: quicker than emptying them all and making it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

# Django's own notes on our models, which no test changes.
CONSTANT = {"django_content_type", "auth_permission", "django_migrations"}


class Snapshot:
    """Rows of every table, as they stand now."""

    def __init__(self) -> None:
        names = connection.introspection.django_table_names(only_existing=True, include_views=False)
        self._tables = [connection.ops.quote_name(name) for name in sorted({*names} - CONSTANT)]
        with connection.cursor() as cursor:
            self._rows = self._read(cursor)

    @transaction.atomic
    def put_back(self) -> None:
        """These rows and no others; what they refer to is checked at the end."""
        with connection.cursor() as cursor:
            now = self._read(cursor)
            changed = [table for table in self._tables if now[table] != self._rows[table]]
            cursor.execute(" ".join(f"DELETE FROM {table};" for table in changed) or "SELECT")
            for table in changed:
                with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                    copy.write(self._rows[table])

    def _read(self, cursor: Any) -> dict[str, bytes]:
        rows = {}
        for table in self._tables:
            with cursor.copy(f"COPY {table} TO STDOUT") as copy:
                rows[table] = b"".join(copy)
        return rows


@dataclass
class Walks:
    """The structures the browser's walks find, once made; from one walk to the next, they stay."""

    snapshot: Snapshot | None = None
    are_next: bool = False  # the next test is one of those walks

    @property
    def will_put_back(self) -> bool:
        """Whether what the test that ends has left is the business of the next."""
        return self.are_next and self.snapshot is not None


WALKS = Walks()
