"""All or nothing: a dry run, the same file twice, a failure half-way, a process that is killed."""

import datetime as dt
import signal
import subprocess
import time

import psycopg
import pytest
from django.db import connection

from suppliers.imports import Options, RefusedFileError, run_import
from suppliers.management.benchmarks import databases
from suppliers.models import Certification, DirectoryEntry, DirectoryState, ImportIssue, ImportRun, Structure

from .lists import COLUMNS, a_row, counts, found, import_rows, write_list


def everything():
    """All that an import may change."""
    return (
        list(Structure.objects.order_by("pk").values()),
        list(Certification.objects.order_by("pk").values()),
        list(DirectoryEntry.objects.order_by("pk").values()),
        list(DirectoryState.objects.values("version")),
    )


def a_list():
    return [
        a_row(1, naf="x"),
        a_row(2, siret="12345678901234"),
        a_row(3, lat="", lon=""),
        a_row(3, kind="ACI"),
    ]


@pytest.mark.django_db
def test_the_same_file_twice_changes_nothing(tmp_path):
    first = import_rows(tmp_path, *a_list())
    before = everything()

    second = import_rows(tmp_path, *a_list())

    assert everything() == before
    assert (counts(first), counts(second)) == ((2, 0, 0, 0), (0, 0, 2, 0))
    assert found(first) == found(second)


@pytest.mark.django_db
def test_a_dry_run_reports_the_same_and_changes_nothing(tmp_path):
    import_rows(tmp_path, a_row(1), a_row(9))
    before = everything()
    rows = [{**row, "updated_at": "2025-06-10", "name": f"{row['name']} BIS"} for row in a_list()]

    dry = import_rows(tmp_path, *rows, dry_run=True)
    assert everything() == before

    real = import_rows(tmp_path, *rows)
    assert everything() != before
    assert dry.dry_run
    assert (counts(dry), found(dry)) == (counts(real), found(real)) != ((0, 0, 0, 0), [])
    assert (dry.rows, dry.refused, dry.doubtful) == (real.rows, real.refused, real.doubtful)
    assert ImportRun.objects.get(pk=dry.pk).status == "done"


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["Lecture", "Comparaison", "Écriture", "Annuaire"])
def test_a_failure_at_any_step_leaves_the_previous_state(tmp_path, step):
    import_rows(tmp_path, a_row(1))
    before = everything()

    def fail(reached, done, total):
        if reached == step:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_import("siae", write_list(tmp_path / "siae.csv", a_list()), progress=fail)

    failed = ImportRun.objects.first()
    assert everything() == before
    assert (failed.status, failed.finished_at is not None, failed.issues.count()) == ("failed", True, 0)


@pytest.mark.django_db
def test_a_file_that_breaks_off_changes_nothing_and_says_where(tmp_path):
    import_rows(tmp_path, a_row(1))
    before = everything()
    path = write_list(tmp_path / "siae.csv", a_list())
    with path.open("a") as file:
        file.write('75187049400026,EI,"La Bro\n\n')

    with pytest.raises(RefusedFileError, match="ligne 6, un guillemet n’est jamais refermé"):
        run_import("siae", path)

    assert everything() == before
    issue = ImportIssue.objects.get(run__status="failed")
    assert (issue.line, issue.code, issue.severity) == (6, "fichier", "refused")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("source", "columns", "options", "said"),
    [
        ("finess", COLUMNS, {}, "Source inconnue : « finess ». Sources connues : siae."),
        ("siae", COLUMNS[1:], {}, "Il manque la colonne « siret »"),
        ("siae", COLUMNS[:-1], {}, "Le fichier ne dit pas de quand il date"),
        ("siae", COLUMNS, {"listed_on": dt.date(2999, 1, 1)}, "La date de la liste est à venir"),
    ],
)
def test_a_wrong_file_or_option_is_refused_before_anything_is_written(
    tmp_path, source, columns, options, said
):
    path = write_list(tmp_path / "siae.csv", a_list(), columns=columns)

    with pytest.raises(RefusedFileError) as error:
        run_import(source, path, Options(**options))

    assert str(error.value).startswith(said)
    assert not ImportRun.objects.exists()
    assert not Structure.objects.exists()


