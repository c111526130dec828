"""Collected for real: under hashed names that hold together, compressed."""

import re

import pytest
from django.conf import settings
from rcssmin import cssmin

from tests.collected import collect

IMPORTS = re.compile(r"""\b(?:import|export)\b(?:[^'";]*?\bfrom)?\s*\(?["']([./][^"']+)["']""")


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    return collect(tmp_path_factory.mktemp("static"))


def our_files(collected, ending):
    ours = settings.ROOT / "static"
    return {
        name: collected.root / hashed
        for name, hashed in collected.names.items()
        if name.endswith(ending) and (ours / name).is_file()
    }


def test_modules_import_each_other_under_their_hashed_names(collected):
    loose = {
        f"{name} imports {target}"
        for name, path in our_files(collected, ".js").items()
        for target in IMPORTS.findall(path.read_text())
        if not re.search(r"\.[0-9a-f]{12}\.js$", target)
    }

    assert not loose, "keep the `;` after an import, or the file misses its hash"


def test_style_sheets_and_scripts_are_compressed(collected):
    big = [path for path in our_files(collected, (".js", ".css")).values() if path.stat().st_size > 1_000]

    assert [path.name for path in big if not path.with_name(path.name + ".gz").exists()] == []


def test_comments_are_for_those_who_write_and_are_not_sent(collected):
    told = [
        name
        for name, path in our_files(collected, (".js", ".css")).items()
        if re.search(r"/\*|^\s*//|\n ", path.read_text(), re.MULTILINE)
    ]

    assert told == []


def test_style_sheet_of_every_page_is_one_file(collected):
    styles = our_files(collected, "css/site.css")["css/site.css"]
    rules = styles.read_text()

    assert "@import" not in rules
    assert rules.count("{") == rules.count("}")
    source = (settings.ROOT / "static/css/site.css").read_text()
    for sheet, layer in re.findall(r'url\("(\w+\.css)"\)(?: layer\((\w+)\))?', source):
        lines = (settings.ROOT / "static/css" / sheet).read_text().splitlines()
        assert cssmin(next(line for line in lines if line.endswith("{"))) in rules, sheet
        assert not layer or f"@layer {layer}{{" in rules
    named = [url for url in re.findall(r'url\("?([^")]+)', rules) if not url.startswith("data:")]
    assert any(url.endswith(".woff2") for url in named)
    for url in named:
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", url)
        assert (styles.parent / url).is_file()
