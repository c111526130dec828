"""The page of a structure that is not public yet, as it will be."""

import pytest
from django.urls import reverse

from suppliers.models import DirectoryEntry
from tests.factories import (
    ActivityFactory,
    StructureFactory,
    StructureMembershipFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    structure = StructureFactory(status="draft", name="Ateliers du Canal", description="Nous lavons.")
    ActivityFactory(structure=structure, description="Des vitres, à vélo.")
    return structure


def address(structure):
    return reverse("directory:preview", args=[structure.pk])


@pytest.fixture
def member_client(client, draft):
    user = UserFactory()
    StructureMembershipFactory(structure=draft, user=user)
    client.force_login(user)
    return client


def test_member_sees_the_whole_page_of_a_draft_and_nothing_to_press(member_client, draft):
    answer = member_client.get(address(draft))
    page = answer.content.decode()

    assert answer.status_code == 200
    for said in ("Ateliers du Canal", "Nous lavons.", "Des vitres, à vélo.", "n’est pas publiée"):
        assert said in page
    for not_yet in ("Signaler une erreur", "application/ld+json", "canonical", "data-atlas-pick"):
        assert not_yet not in page
    assert answer["Cache-Control"] == "private, no-store"
    assert not DirectoryEntry.objects.filter(structure=draft).exists()


def test_published_page_is_led_to(member_client, draft):
    draft.status, draft.validated_at = "published", draft.created_at
    draft.save()

    assert member_client.get(address(draft)).url == draft.get_absolute_url()


@pytest.mark.parametrize(("status", "code"), [("draft", 404), ("pending", 200)])
def test_validator_sees_what_is_handed_in(client, draft, status, code):
    draft.status = status
    draft.save()
    client.force_login(UserFactory(is_validator=True))

    assert client.get(address(draft)).status_code == code


def test_dashboard_and_last_step_lead_to_it(member_client, draft):
    for name in (
        reverse("registration:structure", args=[draft.pk]),
        reverse("registration:step", args=[draft.pk, "apercu"]),
    ):
        assert address(draft) in member_client.get(name).content.decode()


def test_structure_that_is_not_there_is_not_found(member_client):
    assert member_client.get("/espace/structures/999999/fiche/").status_code == 404
