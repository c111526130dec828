"""What tables hold, kept in memory and put back: quicker than emptying them all and making it again."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction

# Django's own notes on our models, which no test changes.
CONSTANT = {"django_content_type", "auth_permission", "django_migrations"}


def each_table() -> list[str]:
    """Every table that a test may change, quoted."""
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return [connection.ops.quote_name(name) for name in sorted({*names} - CONSTANT)]


def rows_of(table: str) -> bytes:
    """A table's rows as PostgreSQL copies them, a line each; columns it computes itself are left out."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} TO STDOUT") as copy:
        return b"".join(copy)


class Snapshot:
    """Rows of every table, as they stand now."""

    def __init__(self) -> None:
        self._rows = {table: rows_of(table) for table in each_table()}

    @transaction.atomic
    def put_back(self) -> None:
        """These rows and no others; what they refer to is checked at the end."""
        changed = [table for table, rows in self._rows.items() if rows_of(table) != rows]
        with connection.cursor() as cursor:
            cursor.execute(" ".join(f"DELETE FROM {table};" for table in changed) or "SELECT")
            for table in changed:
                with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                    copy.write(self._rows[table])


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
