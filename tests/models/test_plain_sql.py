"""Rows of plain SQL are the objects the ORM would make."""

import pytest
from django.forms.models import model_to_dict

from suppliers.models import Structure
from suppliers.models.copying import copy_objects
from suppliers.models.plain_sql import objects_of
from tests.factories import StructureFactory

pytestmark = pytest.mark.django_db
EVERY = "SELECT s.*, s.name || '!' AS cried FROM suppliers_structure s WHERE s.status <> %s ORDER BY s.id"


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
