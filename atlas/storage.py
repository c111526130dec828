"""Static files as visitors get them: without comments, under a name that holds their hash."""

import re
from collections.abc import Callable, Iterator
from posixpath import dirname, join, splitext
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from rcssmin import cssmin
from rjsmin import jsmin
from whitenoise.storage import CompressedManifestStaticFilesStorage

# htmx's extensions, which we do not use: one names a module in a comment, and no file answers to it.
UNUSED = "django_htmx/ext/"
# What is ours; what comes from packages is as small as they make it.
SMALLER: dict[str, Callable[[str], str]] = {".js": jsmin, ".css": cssmin}
OUR_FOLDERS = ("js/", "css/")
# The style sheet of every page: a list of files to whoever writes them, one file to visitors.
STYLES = "css/site.css"
IMPORT = re.compile(r"""^@import url\("([^"/]+)"\)(?: layer\(([\w.-]+)\))?;$""", re.MULTILINE)


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types there
    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], **options: Any) -> Iterator[tuple[str, str, Any]]:
        used = {name: place for name, place in paths.items() if not name.startswith(UNUSED)}
        memory = InMemoryStorage()
        for name in used:
            if name.startswith(OUR_FOLDERS) and splitext(name)[1] in SMALLER:
                memory.save(name, ContentFile(_smaller(paths, name).encode()))
                used[name] = (memory, name)
        yield from super().post_process(used, **options)


def _smaller(paths: dict[str, Any], name: str) -> str:
    text = _in_one(paths, name) if name == STYLES else _text(paths, name)
    return SMALLER[splitext(name)[1]](text)


def _in_one(paths: dict[str, Any], name: str) -> str:
    """A style sheet with those it imports from its own folder, each in its layer, in their order."""

    def inlined(found: re.Match[str]) -> str:
        rules, layer = _text(paths, join(dirname(name), found[1])), found[2]
        return f"@layer {layer} {{\n{rules}}}" if layer else rules

    return IMPORT.sub(inlined, _text(paths, name))


def _text(paths: dict[str, Any], name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode())
