import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from atlas import health

READY = """
import django; django.setup()
from django.test import Client
answer = Client(SERVER_NAME="127.0.0.1").get("/sante/pret/")
print(answer.status_code, answer.content.decode())
"""


def test_alive_without_a_database(client):
    answer = client.get("/sante/")

    assert (answer.status_code, answer.content.decode()) == (200, "Atlas ESS répond.\n")
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
def test_ready_when_the_tables_are_those_of_the_code(client):
    answer = client.get("/sante/pret/")

    assert (answer.status_code, answer.content.decode()) == (200, "Atlas ESS est prêt.\n")


@pytest.mark.django_db
def test_not_ready_while_a_migration_waits(client):
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")

    answer = client.get("/sante/pret/")

    assert answer.status_code == 503
    assert "manage.py migrate (sessions.0001_initial)" in answer.content.decode()


def test_not_ready_without_its_database(python):
    result = python("-c", READY, DATABASE_URL="postgres://127.0.0.1:1/atlas", ATLAS_DEMO="1")

    assert result.stdout.startswith("503 La base de données ne répond pas.")


@pytest.mark.django_db
def test_readiness_is_cheap(client, django_assert_max_num_queries):
    health.unapplied()
    with django_assert_max_num_queries(2):
        client.get("/sante/pret/")


@pytest.mark.parametrize("path", ["/sante/", "/sante/pret/"])
def test_health_is_only_read(client, path):
    assert client.post(path).status_code == 405
