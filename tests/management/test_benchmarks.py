"""The benchmark asks what the site understands, and reports what it saw."""

import random
from dataclasses import asdict
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import QueryDict
from rich.console import Console

from suppliers.management.benchmarks import databases, report
from suppliers.management.benchmarks.grouping import GroupMeasure
from suppliers.management.benchmarks.importing import write_list
from suppliers.management.benchmarks.ledgers import measure_ledger
from suppliers.management.benchmarks.measuring import addresses, percentile
from suppliers.management.benchmarks.one_size import measure_directory
from suppliers.management.benchmarks.pool import read_pool
from suppliers.management.benchmarks.scenarios import lines
from suppliers.management.benchmarks.weight import linked_from_file, linked_from_page
from suppliers.search import Search, forget
from tests.made_once import made_once


@pytest.fixture
@made_once
def pool(db):
    call_command("seed", structures=300, verbosity=0)
    forget()
    return read_pool(random.Random(1))


def test_lines_ask_only_what_the_directory_understands(pool):
    for line in lines():
        if not line.name.startswith("annuaire"):
            continue
        for address in addresses(line, pool, 5, seed=1):
            search = Search(QueryDict(address.partition("?")[2]))
            assert search.is_valid, (address, search.form.errors)


def test_lines_find_something_more_often_than_not(pool):
    asked = [
        address for line in lines() if line.budget == "annuaire" for address in addresses(line, pool, 4, 1)
    ]
    found = [Search(QueryDict(address.partition("?")[2])).count > 0 for address in asked]
    assert sum(found) / len(found) > 0.5


def test_lines_have_each_its_name():
    names = [line.name for line in lines()]
    assert len(set(names)) == len(names)


def test_addresses_follow_from_the_seed(pool):
    line = next(line for line in lines() if "2 à 4" in line.name)
    assert addresses(line, pool, 20, seed=1) == addresses(line, pool, 20, seed=1)
    assert addresses(line, pool, 20, seed=1) != addresses(line, pool, 20, seed=2)
    assert len(set(addresses(line, pool, 20, seed=1))) == 20


def test_addresses_repeat_when_there_are_too_few(pool):
    line = next(line for line in lines() if line.name == "annuaire verifie")
    asked = addresses(line, pool, 7, seed=1)
    assert len(asked) == 7
    assert len(set(asked)) == 1


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [
        ([], 95, 0.0),
        ([3.0], 95, 3.0),
        ([1, 2, 3, 4], 50, 2),
        (range(1, 101), 95, 95),
        (range(1, 101), 50, 50),
    ],
)
def test_percentile_is_the_nearest_rank(values, percent, expected):
    assert percentile(values, percent) == expected


def test_page_links_are_those_a_browser_follows():
    html = """<link rel="stylesheet" href="/static/a.css"><link rel="canonical" href="/annuaire/">
    <link href='/static/f.woff2' rel=preload as=font><script type="module" src="/static/m.js?v=1"></script>
    <a href="/ailleurs/">x</a><img src="https://tiles.example.org/1.png"><img src="data:image/png;base64,AA">
    <svg><use href="/static/i.svg#ok"/></svg>"""
    assert linked_from_page(html, "/annuaire/") == [
        "/static/a.css",
        "/static/f.woff2",
        "/static/m.js?v=1",
        "/static/i.svg",
    ]


def test_page_links_count_what_its_map_loads_by_itself():
    html = """<p data-atlas-htmx="/htmx.js"><div data-css="/static/map.css" data-cells-url="/carte.json">"""
    assert linked_from_page(html, "/annuaire/") == [
        "/static/map.css",
        "/carte.json?bbox=2.10938,48.57479,2.63672,49.15297&zoom=11",
    ]


def test_file_links_are_relative_to_the_file():
    css = '@import "tokens.css"; @font-face { src: url("../fonts/t.woff2") }'
    assert linked_from_file(css, "/static/css/site.css") == [
        "/static/css/tokens.css",
        "/static/fonts/t.woff2",
    ]
    script = 'import { map } from "./map.js"; import "https://elsewhere.example/x.js";'
    assert linked_from_file(script, "/static/js/list.js") == ["/static/js/map.js"]


@pytest.mark.parametrize(
    ("structures", "name", "goal"),
    [
        (1_200, "annuaire", 25),
        (22_600, "carte", 15),
        (22_601, "carte", 30),
        (2_000_000, "annuaire", 80),
        (50, "", None),
    ],
)
def test_budget_is_that_of_the_next_size(structures, name, goal):
    assert report.budget_ms(structures, name) == goal


