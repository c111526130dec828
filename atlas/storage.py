"""Static files under a name that holds their hash, so that browsers keep them for ever."""

from collections.abc import Iterator
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

# htmx's extensions, which we do not use: one names a module in a comment, and no file answers to it.
UNUSED = "django_htmx/ext/"


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types there
    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], **options: Any) -> Iterator[tuple[str, str, Any]]:
        used = {name: place for name, place in paths.items() if not name.startswith(UNUSED)}
        yield from super().post_process(used, **options)
