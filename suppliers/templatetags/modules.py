"""What a script imports, announced by the page: a browser would else find it out level after level."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from posixpath import dirname, join, normpath

from django.contrib.staticfiles import finders
from django.templatetags.static import static

AT_ONCE = re.compile(r"""^(?:import|export)\b[^"']*["'](\.[^"']+)["'];""", re.MULTILINE)
LATER = re.compile(r"""\bimport\(["'](\.[^"']+)["']\)""")


@lru_cache(maxsize=16)
def imported_at_once(name: str) -> list[str]:
    """The addresses of the modules without which this one does not start."""
    return [static(module) for module in _needed_by([name])[1:]]


@lru_cache(maxsize=16)
def imported_later(name: str) -> list[str]:
    """The addresses of those that it or its modules ask for when their time comes, and of what these need."""
    known = _needed_by([name])
    asked = list(dict.fromkeys(other for module in known for other in _imports(module, LATER)))
    return [static(module) for module in _needed_by(asked, and_later=True) if module not in known]


def _needed_by(names: list[str], *, and_later: bool = False) -> list[str]:
    """These modules, then those they import, each once."""
    found = dict.fromkeys(names)
    waiting = list(names)
    while waiting:
        module = waiting.pop(0)
        imports = _imports(module, AT_ONCE) + (_imports(module, LATER) if and_later else [])
        waiting += (new := [other for other in imports if other not in found])
        found |= dict.fromkeys(new)
    return list(found)


@lru_cache(maxsize=128)
def _imports(module: str, written: re.Pattern[str]) -> list[str]:
    path = finders.find(module)
    text = Path(path).read_text(encoding="utf-8") if path else ""
    return [normpath(join(dirname(module), other)) for other in written.findall(text)]
