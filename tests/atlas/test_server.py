"""What a worker of gunicorn does beside its first visitors."""

import threading
from types import SimpleNamespace

import pytest
from django.template import engines

from atlas import server
from suppliers.search import state, text, warming
from suppliers.search.current_index import current


def compiled() -> set[str]:
    return {name for _, name in engines["jinja2"].env.cache}


def test_pages_are_compiled_before_they_are_asked_for():
    engines["jinja2"].env.cache.clear()
    server.compile_pages()
    assert {"base.html", "404.html", "suppliers/directory/list.html"} <= compiled()


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_begins_reads_ahead(monkeypatch):
    monkeypatch.setattr(warming, "REST", 0.0)
    text._queries.clear()
    engines["jinja2"].env.cache.clear()
    server.post_worker_init(SimpleNamespace(age=2))
    (reader,) = (thread for thread in threading.enumerate() if thread.name == "warming")
    reader.join(timeout=60)
    assert not reader.is_alive()
    assert "suppliers/directory/list.html" in compiled()
    assert current(state()).words.known(text.known_query("nettoyage")) is not None
