"""What a worker of gunicorn does beside its first visitors."""

from django.template import engines

from atlas import server


def test_pages_are_compiled_before_they_are_asked_for():
    templates = engines["jinja2"].env
    templates.cache.clear()
    server.compile_pages()
    compiled = {name for _, name in templates.cache}
    assert {"base.html", "404.html", "suppliers/directory/list.html"} <= compiled
