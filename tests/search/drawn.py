"""Drawn directories, written, looked at and undone."""

from django.db import transaction
from hypothesis import HealthCheck, settings

from suppliers import search

from . import strategies
from .strategies import TODAY

fixture_is_harmless = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class UndoneError(Exception):
    """Raised at the end of an example, so that the database forgets it."""


def in_a_directory(directory: list[dict], check: object) -> None:
    search.forget()
    try:
        with transaction.atomic():
            built = strategies.build(directory)
            search.refresh(day=TODAY)
            check(built)
            raise UndoneError
    except UndoneError:
        search.forget()
