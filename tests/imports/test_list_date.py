"""The day of a list that says it row by row: the last one, unless it is a slip of a row or two."""

import datetime as dt

import pytest

from suppliers.imports import run_import
from suppliers.models import Certification, DirectoryEntry, Structure

from .lists import a_row, found, import_rows, write_list

pytestmark = pytest.mark.django_db


def rows_of(*days):
    return [a_row(n, updated_at=day) for n, day in enumerate(days, start=1)]


def import_days(folder, *days, **options):
    return import_rows(folder, *rows_of(*days), **options)


def test_a_day_mistyped_in_an_old_list_does_not_make_it_a_new_one(tmp_path):
    slip = dt.date.today().isoformat()

    run = import_days(tmp_path, "2020-12-18", slip, "2020-12-18", "2020-12-17")

    assert run.listed_on == dt.date(2020, 12, 18)
    assert set(Certification.objects.values_list("listed_on", flat=True)) == {run.listed_on}
    assert Structure.objects.get(siret=a_row(2)["siret"]).source_date == run.listed_on
    states = {entry.card["certifications"][0]["state"] for entry in DirectoryEntry.objects.all()}
    assert states == {"UNVERIFIED"}
    issue = run.issues.get()
    assert (issue.line, issue.column, issue.value) == (3, "updated_at", slip)
    assert (issue.severity, issue.code) == ("doubtful", "date-isolee")
    assert "--listed-on" in issue.reason


def test_the_column_is_named_as_in_the_file(tmp_path):
    path = write_list(tmp_path / "siae.csv", rows_of("2020-12-18", "2020-12-18", "2024-12-18"))
    path.write_text(path.read_text().replace("updated_at", "Mis à jour le"))

    assert found(run_import("siae", path)) == [(4, "Mis à jour le", "date-isolee")]


def test_several_slips_in_a_long_list_are_all_set_aside(tmp_path):
    days = [f"2020-{month:02}-{day:02}" for month in range(1, 11) for day in range(1, 21)]

    run = import_days(tmp_path, *days, "2022-10-20", "2025-10-20")

    assert run.listed_on == dt.date(2020, 10, 20)
    assert [line for line, *_ in found(run)] == [202, 203]


@pytest.mark.parametrize(
    "days",
    [
        ["2020-12-18", "2020-12-18", "2021-02-23"],
        ["2020-12-18", "2020-12-18", "2021-06-18"],
        ["2018-05-02", "2019-07-01", "2020-12-18", "2021-11-03", "2021-11-05"],
        ["2018-05-02", "2018-05-02", "2024-11-05", "2024-11-05"],
        ["2018-05-02", "2024-11-05"],
        ["2024-11-05"],
        ["", "2018-05-02", "2024-11-05"],
    ],
    ids=["weeks", "six months", "years", "several rows", "one of two", "alone", "one of two with a day"],
)
def test_the_last_day_is_that_of_an_ordinary_list(tmp_path, days):
    run = import_days(tmp_path, *days)

    assert run.listed_on == dt.date.fromisoformat(days[-1])
    assert "date-isolee" not in [code for *_, code in found(run)]


def test_a_day_given_for_the_list_holds_whatever_its_rows_say(tmp_path):
    run = import_days(tmp_path, "2020-12-18", "2020-12-18", "2025-03-10", listed_on=dt.date(2025, 3, 10))

    assert (run.listed_on, found(run)) == (dt.date(2025, 3, 10), [])


def test_a_dry_run_reports_the_same(tmp_path):
    days = ("2020-12-18", "2020-12-18", "2025-03-10")

    dry, real = import_days(tmp_path, *days, dry_run=True), import_days(tmp_path, *days)

    assert (dry.listed_on, found(dry)) == (real.listed_on, found(real))
