"""The house stands: who may import whom, how long a file is, and where things live."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SUPPLIERS = ROOT / "suppliers"

ROOF = 5
FLOORS = {
    "models": 0,
    "procurement": 0,
    "territories": 1,
    "geocoding": 1,
    "mailing": 1,
    "search": 2,
    "accounts": 2,
    "imports": 3,
    "profiles": 3,
    "showing": 3,
    "workspace": 3,
    "asking": 3,
    "directory": 4,
    "registration": 4,
    "validation": 4,
    "sourcing": 4,
    "observatory": 4,
    "opendata": 4,
    "urls": ROOF,
    "admin": ROOF,
    "templatetags": ROOF,
    "management": ROOF,
    "apps": ROOF,
}
# When the address service is away, the gazetteer answers for it: geocoding stands on territories.
# A structure that its last member leaves is shown so at once: accounts stand on search.
# A field reads text as files are read, and writes amounts as lists do: asking stands on imports and showing.
SIDEWAYS = {
    ("geocoding", "territories"),
    ("accounts", "search"),
    ("asking", "imports"),
    ("asking", "showing"),
}
# Pure rules: no model, no input or output, nothing of Django but its texts.
PURE = "procurement"
TOP_LEVEL = {
    *("atlas", "suppliers", "templates", "static", "fixtures", "tests", "manage.py", "pyproject.toml"),
    *("requirements.txt", "requirements-dev.txt", "Makefile", "Dockerfile", "compose.yaml"),
    *("README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md"),
}
BESIDE_ROOMS = {"atlas", "browser", "management", "admin", "templatetags"}
DRAWERS = {"utils", "util", "helpers", "helper", "misc", "common", "tools"}

SOURCES = sorted(path for folder in ("atlas", "suppliers", "tests") for path in (ROOT / folder).rglob("*.py"))
HOUSE = [path for path in SOURCES if SUPPLIERS in path.parents and "migrations" not in path.parts]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def room_of(path: Path) -> str:
    """The room of a file of suppliers/; the package's own __init__ has none."""
    return path.relative_to(SUPPLIERS).parts[0].removesuffix(".py")


def imports_of(path: Path) -> Iterator[str]:
    """Every module that a file imports, anywhere in it, with its full name."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*start, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


def arrows() -> Iterator[tuple[Path, str, str]]:
    """Imports between rooms: the file, its room, the room it asks."""
    for path in HOUSE:
        for module in imports_of(path):
            parts = module.split(".")
            if parts[0] == "suppliers" and len(parts) > 1 and room_of(path) != "__init__":
                yield path, room_of(path), parts[1]


def test_every_room_has_its_floor():
    rooms = {room_of(path) for path in HOUSE} - {"__init__"}

    assert rooms <= FLOORS.keys(), "a new room needs a floor, here and in CONTRIBUTING.md"


def test_imports_only_go_down():
    wrong = {
        f"{name_of(path)} imports {asked}"
        for path, room, asked in arrows()
        if asked != room and FLOORS[asked] >= FLOORS[room] < ROOF and (room, asked) not in SIDEWAYS
    }

    assert not wrong


def test_suppliers_never_imports_atlas():
    assert not {
        f"{name_of(path)} imports {module}"
        for path in HOUSE
        for module in imports_of(path)
        if module.split(".")[0] == "atlas"
    }


def test_procurement_knows_nothing_but_its_rules():
    allowed = ("suppliers.procurement.", "django.utils.")
    wrong = {
        f"{name_of(path)} imports {module}"
        for path in HOUSE
        if room_of(path) == PURE
        for module in imports_of(path)
        if module.split(".")[0] in {"django", "suppliers"} and not module.startswith(allowed)
    }

    assert not wrong


def test_nothing_of_the_site_imports_its_tests():
    assert not {
        name_of(path)
        for path in SOURCES
        if ROOT / "tests" not in path.parents and any(m.split(".")[0] == "tests" for m in imports_of(path))
    }


def test_a_file_is_short_enough_to_be_read():
    lengths = {path: path.read_text().count("\n") for path in SOURCES if "migrations" not in path.parts}

    assert not {f"{name_of(path)} ({length} lines)" for path, length in lengths.items() if length > 300}


def test_a_function_is_short_enough_to_be_read():
    long = {
        f"{name_of(path)}:{node.lineno} {node.name} ({node.end_lineno - node.lineno + 1} lines)"
        for path in HOUSE + [p for p in SOURCES if ROOT / "atlas" in p.parents]
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno >= 35
    }

    assert not long


def test_there_is_no_drawer_for_everything():
    for path in SOURCES:
        assert not DRAWERS & {path.stem, *path.relative_to(ROOT).parts}, name_of(path)


@pytest.mark.parametrize("folder", ["templates/suppliers", "tests"])
def test_templates_and_tests_have_the_names_of_rooms(folder):
    names = {path.name for path in (ROOT / folder).iterdir() if path.is_dir() and path.name[0] not in "._"}

    assert names <= FLOORS.keys() | BESIDE_ROOMS


def test_the_top_level_is_as_agreed():
    """What git holds, so that a folder of one's own disturbs nobody."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a clone: git does not know this folder")
    names = {line.split("/")[0] for line in listed.stdout.splitlines()}

    assert {name for name in names if not name.startswith(".")} <= TOP_LEVEL
