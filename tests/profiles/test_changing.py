"""Small facts change at once; an identity or an address waits for an admin, and the public page stays."""

import pytest
from django.core.exceptions import ValidationError

from suppliers.models import DirectoryEntry, Event, ReviewItem, Structure
from suppliers.profiles.changing import change_facts, proposed_change
from suppliers.profiles.facts import IDENTITY
from suppliers.search import refresh
from tests.factories import StructureFactory, siret_number

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(django_user_model):
    return django_user_model.objects.create_user("membre", "membre@canal.example")


@pytest.fixture
def published():
    structure = StructureFactory(published=True, name="Les Ateliers", phone="")
    refresh([structure.pk])
    return structure


def test_a_small_fact_changes_at_once(published, member):
    outcome = change_facts(published, {"description": "Nettoyage à vélo."}, by=member)

    assert outcome == (["description"], [])
    assert published.description == "Nettoyage à vélo."
    assert published.edited_fields == ["description"]
    event = Event.objects.get()
    assert (event.by, event.before, event.after) == (
        member,
        {"description": ""},
        {"description": "Nettoyage à vélo."},
    )


def test_a_name_waits_and_the_published_one_stays(published, member):
    outcome = change_facts(published, {"name": "Autre nom", "phone": "01 23 45 67 89"}, by=member)

    assert outcome == (["phone"], ["name"])
    assert (published.name, published.phone) == ("Les Ateliers", "01 23 45 67 89")
    assert proposed_change(published).fields == {"name": {"before": "Les Ateliers", "after": "Autre nom"}}
    assert DirectoryEntry.objects.get(structure=published).card["name"] == "Les Ateliers"
    told = Event.objects.get(action="profiles.propose")
    assert (told.by, told.before, told.after) == (member, {"name": "Les Ateliers"}, {"name": "Autre nom"})


OTHERWISE = {
    "siret": siret_number(7_777),
    "rna": "W931000077",
    "name": "Autre nom",
    "brand": "Autre enseigne",
    "legal_form_id": "5710",
}


@pytest.mark.parametrize("name", IDENTITY)
def test_each_fact_of_an_identity_waits(published, member, name):
    before = getattr(published, name)

    assert change_facts(published, {name: OTHERWISE[name]}, by=member) == ([], [name])

    assert getattr(Structure.objects.get(pk=published.pk), name) == before
    item = ReviewItem.objects.get()
    assert (item.kind, item.fields) == ("change", {name: {"before": before, "after": OTHERWISE[name]}})


def test_what_is_typed_anew_replaces_what_was_proposed(published, member):
    change_facts(published, {"name": "Autre nom", "city": "Bondy"}, by=member)
    change_facts(published, {"name": "Troisième nom"}, by=member)

    item = ReviewItem.objects.get()
    assert {name: said["after"] for name, said in item.fields.items()} == {
        "name": "Troisième nom",
        "city": "Bondy",
    }
    assert item.version == 1


def test_what_is_typed_back_takes_the_proposal_away(published, member):
    change_facts(published, {"name": "Autre nom"}, by=member)
    change_facts(published, {"name": "Les Ateliers"}, by=member)

    assert proposed_change(published) is None
    assert ReviewItem.objects.get().status == ReviewItem.Status.WITHDRAWN


def test_a_draft_changes_at_once_whatever_it_is(member):
    draft = StructureFactory(status=Structure.Status.DRAFT)

    assert change_facts(draft, {"name": "Autre nom"}, by=member) == (["name"], [])
    assert not ReviewItem.objects.exists()


def test_what_the_database_would_refuse_changes_nothing(published, member):
    with pytest.raises(ValidationError, match="pas plus de personnes en insertion"):
        change_facts(published, {"headcount": 2, "inclusion_posts": 3}, by=member)

    published.refresh_from_db()
    assert published.headcount is None
    assert not Event.objects.exists()
