"""Is the site alive; is it ready? For load balancers, containers and `make run`."""

from functools import cache

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked of it."""
    return _text("Atlas ESS répond.")


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers too, and holds the tables that this code expects; 503 and the reason otherwise."""
    try:
        waiting = unapplied()
    except (DatabaseError, InterfaceError):
        return _text("La base de données ne répond pas.", status=503)
    if waiting:
        names = ", ".join(sorted(f"{app}.{name}" for app, name in waiting))
        return _text(f"La base de données attend : manage.py migrate ({names}).", status=503)
    return _text("Atlas ESS est prêt.")


def unapplied() -> frozenset[tuple[str, str]]:
    """The migrations, as (application, name), that this database has not had; one query."""
    return _known_migrations() - MigrationRecorder(connection).applied_migrations().keys()


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).graph.nodes)


def _text(sentence: str, status: int = 200) -> HttpResponse:
    return HttpResponse(sentence + "\n", content_type="text/plain; charset=utf-8", status=status)
