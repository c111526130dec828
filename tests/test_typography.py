"""French quotation marks hold what they quote: no line ends after « or begins with »."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOOSE = re.compile("« | »")
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
# What a table's constraint says is written in a migration too, and would ask for another.
IN_A_MIGRATION = "suppliers/models/activity.py"


def templates() -> list[Path]:
    return [path for path in (ROOT / "templates").rglob("*") if path.suffix in (".html", ".txt")]


def rooms() -> list[Path]:
    found = (ROOT / "suppliers").rglob("*.py")
    return [path for path in found if "migrations" not in path.parts and name_of(path) != IN_A_MIGRATION]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def said(source: str) -> Iterator[str]:
    """Strings of a module that may reach a screen: all, but what its code says of itself."""
    nodes = list(ast.walk(ast.parse(source)))
    told = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


@pytest.mark.parametrize("path", templates(), ids=name_of)
def test_quotes_of_a_template_hold(path):
    assert not LOOSE.search(COMMENT.sub("", path.read_text()))


def test_quotes_of_our_sentences_hold():
    loose = {name_of(path): text for path in rooms() for text in said(path.read_text()) if LOOSE.search(text)}
    assert loose == {}