@pytest.mark.django_db
def test_a_file_without_any_row_is_refused(tmp_path):
    import_rows(tmp_path, a_row(1))

    with pytest.raises(RefusedFileError, match="aucune ligne"):
        import_rows(tmp_path)

    assert Structure.objects.get().left_list_on is None


@pytest.mark.django_db
def test_rows_without_any_date_ask_for_that_of_the_list(tmp_path):
    with pytest.raises(RefusedFileError, match="donnez la date de la liste"):
        import_rows(tmp_path, a_row(updated_at=""))

    run = import_rows(tmp_path, a_row(updated_at=""), listed_on=dt.date(2025, 3, 10))
    assert (run.created, found(run)) == (1, [])


@pytest.mark.django_db
def test_a_list_of_which_nothing_can_be_used_is_only_reported(tmp_path):
    run = import_rows(tmp_path, a_row(kind="?"), a_row(2, siret=""))

    assert (run.status, run.refused, counts(run), run.listed_on) == ("done", 2, (0, 0, 0, 0), None)


@pytest.mark.django_db
def test_a_structure_saved_by_somebody_meanwhile_is_left_to_the_next_import(tmp_path):
    import_rows(tmp_path, a_row(1))

    def save_meanwhile(step, done, total):
        if (step, done) == ("Écriture", 0):
            Structure.objects.update(website="http://brosse.example")

    path = write_list(tmp_path / "siae.csv", [a_row(1, name="LA BROSSE", updated_at="2025-06-10")])
    run_import("siae", path, progress=save_meanwhile)

    assert Structure.objects.get().website == "http://brosse.example"
    assert Structure.objects.get().name == "ENTREPRISE D'INSERTION 1"


@pytest.mark.django_db
def test_writing_tells_how_far_it_is(tmp_path):
    told = []
    path = write_list(tmp_path / "siae.csv", [a_row(1)])
    run_import("siae", path, progress=lambda step, done, total: told.append((step, done, total)))

    assert [(done, total) for step, done, total in told if step == "Écriture"] == [
        (done, 4) for done in range(5)
    ]


def own_connection():
    """A connection to the test database beside Django's."""
    return psycopg.connect(databases.url_of(connection.settings_dict["NAME"]))


@pytest.mark.django_db
def test_two_imports_at_once_are_refused(tmp_path):
    from suppliers.imports.guards import _LOCK

    with own_connection() as other:
        other.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        with pytest.raises(RefusedFileError, match="Un autre import est en cours"):
            import_rows(tmp_path, a_row(1))

    assert import_rows(tmp_path, a_row(1)).created == 1


@pytest.mark.django_db(transaction=True)
def test_an_import_that_is_killed_leaves_the_previous_state(tmp_path):
    import_rows(tmp_path, a_row(1))
    before = everything()
    address = databases.url_of(connection.settings_dict["NAME"])
    path = write_list(tmp_path / "long.csv", [a_row(n) for n in range(2, 500)])
    with own_connection() as other:
        other.execute(
            "LOCK TABLE suppliers_certification IN EXCLUSIVE MODE"
        )  # structures are written, then it waits
        process = subprocess.Popen(
            databases.command("import_structures", "siae", str(path)),
            env={**databases.environment(address), "DJANGO_SETTINGS_MODULE": "atlas.settings"},
            stdout=subprocess.DEVNULL,
        )
        wait_until_somebody_waits(other, process)
        process.send_signal(signal.SIGKILL)
        process.wait()

    assert everything() == before
    killed = ImportRun.objects.get(file_name="long.csv")
    assert killed.status == "running"
    run = import_when_the_lock_is_free(path)
    killed.refresh_from_db()
    assert (killed.status, run.created) == ("failed", 498)


def wait_until_somebody_waits(other, process):
    waiting = (
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'suppliers_certification'::regclass"
    )
    deadline = time.monotonic() + 60
    while not other.execute(waiting).fetchone()[0]:
        assert time.monotonic() < deadline and process.poll() is None
        time.sleep(0.05)


def import_when_the_lock_is_free(path):
    """The server takes a moment to notice that the process is gone."""
    deadline = time.monotonic() + 60
    while True:
        try:
            return run_import("siae", path)
        except RefusedFileError:
            assert time.monotonic() < deadline
            time.sleep(0.1)
