"""`manage.py` speaks French to whoever reads its help or mistypes."""

import argparse
import re

import pytest
from django.core.management import get_commands

from atlas import commands

OURS = sorted(name for name, app in get_commands().items() if app == commands.OURS)
ENGLISH = re.compile(
    r"\b(the|show|output|exit|skip|usage:|positional|program|verbose|don't)\b", re.IGNORECASE
)


@pytest.fixture
def manage(monkeypatch, capsys):
    """Run a command line; what it printed, on both outputs, and its exit code."""
    for name in ("_", "ngettext"):
        monkeypatch.setattr(argparse, name, getattr(argparse, name))  # put back behind the test

    def run(*arguments):
        code = 0
        try:
            commands.run(["manage.py", *arguments])
        except SystemExit as end:
            code = end.code
        printed = capsys.readouterr()
        return " ".join((printed.out + printed.err).split()), code

    return run


@pytest.mark.parametrize("name", OURS)
def test_help_of_our_commands_is_french(manage, name):
    said, code = manage(name, "--help")
    assert code == 0
    assert f"Usage : manage.py {name}" in said
    assert "montrer cette aide" in said
    assert not ENGLISH.search(said)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("import_structures", "manage.py import_structures : il manque SOURCE, FICHIER."),
        ("import_structures siae a b", "argument inconnu ou de trop : b."),
        ("import_structures siae a --listed-on hier", "« hier » n’est pas une date : écrivez AAAA-MM-JJ."),
        ("geocode --nope", "argument inconnu ou de trop : --nope."),
        ("geocode --limit", "--limit : il faut une valeur."),
        ("geocode --limit beaucoup", "--limit : « beaucoup » n’est pas un nombre entier."),
        ("geocode --all=oui", "--all : cette option ne prend pas de valeur ('oui')."),
        ("geocode -v 7", "-v/--verbosity : « 7 » n’est pas l’un de 0, 1, 2, 3."),
        ("geocode -v peu", "-v/--verbosity : « peu » ne convient pas."),
        ("bench --s 3", "--s peut vouloir dire"),
        ("migrate --nope", "argument inconnu ou de trop : --nope."),
    ],
)
def test_mistyped_argument_is_said_in_french(manage, arguments, sentence):
    said, code = manage(*arguments.split())
    assert code == 2
    assert sentence in said


def test_unknown_command_is_said_in_french_with_the_nearest(manage):
    _said, sentence = manage("import_structure")
    assert sentence == (
        "Il n’y a pas de commande « import_structure » : vouliez-vous dire « import_structures » ? "
        "« manage.py help » montre celles qu’il y a."
    )


@pytest.mark.parametrize("arguments", [[], ["help"], ["--help"]])
def test_list_of_commands_says_what_ours_do(manage, arguments):
    said, code = manage(*arguments)
    assert code == 0
    assert "geocode Géocode les structures" in said
    assert "migrate" in said
    assert not ENGLISH.search(said)


def test_refusal_of_a_command_is_its_sentence_alone(manage):
    # The settings of the tests do not collect static files, and the checks would say so first.
    said, code = manage("geocode", "--limit", "0", "--skip-checks")
    assert (said, code) == ("--limit attend un nombre de structures, à partir de 1.", 1)
