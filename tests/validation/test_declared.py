"""What the page of a new structure shows of all that it says."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from suppliers.models import ContactPerson, Photo
from suppliers.validation.actions import decide
from suppliers.validation.contract import DecidedMeanwhileError, Decision
from suppliers.validation.seen import digest_of
from tests.factories import ActivityFactory, ClientReferenceFactory, UserFactory
from tests.validation.conftest import new_structure
from tests.validation.pressing import url_of

pytestmark = pytest.mark.django_db


def filled(structure, how_many=1):
    for position in range(how_many):
        activity = ActivityFactory(structure=structure, position=position, keywords=["vitres", "bureaux"])
        ClientReferenceFactory(structure=structure, client=f"Ville {position}", amount_excl_tax=12_500)
        Photo.objects.create(
            structure=structure, activity=activity, file="a.jpg", width=4, height=3, description="Nos vitres"
        )


def test_a_validator_reads_whom_a_new_structure_names_and_since_when_they_agree(signed_in, member):
    item = new_structure(member)
    ContactPerson.objects.create(
        structure=item.structure,
        name="Awa <b>Diop</b>",
        role="Directrice",
        email="awa@example.org",
        consented_at=timezone.make_aware(dt.datetime(2026, 3, 2, 9)),
        consent_recorded_by=UserFactory(username="x", first_name="Paul", last_name="Petit"),
    )

    page = signed_in.get(url_of(item)).text

    assert "Awa &lt;b&gt;Diop&lt;/b&gt;, Directrice" in page
    assert "awa@example.org" in page
    assert "donné le 2 mars 2026, recueilli par Paul Petit" in page


def test_a_validator_reads_keywords_references_and_photos_of_a_new_structure(signed_in, member):
    item = new_structure(member)
    filled(item.structure)

    page = signed_in.get(url_of(item)).text

    assert "Mots-clés : vitres, bureaux" in page
    assert re.search(r"Nettoyage de trois écoles, 2025\s: 12\s500\s€ HT", page)
    assert f"/photos/{item.structure.photos.get().uuid}.jpg" in page
    assert "Nos vitres" in page


def test_a_new_structure_that_names_nobody_says_so(signed_in, member):
    page = signed_in.get(url_of(new_structure(member))).text

    assert "Personne n’est nommé." in page
    assert "Aucune." in page.split("Références")[1]


def test_queries_of_a_new_structure_are_flat(signed_in, member):
    item = new_structure(member)
    filled(item.structure)
    signed_in.get(url_of(item))
    with CaptureQueriesContext(connection) as few:
        signed_in.get(url_of(item))
    item.structure.activities.all().delete()
    filled(item.structure, 5)
    with CaptureQueriesContext(connection) as many:
        signed_in.get(url_of(item))

    assert len(many) == len(few)


def test_who_is_named_meanwhile_is_read_before_it_is_published(member, validator):
    item = new_structure(member)
    seen = digest_of(item.structure_id)
    ContactPerson.objects.create(structure=item.structure, name="Aïcha Martin", consented_at=timezone.now())

    with pytest.raises(DecidedMeanwhileError, match="La fiche a changé"):
        decide(item, Decision.APPROVE, by=validator, seen_version=0, seen_facts=seen)


def test_a_photo_is_named_by_what_it_shows(client, member, validator):
    item = new_structure(member)
    filled(item.structure)
    client.force_login(validator)

    assert 'alt="Nos vitres"' in client.get(url_of(item)).content.decode()
