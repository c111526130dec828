"""Static files as a visitor gets them: made small, under hashed names."""

import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.test import override_settings


@dataclass(frozen=True)
class Collected:
    """`names`: of each file by its name in static/, the hashed one."""

    root: Path
    names: dict[str, str]


def collect(root: Path) -> Collected:
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": "atlas.storage.HashedFiles"}}
    with override_settings(STATIC_ROOT=root, STORAGES=storages):
        call_command("collectstatic", verbosity=0, interactive=False)
    return Collected(root, json.loads((root / "staticfiles.json").read_text())["paths"])
