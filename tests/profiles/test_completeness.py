"""The score of a profile, and what is worth telling next."""

import pytest

from suppliers.models import Document
from suppliers.profiles.completeness import ASKED, Held, completeness_of, held_by
from tests.factories import (
    ActivityFactory,
    CertificationFactory,
    ClientReferenceFactory,
    StructureFactory,
)

WHOLE = Held(
    has_legal_form=True,
    is_ess_by_form=True,
    description=200,
    website=True,
    opening_hours=True,
    contact=True,
    placed=True,
    headcount=True,
    lead_time=True,
    largest_order=True,
    cocontracting=True,
    activities=1,
    told_activities=1,
    references=1,
    photos=1,
)


def test_weights_add_up_to_a_hundred():
    assert sum(one.weight for one in ASKED) == 100
    assert completeness_of(WHOLE).score == 100
    assert completeness_of(WHOLE).next is None


def test_empty_profile_begins_with_what_buyers_look_for():
    empty = completeness_of(Held())

    assert empty.next is not None
    assert empty.next.step == "offre"
    weights = [one.weight for one in empty.missing]
    assert weights == sorted(weights, reverse=True)


@pytest.mark.django_db
def test_facts_are_read_in_one_query(django_assert_num_queries):
    structure = StructureFactory(description="x" * 90, website="https://canal.example", headcount=3)
    ActivityFactory(structure=structure, description="Vitres")
    ClientReferenceFactory.create_batch(3, structure=structure)
    CertificationFactory(structure=structure, verification="declared")
    proven = CertificationFactory(structure=structure, kind_id="EA", verification="declared")
    Document.objects.create(
        structure=structure, certification=proven, name="a.pdf", content_type="application/pdf", size=1
    )

    with django_assert_num_queries(1):
        held = held_by(structure.pk)

    assert (held.activities, held.told_activities, held.references) == (1, 1, 3)
    assert (held.certifications, held.unproven) == (2, 1)
    assert (held.is_ess_by_form, held.placed, held.headcount, held.website) == (True, True, True, True)
    assert (held.contact, held.lead_time, held.photos) == (False, False, 0)


@pytest.mark.django_db
def test_centre_of_a_commune_is_no_place():
    assert not held_by(StructureFactory(geo_precision="commune").pk).placed
    assert not held_by(StructureFactory(latitude=None, longitude=None).pk).placed
