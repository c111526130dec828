"""`manage.py` as an operator meets it: our commands first, and what is mistyped said in French."""

from __future__ import annotations

import textwrap
from difflib import get_close_matches

from django.core.management import ManagementUtility, get_commands, load_command_class
from django.core.management.base import BaseCommand

from atlas import french_arguments
from atlas.refusal import StartRefused

OURS = "suppliers"


def run(arguments: list[str]) -> None:
    """What the command line asks."""
    french_arguments.translate()
    _Commands(arguments).execute()


class _Commands(ManagementUtility):
    def main_help_text(self, commands_only: bool = False) -> str:
        if commands_only:
            return super().main_help_text(commands_only=True)
        commands = get_commands()
        ours = sorted(name for name, app in commands.items() if app == OURS)
        others = textwrap.fill(", ".join(sorted(commands.keys() - set(ours))), 90, break_on_hyphens=False)
        lines = [
            f"Usage : {self.prog_name} COMMANDE [options] ; {self.prog_name} COMMANDE --help en dit plus."
        ]
        lines += ["", "Atlas ESS :", *(f"  {name:<19}{load_command_class(OURS, name).help}" for name in ours)]
        return "\n".join([*lines, "", "Django :", textwrap.indent(others, "  ")])

    def fetch_command(self, subcommand: str) -> BaseCommand:
        commands = get_commands()
        if subcommand not in commands:
            alike = get_close_matches(subcommand, commands, n=1)
            advice = f"vouliez-vous dire « {alike[0]} » ? " if alike else ""
            raise StartRefused(
                f"Il n’y a pas de commande « {subcommand} » : {advice}"
                f"« {self.prog_name} help » montre celles qu’il y a."
            )
        return super().fetch_command(subcommand)
