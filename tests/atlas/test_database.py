import os
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest
from django.db import connection

from atlas import database
from atlas.refusal import StartRefused
from suppliers.search import state

START = "import pathlib, sys, atlas.database as d; print(d.start_embedded(pathlib.Path(sys.argv[1])))"


@pytest.fixture
def folder(monkeypatch):
    """Where a server of this test's own may live; stopped at the end.

    Not in `tmp_path`: each run of pytest closes the parent of all of these to other accounts.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as parent:
        monkeypatch.setenv("TMPDIR", parent)
        monkeypatch.setattr(tempfile, "tempdir", parent)
        folder = Path(parent) / "un chemin, l'été" / "var" / "postgres"
        yield folder
        with suppress(FileNotFoundError, psutil.NoSuchProcess):
            server = psutil.Process(number(folder))
            if server.name() == "postgres":
                server.send_signal(signal.SIGQUIT)
                server.wait(timeout=10)


def number(folder: Path) -> int:
    return int((folder / "postmaster.pid").read_text().split("\n")[0])


def ask(url: str) -> object:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT 1").fetchone()


def test_the_server_named_by_the_address_is_used(tmp_path):
    config = database.choose(tmp_path, "postgres://ana:secret@127.0.0.1:5433/atlas?sslmode=require")

    assert (config["HOST"], config["PORT"], config["NAME"], config["USER"]) == (
        "127.0.0.1",
        5433,
        "atlas",
        "ana",
    )
    assert config["OPTIONS"] == {
        "sslmode": "require",
        "options": database.SESSION,
        "server_side_binding": True,
        "prepare_threshold": database.PREPARE_AFTER,
    }
    assert not (tmp_path / "var").exists()


def test_nothing_is_prepared_for_a_pooler_that_shares_connections(tmp_path):
    config = database.choose(tmp_path, "postgres://h/atlas?prepare_threshold=0")

    assert config["OPTIONS"]["prepare_threshold"] is None


def test_a_threshold_that_is_no_number_is_refused_in_words(tmp_path):
    with pytest.raises(StartRefused, match="prepare_threshold=souvent"):
        database.choose(tmp_path, "postgres://h/atlas?prepare_threshold=souvent")


@pytest.mark.django_db
def test_what_every_page_asks_is_prepared():
    for _ in range(database.PREPARE_AFTER + 1):
        state()

    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        assert any("suppliers_directorystate" in statement for (statement,) in cursor.fetchall())


def test_session_options_of_the_address_come_after_ours(tmp_path):
    config = database.choose(tmp_path, "postgres://h/atlas?options=-c%20work_mem%3D64MB")

    assert config["OPTIONS"]["options"] == f"{database.SESSION} -c work_mem=64MB"


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://h/atlas", "doit désigner un serveur PostgreSQL"),
        ("postgres.example.org", "doit désigner un serveur PostgreSQL"),
        ("postgres://h:port/atlas", "est mal écrite"),
        ("postgres://h", "ne nomme pas de base"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_in_a_sentence(tmp_path, url, sentence):
    with pytest.raises(StartRefused, match=sentence):
        database.choose(tmp_path, url)


def test_processes_that_start_together_share_one_server(folder):
    root = Path(database.__file__).parent.parent
    starts = [
        subprocess.Popen([sys.executable, "-c", START, folder], cwd=root, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    addresses = {start.communicate(timeout=60)[0].strip() for start in starts}

    assert [start.returncode for start in starts] == [0, 0, 0]
    assert len(addresses) == 1
    assert ask(addresses.pop()) == (1,), "the server goes on after those who started it"
    assert os.getpgid(number(folder)) != os.getpgrp(), "Ctrl-C on the site does not reach it"


def test_a_server_killed_with_its_machine_starts_again(folder):
    address = database.start_embedded(folder)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS n")
    server = psutil.Process(number(folder))
    server.kill()
    psutil.wait_procs([server], timeout=10)
    # After the restart of the machine, the number of the dead server belongs to somebody else: to us.
    note = folder / "postmaster.pid"
    note.write_text(note.read_text().replace(str(number(folder)), str(os.getpid()), 1))
    assert database.running(folder) is None

    with psycopg.connect(database.start_embedded(folder)) as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (42,)


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "var").touch()

    with pytest.raises(StartRefused, match=r"ne peut pas s’installer dans .*/var : .*DATABASE_URL"):
        database.start_embedded(tmp_path / "var" / "postgres")


def test_a_note_half_written_is_no_server(tmp_path):
    (tmp_path / "postmaster.pid").write_text("123\n/somewhere\n")

    assert database.running(tmp_path) is None


def test_a_socket_without_a_server_is_no_server(tmp_path):
    with socket.socket(socket.AF_UNIX) as left_behind:
        left_behind.bind(str(tmp_path / ".s.PGSQL.5432"))
    (tmp_path / "postmaster.pid").write_text(f"1\n{tmp_path}\n0\n5432\n{tmp_path}\n\n0 0\nready\n")

    assert database.running(tmp_path) is None
