"""When something goes wrong, the visitor reads French, on a page of ours, and finds a way on."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.test import Client
from django.urls import path

from atlas.urls import handler500  # noqa: F401  Django looks for it beside urlpatterns
from atlas.urls import urlpatterns as real

pytestmark = pytest.mark.django_db


def breaks(request):
    raise RuntimeError("a secret of the inside")


def refuses(request):
    raise PermissionDenied


def loses_its_database(request):
    raise OperationalError("server closed the connection unexpectedly")


urlpatterns = [
    *real,
    path("breaks/", breaks),
    path("refuses/", refuses),
    path("loses-its-database/", loses_its_database),
]


@pytest.fixture
def visitor(settings):
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def read(answer):
    page = answer.content.decode()
    assert '<html lang="fr"' in page
    assert "<h1" in page
    assert "Content-Security-Policy" in answer.headers
    return page


def test_an_address_that_leads_nowhere(visitor):
    answer = visitor.get("/nulle-part/")

    assert answer.status_code == 404
    assert 'href="/' in read(answer)


def test_a_page_that_is_refused(visitor):
    answer = visitor.get("/refuses/")

    assert answer.status_code == 403
    read(answer)


def test_a_form_sent_too_late(visitor):
    answer = visitor.post("/compte/login/")

    assert answer.status_code == 403
    assert "CSRF" not in read(answer)


def test_a_host_that_is_not_ours(visitor, caplog):
    answer = visitor.get("/", headers={"host": "evil.example.org"})

    assert answer.status_code == 400
    assert "evil.example.org" not in read(answer)
    assert not caplog.records


def test_a_page_that_breaks_keeps_its_secrets(visitor, caplog):
    answer = visitor.get("/breaks/")

    assert answer.status_code == 500
    assert "secret" not in read(answer)
    assert "Internal Server Error: /breaks/" in caplog.text


def test_a_page_without_its_database_asks_for_patience(visitor, caplog, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = visitor.get("/loses-its-database/")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "Le service est interrompu un instant" in read(answer)
    assert "enregistrée" not in read(answer)
    assert "server closed the connection" in caplog.text


def test_an_address_that_leads_nowhere_is_no_event(visitor, caplog):
    visitor.get("/nulle-part/")

    assert not caplog.records
