"""Every test here asks a real server."""

import psycopg
import pytest
from django.db import connection

from atlas import checks
from tests.atlas.conftest import address

ASK = "import django; django.setup(); from atlas.checks import problems; print(*problems(), sep='\\n')"
ACCOUNT = "atlas_test_visitor"


@pytest.fixture
def visitor(database):
    """An account that may enter the empty database, and nothing more."""
    with psycopg.connect(address(), autocommit=True) as server:
        if not server.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()[0]:
            pytest.skip("the account of DATABASE_URL may not create accounts")
        server.execute(f"DROP ROLE IF EXISTS {ACCOUNT}")
        server.execute(f"CREATE ROLE {ACCOUNT} LOGIN PASSWORD 'x'")
        yield f"{ACCOUNT}:x"
        server.execute(f"DROP OWNED BY {ACCOUNT}")
        server.execute(f"ALTER DATABASE {database} OWNER TO CURRENT_USER")
        server.execute(f"DROP ROLE {ACCOUNT}")


@pytest.mark.django_db
def test_the_database_of_the_tests_is_good_enough():
    assert checks.problems() == []


@pytest.mark.django_db
def test_the_extensions_asked_for_are_those_of_the_migrations():
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension WHERE extname <> 'plpgsql'")
        assert {name for (name,) in cursor.fetchall()} == set(checks.EXTENSIONS)


@pytest.mark.parametrize("number", [90_624, 130_012, 140_011])
def test_a_server_before_15_is_named_too_old(number):
    assert f"Ce serveur est un PostgreSQL {number // 10_000}, et il en faut un de version 15" in (
        checks.version_problem(number)
    )


@pytest.mark.parametrize("number", [150_000, 180_006])
def test_a_server_from_15_on_will_do(number):
    assert checks.version_problem(number) == ""


def test_a_server_that_is_not_there_is_said_so_in_one_line(python):
    result = python("-c", ASK, DATABASE_URL="postgres://ana:secret@127.0.0.1:1/atlas", ATLAS_DEMO="1")

    assert result.stdout.startswith("Le serveur nommé par DATABASE_URL refuse ou ne répond pas (")
    assert result.stdout.count("\n") == 1
    assert "secret" not in result.stdout


def test_a_database_that_does_not_exist_is_named(python):
    result = python("-c", ASK, DATABASE_URL=address("nowhere"), ATLAS_DEMO="1")

    assert "nowhere" in result.stdout


def test_an_account_without_rights_is_told_what_to_ask_for(python, visitor, database):
    result = python("-c", ASK, DATABASE_URL=address(database, visitor), ATLAS_DEMO="1")
    extensions, tables = result.stdout.splitlines()

    assert (
        f"« {ACCOUNT} » n’a pas le droit de créer dans la base « {database} » : btree_gin, cube" in extensions
    )
    assert "CREATE EXTENSION IF NOT EXISTS earthdistance CASCADE;" in extensions
    assert tables.endswith(f"ALTER DATABASE {database} OWNER TO {ACCOUNT};")


def test_migrate_says_what_is_missing_before_it_begins(python, visitor, database):
    with psycopg.connect(address(), autocommit=True) as server:
        server.execute(f"ALTER DATABASE {database} OWNER TO {ACCOUNT}")

    result = python("manage.py", "migrate", DATABASE_URL=address(database, visitor), ATLAS_DEMO="1")

    assert result.returncode == 1
    assert f"n’a pas le droit de créer dans la base « {database} » : earthdistance." in result.stderr
    assert "Traceback" not in result.stderr
