"""Commands that need the tables of this version."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError
from psycopg.errors import UndefinedColumn, UndefinedTable


class PreparedCommand(BaseCommand):
    """Says what to do when the database has had no, or not every, migration."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except ProgrammingError as error:
            if not isinstance(error.__cause__, UndefinedTable | UndefinedColumn):
                raise
            raise CommandError(
                "La base de données n’a pas les tables de cette version : lancez d’abord "
                "« manage.py migrate », puis « manage.py load_reference »."
            ) from error
