"""The real thing: prepare an empty database, serve, stop."""

import os
import signal
import subprocess
import sys
import urllib.request
from contextlib import contextmanager, suppress
from functools import partial

import psycopg
import pytest
from django.conf import settings

from atlas import start
from atlas.refusal import StartRefused
from suppliers import search
from suppliers.management.commands.demo import create_accounts
from tests.atlas.conftest import address
from tests.factories import StructureFactory
from tests.imports.lists import a_row, write_list


@contextmanager
def site(database, port, folder, *, until="Atlas ESS est prêt"):
    """`python -m atlas.start` for a demonstration, and what it prints up to its greeting."""
    variables = {"DATABASE_URL": address(database), "STATIC_ROOT": str(folder), "PORT": str(port)}
    process = subprocess.Popen(
        [sys.executable, "-m", "atlas.start"],
        cwd=settings.ROOT,
        env={**os.environ, **variables, "ATLAS_DEMO": "1", "DEBUG": "0", "WEB_CONCURRENCY": "1"}
        | {"DJANGO_SETTINGS_MODULE": "atlas.settings"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        # Tests run in the background inherit from their shell that Ctrl-C is ignored.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    lines = []
    try:
        while line := process.stdout.readline():
            lines.append(line.strip())
            if line.startswith(until):
                break
        yield process, lines
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)
        process.stdout.close()


def count_structures(database: str) -> int:
    with psycopg.connect(address(database)) as connection:
        return connection.execute("SELECT count(*) FROM suppliers_structure").fetchone()[0]


def test_the_site_prepares_itself_once_and_answers(database, unused_port, tmp_path):
    with site(database, unused_port, tmp_path / "static") as (_, first):
        answer = urllib.request.urlopen(f"http://127.0.0.1:{unused_port}/sante/pret/", timeout=5)
        assert answer.read().decode() == "Atlas ESS est prêt.\n"
        answer.close()
    seeded = count_structures(database)
    with site(database, unused_port, tmp_path / "static") as (_, second):
        pass

    assert first[:-1] == ["Création des tables…", "Préparation des fichiers statiques…"]
    assert f"http://127.0.0.1:{unused_port}/ — comptes : admin (" in first[-1]
    assert second == first[-1:], "a second start has nothing to do"
    assert count_structures(database) == seeded > 1_000


def test_a_list_is_imported_into_an_empty_database_beside_no_fictional_structure(python, database, tmp_path):
    path = write_list(tmp_path / "siae.csv", [a_row(1), a_row(2)])
    words = ["-m", "atlas.start", "import", "siae", str(path)]

    result = python(*words, ATLAS_DEMO="1", DATABASE_URL=address(database))

    assert result.stdout.startswith("Création des tables…\nImport terminé : siae.csv")
    assert count_structures(database) == 2


@pytest.mark.django_db
def test_a_real_list_is_not_mixed_with_fictional_structures():
    StructureFactory(published=True, is_demo=True)
    with pytest.raises(StartRefused, match="s’y mêlerait"):
        start.refuse_examples()


@pytest.mark.django_db
def test_a_start_recomputes_the_directory_when_a_setting_has_changed(settings, capsys):
    StructureFactory(published=True)
    settings.LISTING_WINDOW_MONTHS = 9
    start.prepare_database()
    start.prepare_database()

    assert capsys.readouterr().out == "Recalcul de l’annuaire : un réglage ou ses fiches ont changé…\n"
    assert search.differences() == []


@pytest.mark.django_db
def test_a_real_site_does_not_start_over_the_accounts_of_a_demonstration(settings):
    create_accounts()
    settings.DEMO = False

    with pytest.raises(StartRefused, match="Commencez par une base vide"):
        start.prepare_database()


def test_a_start_that_is_refused_says_why_in_one_line(python, unused_port):
    result = python(
        "-m",
        "atlas.start",
        PORT=str(unused_port),
        ATLAS_DEMO="1",
        DATABASE_URL="postgres://127.0.0.1:1/atlas",
    )

    assert result.returncode == 1
    assert "ne répond pas" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_folder_that_cannot_be_written_is_said_in_one_line(python, tmp_path):
    (tmp_path / "file").touch()
    folder = str(tmp_path / "file" / "static")

    result = python("-m", "atlas.start", "static", ATLAS_DEMO="1", STATIC_ROOT=folder)

    assert result.returncode == 1
    assert result.stderr.startswith(f"Les fichiers statiques ne peuvent pas être écrits dans « {folder} » (")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("value", ["0", "abc"])
def test_a_number_of_processes_that_is_none_is_said_before_any_work(python, unused_port, value):
    result = python(
        "-m",
        "atlas.start",
        PORT=str(unused_port),
        ATLAS_DEMO="1",
        WEB_CONCURRENCY=value,
        DATABASE_URL="postgres://127.0.0.1:1/atlas",
    )

    assert result.returncode == 1
    assert result.stderr == (
        "La variable d’environnement WEB_CONCURRENCY est un nombre de processus, de 1 à 512 ; "
        f"« {value} » ne convient pas.\n"
    )


def test_an_empty_number_of_processes_is_one_for_each_core(monkeypatch, unused_port):
    """gunicorn reads the variable too, and fails on an empty one."""
    monkeypatch.setenv("WEB_CONCURRENCY", "")
    monkeypatch.setenv("PORT", str(unused_port))
    monkeypatch.setenv("HOST", "127.0.0.1")
    monkeypatch.setenv("ATLAS_GREETING", "")
    for step in ("prepare_database", "collect_static", "become"):
        monkeypatch.setattr(start, step, lambda *arguments: None)
    monkeypatch.setattr(start, "greeting", lambda *address: "")
    start.main([])

    assert os.environ["WEB_CONCURRENCY"] == str(os.cpu_count())


def test_a_preparation_that_is_interrupted_ends_quietly(database, unused_port, tmp_path):
    with site(database, unused_port, tmp_path / "static", until="Création des tables…") as (process, _):
        os.killpg(process.pid, signal.SIGINT)
        said = process.stdout.read()

    assert said.strip() == "Préparation interrompue : le prochain départ la reprendra."
    assert process.returncode == 130


@pytest.mark.django_db
def test_the_greeting_names_no_account_where_there_is_none():
    assert start.greeting("127.0.0.1", "8000") == "Atlas ESS est prêt : http://127.0.0.1:8000/"


def test_the_fingerprint_changes_with_the_files(tmp_path, monkeypatch):
    (tmp_path / "static").mkdir()
    (tmp_path / "requirements.txt").touch()
    monkeypatch.setattr(start, "ROOT", tmp_path)
    seen = {start.fingerprint()}
    (tmp_path / "static" / "a.css").write_text("a {}")
    seen.add(start.fingerprint())
    (tmp_path / "static" / "a.css").write_text("b {}")
    seen.add(start.fingerprint())
    (tmp_path / "static" / "a.css").rename(tmp_path / "static" / "b.css")
    seen.add(start.fingerprint())

    assert len(seen) == 4