def test_report_says_which_goals_hold(tmp_path):
    measure = {
        "name": "annuaire secteur", "budget": "annuaire", "requests": 200, "distinct": 180, "p50_ms": 9.0,
        "p95_ms": 31.0, "cpu_p95_ms": 12.0,
        "warm_p50_ms": 1.0, "warm_p95_ms": 2.0, "unchanged_p95_ms": None, "queries_median": 4,
        "queries_most": 6, "bytes_median": 90_000, "gzip_median": 12_000, "gzip_most": 15_000,
        "witness_ms": 4.2, "failures": [],
    }  # fmt: skip
    size = {
        "structures": 22_600, "entries": 21_000, "first_ms": 300.0, "peak_mb": 150.0, "load_after": 0.5,
        "measures": [measure],
        "ledger": {"rows": 100_000, "kept": 99_990, "seconds": 31.0, "results_ms": 250.0, "witness_ms": 4.0},
        "weights": [{"page": "/", "total": 90_000, "parts": {"/": 9_000}, "missing": []}],
    }  # fmt: skip
    machine = {
        "date": "2026-11-24", "processor": "x", "cores": 2, "load_before": 0.1, "memory_gb": 8,
        "python": "3.11", "django": "5.2", "postgresql": "18",
    }  # fmt: skip
    imports = [
        {"rows": 10_000, "seconds": 2.0, "peak_mb": 80.0, "witness_ms": 4.0},
        {"rows": 50_000, "seconds": 20.0, "peak_mb": 200.0, "witness_ms": 4.1},
    ]
    groups = [asdict(GroupMeasure(10, 2_000, 3, 0.41, 2.5, 4, True, 4.0))]
    gathered = {"machine": machine, "sizes": [size], "groups": groups, "imports": imports}
    report.write(tmp_path, gathered)
    page = (tmp_path / "bench.md").read_text(encoding="utf-8")
    assert "| annuaire secteur | 200 (180) | 9.0 | 31.0 | 25 | non |" in page
    assert "objectifs manqués : 1" in page
    assert "| 50000 | 20.0 | 2500 | 3000 | non | 200 | non | 4.1 |" in page
    assert "| 10 × 2000 | 3 | 0.41 | 2.50 | 2 | non | 4 | 4.0 |" in page
    assert "| 22600 | 100000 | 99990 | 31.0 | 30 | non | 250.0 | 4.0 |" in page
    screen = StringIO()
    report.show(Console(file=screen, width=240), gathered)
    assert "annuaire secteur" in screen.getvalue()


def test_database_address_leads_to_the_same_server():
    address = databases.url_of("atlas_bench_1")
    assert "/atlas_bench_1" in address
    environment = databases.environment(address)
    assert environment["DEBUG"] == "0"
    assert environment["DATABASE_URL"] == address


def test_database_of_the_site_is_never_dropped():
    with pytest.raises(ValueError, match="not a database of the benchmarks"):
        databases.drop(connection.settings_dict["NAME"])


@pytest.mark.parametrize("typed", ["", "beaucoup", "0", "3000000", "-5"])
def test_bench_refuses_sizes_it_cannot_read(typed):
    with pytest.raises(CommandError, match="--structures"):
        call_command("bench", structures=typed)


def test_import_list_has_sound_rows(tmp_path):
    path = tmp_path / "siae.csv"
    write_list(path, 40, seed=1)
    rows = path.read_text(encoding="utf-8").splitlines()
    assert len(rows) == 41
    assert rows[0].startswith("siret,kind,name,brand")


@pytest.mark.django_db(transaction=True)
def test_measure_directory_gets_an_answer_to_every_question(tmp_path, monkeypatch):
    monkeypatch.setattr(measure_ledger, "__defaults__", (300,))
    call_command("seed", structures=150, verbosity=0)
    figures = measure_directory(requests=2, seed=1, only="", plans=tmp_path / "plans.txt")
    assert [failure for measure in figures["measures"] for failure in measure["failures"]] == []
    assert all(0 < measure["p50_ms"] <= measure["p95_ms"] for measure in figures["measures"])
    assert figures["structures"] == 150
    assert figures["ledger"]["kept"] == figures["ledger"]["rows"]
    assert [weight["page"] for weight in figures["weights"]][:2] == ["/", "/annuaire/"]
    assert figures["weights"][0]["missing"] == []
    assert all(any(path.endswith(".css") for path in weight["parts"]) for weight in figures["weights"])
    assert "Index" in (tmp_path / "plans.txt").read_text(encoding="utf-8")
