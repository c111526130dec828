"""What all our commands share."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import ProgrammingError
from psycopg.errors import UndefinedColumn, UndefinedTable

from suppliers.management.french import explain_django_options


class PreparedCommand(BaseCommand):
    """Explains itself in French; says what to do when the database has not had every migration."""

    _called_from_command_line = False  # Django's own, which its types leave out

    def create_parser(self, prog_name: str, subcommand: str, **options: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **options)
        explain_django_options(parser)
        return parser

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return self._on_these_tables(*args, **options)
        except CommandError as refusal:
            if not self._called_from_command_line or options["traceback"]:
                raise
            self.stderr.write(str(refusal))  # Django would begin with « CommandError: »
            sys.exit(refusal.returncode)

    def _on_these_tables(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except ProgrammingError as error:
            if not isinstance(error.__cause__, UndefinedTable | UndefinedColumn):
                raise
            raise CommandError(
                "La base de données n’a pas les tables de cette version : lancez d’abord "
                "« manage.py migrate », puis « manage.py load_reference »."
            ) from error
