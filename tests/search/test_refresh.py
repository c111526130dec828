"""PostgreSQL keeps its plan of what writes a few structures, and makes a new one for many."""

import importlib

import pytest
from django.db import connection

from atlas.database import PREPARE_AFTER
from suppliers import search
from tests.factories import StructureFactory

pytestmark = pytest.mark.django_db


def prepared() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements"
            " WHERE statement LIKE '%%INSERT INTO suppliers_directoryentry%%'",
            [],
        )
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize(("many", "kept"), [(100, 1), (0, 0)])
def test_the_plan_is_kept_for_a_few_only(monkeypatch: pytest.MonkeyPatch, many: int, kept: int) -> None:
    monkeypatch.setattr(importlib.import_module("suppliers.search.refresh"), "MANY", many)
    structure = StructureFactory(published=True)
    for _ in range(2 * PREPARE_AFTER):
        search.refresh([structure.pk])

    assert prepared() == kept
