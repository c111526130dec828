"""How gunicorn serves the site, here and in production: `gunicorn -c python:atlas.server atlas.wsgi`."""

import os
import pathlib
import sys
from typing import Any

from atlas.variables import processes

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = processes()
threads = 4
preload_app = True  # one copy of the code in memory, and a wrong setting stops the start
timeout = 60
graceful_timeout = 10
max_requests, max_requests_jitter = 20_000, 2_000  # memory that a library would lose comes back
worker_tmp_dir = "/dev/shm" if pathlib.Path("/dev/shm").is_dir() else None  # noqa: S108  a heartbeat never waits
control_socket_disable = True  # nobody steers it from outside
loglevel = "warning"


def post_worker_init(worker: Any) -> None:
    """The socket listens and this worker is about to answer: read ahead; tell whoever started us, once."""
    from suppliers.search.warming import warm_in_background  # the applications are loaded by now

    warm_in_background(compile_pages)
    if worker.age == 1 and (greeting := os.environ.get("ATLAS_GREETING")):
        print(greeting, file=sys.stdout, flush=True)


def compile_pages() -> None:
    """What the first page of a process would compile for itself, once the applications are loaded."""
    from django.template import engines
    from django.template.backends.jinja2 import Jinja2
    from django.urls import reverse

    reverse("directory:list")  # the first to be asked for has all addresses read
    engine = engines["jinja2"]
    assert isinstance(engine, Jinja2)
    for name in engine.env.list_templates(extensions=["html"]):  # letters have words of their own
        if not name.startswith("suppliers/admin/"):
            engine.env.get_template(name)
