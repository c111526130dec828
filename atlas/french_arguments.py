"""What argparse says to whoever types a command, in French."""

from __future__ import annotations

import argparse

# Its messages to developers (a bad declaration) stay as they are.
_SENTENCES = {
    "usage: ": "Usage : ",
    "positional arguments": "arguments",
    "options": "options",
    "show this help message and exit": "montrer cette aide",
    "%(prog)s: error: %(message)s\n": "%(prog)s : %(message)s.\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s : %(message)s",
    "the following arguments are required: %s": "il manque %s",
    "one of the arguments %s is required": "il faut l’un de ces arguments : %s",
    "not allowed with argument %s": "ne va pas avec %s",
    "unrecognized arguments: %s": "argument inconnu ou de trop : %s",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s peut vouloir dire %(matches)s",
    "ignored explicit argument %r": "cette option ne prend pas de valeur (%r)",
    "unexpected option string: %s": "option inattendue : %s",
    "expected one argument": "il faut une valeur",
    "expected at most one argument": "il faut une valeur au plus",
    "expected at least one argument": "il faut une valeur au moins",
    "expected %s argument": "il faut %s valeur",
    "expected %s arguments": "il faut %s valeurs",
    "invalid choice: %(value)r (choose from %(choices)s)": "« %(value)s » n’est pas l’un de %(choices)s",
    "invalid %(type)s value: %(value)r": "« %(value)s » ne convient pas",
    "can't open '%(filename)s': %(error)s": "« %(filename)s » ne peut pas être ouvert (%(error)s)",
}


def translate() -> None:
    """For the whole process: argparse takes its words from the two functions of gettext it has imported.

    A sentence that another version of Python words otherwise stays English.
    """
    vars(argparse).update(_=_in_french, ngettext=_counted)


def _in_french(message: str) -> str:
    return _SENTENCES.get(message, message)


def _counted(one: str, many: str, count: int) -> str:
    return _in_french(one if abs(count) < 2 else many)
