"""Settings are read once per process: to try others, start another process."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from atlas.database import start_embedded

Result = subprocess.CompletedProcess[str]


@pytest.fixture
def python() -> Callable[..., Result]:
    """`python("-c", code, SECRET_KEY="…")`: what another process says, under these variables and no other."""

    def run(*arguments: str, **variables: str) -> Result:
        bare = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "ATLAS_DEMO": "0", "DEBUG": "0"}
        known = {"DATABASE_URL": address(), "DJANGO_SETTINGS_MODULE": "atlas.settings"}
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=settings.ROOT,
            env={**bare, **known, **variables},
            capture_output=True,
            text=True,
            timeout=60,
        )

    return run


def address(name: str = "postgres", account: str = "") -> str:
    """A database of the tests' server as a DATABASE_URL, perhaps for another account (`user:password`)."""
    parts = urlsplit(os.environ.get("DATABASE_URL") or start_embedded(settings.ROOT / "var" / "postgres"))
    owner, at, server = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=(account or owner) + at + server, path=f"/{name}"))


@pytest.fixture
def database(db: None, worker_id: str) -> Iterator[str]:
    """The name of an empty database on the tests' server, gone after the test."""
    name = f"{connection.settings_dict['NAME']}_empty"
    with psycopg.connect(address(), autocommit=True) as server:
        drop = f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"
        server.execute(drop)
        server.execute(f"CREATE DATABASE {name}")
        yield name
        server.execute(drop)
