"""What a command says of its arguments, in French; the words of argparse itself are the site's affair."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError

_DJANGO_OPTIONS = {
    "--verbosity": "ce que la commande raconte : 0 rien, 1 l’essentiel, 2 et 3 davantage",
    "--traceback": "montrer la trace d’une erreur, pour qui développe",
    "--no-color": "sans couleurs",
    # Accepted as ever, for programs.
    "--force-color": SUPPRESS,
    "--pythonpath": SUPPRESS,
    "--settings": SUPPRESS,
    "--skip-checks": SUPPRESS,
    "--version": SUPPRESS,
}


def explain_django_options(parser: ArgumentParser) -> None:
    """What Django adds to each command: in French or, where only a program would ask for it, unsaid."""
    for action in parser._actions:
        for name in _DJANGO_OPTIONS.keys() & action.option_strings:
            action.help = _DJANGO_OPTIONS[name]


def whole_number(text: str) -> int:
    """The type of an argument: argparse would say « invalid int value »."""
    try:
        return int(text)
    except ValueError as error:
        raise ArgumentTypeError(f"« {text} » n’est pas un nombre entier") from error
