"""Collected for real: under hashed names that hold together, compressed."""

import json
import re

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

IMPORTS = re.compile(r"""\b(?:import|export)\b(?:[^'";]*?\bfrom)?\s*\(?["']([./][^"']+)["']""")


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    root = tmp_path_factory.mktemp("static")
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": "atlas.storage.HashedFiles"}}
    with override_settings(STATIC_ROOT=root, STORAGES=storages):
        call_command("collectstatic", verbosity=0, interactive=False)
    return root


def our_files(collected, ending):
    names = json.loads((collected / "staticfiles.json").read_text())["paths"]
    ours = settings.ROOT / "static"
    return {
        name: collected / hashed
        for name, hashed in names.items()
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


def test_style_sheet_of_every_page_is_one_file(collected):
    styles = our_files(collected, "css/site.css")["css/site.css"]
    rules = styles.read_text()

    assert "@import" not in rules
    assert rules.count("{") == rules.count("}")
    source = (settings.ROOT / "static/css/site.css").read_text()
    for sheet, layer in re.findall(r'url\("(\w+\.css)"\)(?: layer\((\w+)\))?', source):
        first = next(line for line in (styles.parent / sheet).read_text().splitlines() if line.endswith("{"))
        assert first in rules, sheet
        assert not layer or f"@layer {layer} {{" in rules
    named = [url for url in re.findall(r'url\("?([^")]+)', rules) if not url.startswith("data:")]
    assert any(url.endswith(".woff2") for url in named)
    for url in named:
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", url)
        assert (styles.parent / url).is_file()
