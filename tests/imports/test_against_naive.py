"""Random small files, one after the other, against the slow and obvious version of the rules."""

import csv
import datetime as dt
import io
import re
import tempfile
from pathlib import Path

import hypothesis.strategies as st
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from suppliers import search
from suppliers.imports import Options, RefusedFileError, run_import
from suppliers.models import Structure
from tests.factories import siret_number

from . import naive

COLUMNS = ["siret", "kind", "name", "brand", "post_code", "city", "lat", "lon", "source", "updated_at"]
SIRETS = [siret_number(n) for n in (1, 2, 3)] + ["35600000049837", "35600000000048"]
JUNK = ["", "12345678901234", "7,51871E+13", "35600000049838", "00000000000000", "abc"]
spaced = st.sampled_from(SIRETS).map(lambda digits: f" {digits[:9]} {digits[9:]}")
places = st.sampled_from(list(naive.PLACES))
points = st.sampled_from(
    [
        ("48.86", "2.44"),
        ("48,861", "2,441"),
        ("2.44", "48.86"),
        ("0", "0"),
        ("51.6", "-0.1"),
        ("48.86", ""),
        ("", ""),
    ]
)
texts = st.sampled_from(
    [
        "",
        "La Brosse",
        "CAFÉ D'ÉTÉ",
        "Caf\ufffd",
        "Seau\u200b",
        'Le "Seau", lui',
        "Deux\nlignes",
        "x;y",
        " a ",
    ]
)
rows = st.builds(
    lambda siret, kind, name, brand, place, point, source, day: {
        "siret": siret,
        "kind": kind,
        "name": name,
        "brand": brand,
        "city": place[0],
        "post_code": place[1],
        "lat": point[0],
        "lon": point[1],
        "source": source,
        "updated_at": day,
    },
    st.one_of(st.sampled_from(SIRETS), st.sampled_from(SIRETS), spaced, st.sampled_from(JUNK)),
    st.sampled_from(["EI", "ACI", "geiq", "EA", "", "ONG"]),
    texts,
    texts,
    places,
    points,
    st.sampled_from(["ASP", "ASP", "", "GEIQ"]),
    st.sampled_from(["2024-01-15", "2025-03-10", "2025-06-10"]),
)
formats = st.fixed_dictionaries(
    {
        "columns": st.permutations([*COLUMNS, "note"]),
        "delimiter": st.sampled_from(",;\t"),
        "encoding": st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]),
        "terminator": st.sampled_from(["\n", "\r\n"]),
        "quoting": st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
        "blank_lines": st.booleans(),
    }
)
lists = st.tuples(
    st.lists(rows, min_size=1, max_size=6), formats, st.sampled_from(["", "", "T8", "93", "MGP"])
)
edits = st.sampled_from(["", "name", "brand", "point"])


def written(path, rows, form):
    """Write the file by hand, line by line, and say on which physical line each row begins."""
    if form["encoding"] == "cp1252":
        rows = [{name: re.sub("[\u200b\ufffd]", "", value) for name, value in row.items()} for row in rows]
    text, starts = "", []
    for cells in [dict(zip(form["columns"], form["columns"], strict=True)), *rows]:
        starts.append(text.count("\n") + 1)
        buffer = io.StringIO(newline="")
        writer = csv.DictWriter(
            buffer,
            form["columns"],
            restval="rien",
            delimiter=form["delimiter"],
            lineterminator=form["terminator"],
            quoting=form["quoting"],
        )
        writer.writerow(cells)
        text += buffer.getvalue() + (form["terminator"] if form["blank_lines"] else "")
    path.write_bytes(text.encode(form["encoding"]))
    return list(zip(starts[1:], rows, strict=True))


def as_known(structure):
    point = (structure.latitude, structure.longitude) if structure.geo_precision == "source" else None
    return {
        "name": structure.name,
        "brand": structure.brand,
        "point": point,
        "territory": structure.territory.code if structure.territory else None,
        "label": structure.source,
        "date": structure.source_date.isoformat(),
        "kinds": {c.kind_id: c.listed_on.isoformat() for c in structure.certifications.all()},
        "left_on": structure.left_list_on.isoformat() if structure.left_list_on else None,
    }


def expected(structure):
    return {name: value for name, value in vars(structure).items() if name not in ("field_dates", "address")}


def compare(known, outcome, run):
    stored = {structure.siret: as_known(structure) for structure in Structure.objects.all()}
    assert stored == {siret: expected(structure) for siret, structure in known.items()}
    assert set(run.issues.filter(severity="refused").values_list("line", flat=True)) == outcome.refused
    assert (run.refused, run.skipped) == (len(outcome.refused), outcome.skipped)
    assert (run.created, run.left) == (len(outcome.created), len(outcome.left))
    assert run.updated == len(outcome.changed)
    assert run.unchanged == len(outcome.seen) - len(outcome.created) - len(outcome.changed)
    assert search.differences() == []


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(lists, edits), min_size=1, max_size=3))
def test_lists_one_after_the_other_do_what_the_rules_say(story):
    known: dict[str, naive.Known] = {}
    with transaction.atomic(), tempfile.TemporaryDirectory() as folder:
        for (rows_of_list, form, within), edited in story:
            edit_all(edited)
            path = Path(folder) / "siae.csv"
            lines = written(path, rows_of_list, form)
            options = Options(within=within)
            dry = run_import("siae", path, Options(within=within, dry_run=True))
            run = run_import("siae", path, options)
            outcome = naive.import_list(known, lines, within, edited)
            compare(known, outcome, run)
            assert [str(issue) for issue in dry.issues.all()] == [str(issue) for issue in run.issues.all()]
            assert run_import("siae", path, options).updated == 0
        transaction.set_rollback(True)


def edit_all(edited):
    fields = {"": [], "point": ["latitude"]}.get(edited, [edited])
    Structure.objects.update(edited_fields=fields)


@settings(max_examples=60)
@given(st.binary(max_size=400), st.booleans())
def test_any_bytes_are_read_or_refused_in_a_sentence(content, with_header):
    from suppliers.imports.reading import Table
    from suppliers.imports.siae import SIAE

    header = b"siret;kind;name;post_code;city;updated_at\n" if with_header else b""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "siae.csv"
        path.write_bytes(header + content)
        try:
            for row in Table(path, SIAE.columns):
                assert row.line >= 1 and row.cells.keys() >= {"siret", "kind"}
        except RefusedFileError as refusal:
            assert str(refusal).endswith(".")


@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.fixed_dictionaries({name: st.text(max_size=300) for name in COLUMNS}), min_size=1, max_size=4)
)
def test_any_text_in_any_cell_is_imported_or_explained(cells):
    with transaction.atomic(), tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "siae.csv"
        with path.open("w", encoding="utf-8", errors="ignore", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(
                {**row, "siret": siret_number(rank + 1), "kind": "EI"} for rank, row in enumerate(cells)
            )
        try:
            run = run_import("siae", path, Options(listed_on=dt.date(2025, 1, 1)))
            assert run.created + run.refused == run.rows
        except RefusedFileError as refusal:
            assert str(refusal).endswith(".")
        transaction.set_rollback(True)
