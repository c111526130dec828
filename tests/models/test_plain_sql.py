"""Rows of plain SQL are the objects the ORM would make."""

import pytest
from django.db import connection
from django.forms.models import model_to_dict

from atlas.database import PREPARE_AFTER
from suppliers.models import Structure
from suppliers.models.copying import copy_objects
from suppliers.models.plain_sql import objects_of
from tests.factories import StructureFactory

pytestmark = pytest.mark.django_db
EVERY = "SELECT {columns}, s.name || '!' AS cried FROM suppliers_structure s WHERE status <> %s ORDER BY id"


def values_of(structure: Structure) -> dict[str, object]:
    return {field.attname: getattr(structure, field.attname) for field in Structure._meta.concrete_fields}


def test_objects_are_those_of_the_orm_with_what_the_query_adds():
    StructureFactory(published=True, field_sources={"name": "essai"}, edited_fields=["name"])
    StructureFactory(siret=None)
    read = objects_of(Structure, EVERY, ["nothing"])

    assert [values_of(one) for one in read] == [values_of(one) for one in Structure.objects.order_by("pk")]
    assert [one.cried for one in read] == [f"{one.name}!" for one in read]
    assert not any(one.get_deferred_fields() or one._state.adding for one in read)


def test_objects_copied_in_are_those_that_were_given():
    made = StructureFactory.build(
        published=True, legal_form_id="9220", field_sources={"name": "essai"}, edited_fields=["name", "city"]
    )
    copy_objects([made])
    copy_objects([])

    kept = Structure.objects.get()
    assert model_to_dict(kept, exclude=["id"]) == model_to_dict(made, exclude=["id"])
    assert kept.siren == made.siret[:9]


def test_a_column_that_a_migration_adds_does_not_break_what_is_prepared():
    """Processes of the version before go on serving while the tables change under them."""
    for _ in range(PREPARE_AFTER + 1):
        objects_of(Structure, EVERY, ["nothing"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%AS cried%%'", [])
        assert cursor.fetchone() == (1,)
        # In a block: by another connection, so to speak; psycopg would forget what it has prepared here.
        cursor.execute("DO $$ BEGIN ALTER TABLE suppliers_structure ADD COLUMN novelty text; END $$")

    assert objects_of(Structure, EVERY, ["nothing"]) == []
