"""What tables hold, kept in memory and put back: quicker than making it again."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

# What Django writes itself, whenever it empties the tables.
NOT_OURS = {"django_content_type", "auth_permission", "django_migrations"}


class Snapshot:
    """Rows of every table, as they stand now."""

    def __init__(self) -> None:
        names = connection.introspection.django_table_names(only_existing=True, include_views=False)
        with connection.cursor() as cursor:
            self._rows = {name: _read(cursor, name) for name in sorted({*names} - NOT_OURS)}

    @transaction.atomic
    def put_back(self) -> None:
        """These rows and no others; what they refer to is checked at the end."""
        with connection.cursor() as cursor:
            tables = {connection.ops.quote_name(name): rows for name, rows in self._rows.items()}
            cursor.execute(" ".join(f"DELETE FROM {table};" for table in tables))
            for table, rows in tables.items():
                if rows:
                    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                        copy.write(rows)


def _read(cursor: Any, name: str) -> bytes:
    with cursor.copy(f"COPY {connection.ops.quote_name(name)} TO STDOUT") as copy:
        return b"".join(copy)
