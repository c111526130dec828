"""When the database is not there, operators read a sentence, and visitors a page that asks for patience."""

import psycopg
import pytest
from django.db import OperationalError

from atlas.outage import told_to_operators
from atlas.refusal import StartRefused
from tests.atlas.conftest import address

AWAY = "postgres://ana:hidden@127.0.0.1:1/atlas"
SAID = "Le serveur nommé par DATABASE_URL refuse ou ne répond pas ("

VISIT = """
import django; django.setup()
from django.test import Client
client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
for address in ["/", "/annuaire/", "/sante/"]:
    answer = client.get(address)
    print(address, answer.status_code, answer.headers.get("Retry-After"))
"""


def test_visitors_are_asked_for_patience_while_the_process_lives(python):
    result = python("-c", VISIT, DATABASE_URL=AWAY, DJANGO_SETTINGS_MODULE="tests.settings")

    assert result.stdout.splitlines() == ["/ 503 30", "/annuaire/ 503 30", "/sante/ 200 None"]


@pytest.mark.parametrize(
    "command",
    ["migrate", "createsuperuser --noinput --username=ana --email=", "load_reference", "rebuild_directory"],
)
def test_a_command_says_in_one_line_that_the_server_is_away(python, command):
    result = python("manage.py", *command.split(), DATABASE_URL=AWAY, ATLAS_DEMO="1")

    assert result.returncode == 1
    assert result.stderr.startswith(SAID)
    assert result.stderr.count("\n") == 1
    assert "hidden" not in result.stderr


@pytest.mark.parametrize("wrong", [{"name": "nowhere"}, {"account": "nobody:wrong"}], ids=["base", "account"])
def test_a_command_says_what_the_server_refuses(python, wrong):
    result = python("manage.py", "migrate", DATABASE_URL=address(**wrong), ATLAS_DEMO="1")

    assert result.returncode == 1
    assert result.stderr.startswith(SAID)
    assert result.stderr.count("\n") == 1
    assert ("nowhere" if "name" in wrong else "nobody") in result.stderr


def test_a_developer_keeps_the_traceback(python):
    result = python("manage.py", "load_reference", DATABASE_URL=AWAY, DEBUG="1")

    assert result.returncode == 1
    assert "Traceback" in result.stderr


@pytest.mark.parametrize("failure", [psycopg.errors.AdminShutdown, psycopg.OperationalError])
def test_a_server_that_stops_under_a_command_is_said_too(failure):
    with pytest.raises(StartRefused, match="ne répond pas"), told_to_operators():
        raise failure("terminating connection")


def test_a_failure_that_is_no_question_of_address_is_left_alone():
    with pytest.raises(OperationalError), told_to_operators():
        raise OperationalError("deadlock detected") from psycopg.errors.DeadlockDetected()
