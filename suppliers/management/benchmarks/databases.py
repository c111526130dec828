"""A database of its own for each size, on the server the site uses; never the site's own."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection

PREFIX = "atlas_bench_"
# What decides the content of a database: another version of these, and it is made again.
FILLED_BY = (
    "suppliers/migrations/*.py",
    "suppliers/search/entries.*",
    "suppliers/management/seeding/*.py",
    "fixtures/**/*.csv",
)


def prepare(size: int, *, communes: Path | None, fresh: bool) -> str:
    """Fill the database of a size, unless it stands as the code would make it; returns its address."""
    name, address = f"{PREFIX}{size}", url_of(f"{PREFIX}{size}")
    wanted = fingerprint(communes)
    if fresh or _comment_of(name) != wanted:
        drop(name)
        create(name)
        manage(address, "migrate", "--verbosity=0")
        manage(address, "load_reference", "--verbosity=0")
        if communes is not None:
            manage(address, "load_territories", str(communes))
        manage(address, "seed", f"--structures={size}")
        with connection.cursor() as cursor:
            cursor.execute(f"COMMENT ON DATABASE {connection.ops.quote_name(name)} IS '{wanted}'")
    return address


def fingerprint(communes: Path | None) -> str:
    """A number that differs when the code would fill a database otherwise."""
    paths = [path for pattern in FILLED_BY for path in sorted(settings.ROOT.glob(pattern))]
    digest = hashlib.sha256()
    for path in [*paths, *([communes] if communes else [])]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _comment_of(name: str) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
        )
        row = cursor.fetchone()
    return row[0] if row else None


def create(name: str) -> None:
    """Create a database."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(name)}")


def drop(name: str) -> None:
    """Remove a database of ours, whoever is still connected to it."""
    if not name.startswith(PREFIX):
        raise ValueError(f"{name} is not a database of the benchmarks")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(name)} WITH (FORCE)")


def url_of(name: str) -> str:
    """The DATABASE_URL of a database on the same server."""
    config: dict[str, Any] = connection.settings_dict
    options = {key: value for key, value in (config["OPTIONS"] or {}).items() if isinstance(value, str)}
    options.pop("options", None)  # set by the site's settings, for every database
    host, port = config["HOST"], config["PORT"]
    if str(host).startswith("/"):
        options["host"], host = host, ""
    password = f":{quote(config['PASSWORD'], safe='')}" if config["PASSWORD"] else ""
    user = f"{quote(config['USER'], safe='')}{password}@" if config["USER"] else ""
    server = f"{host}:{port}" if port else str(host)
    return f"postgres://{user}{server}/{name}" + (f"?{urlencode(options, safe='/')}" if options else "")


def environment(address: str) -> dict[str, str]:
    """What a process of the benchmark runs with: that database, as in production, plain HTTP."""
    return {**os.environ, "DATABASE_URL": address, "DEBUG": "0", "ATLAS_DEMO": "1", "HTTPS": "0"}


def command(*arguments: str) -> list[str]:
    """A call of manage.py by the same Python."""
    return [sys.executable, str(settings.ROOT / "manage.py"), *arguments]


def manage(address: str, *arguments: str) -> None:
    """Run a command of the site on that database. Raises CalledProcessError."""
    subprocess.run(command(*arguments), env=environment(address), check=True)  # noqa: S603  our own command
