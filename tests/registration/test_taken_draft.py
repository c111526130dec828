"""A SIRET that is in somebody else's draft, left there or not, blocks nobody for ever."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from suppliers.models import OutgoingEmail, ReviewItem, Structure, User
from suppliers.validation.actions import Decision, decide
from tests.factories import (
    StructureFactory,
    StructureMembershipFactory,
    UserFactory,
    siret_number,
)
from tests.registration.conftest import Tab
from tests.registration.people import user_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("documents_folder")]
SIRET = siret_number(1)


@pytest.fixture
def left():
    """Begun by somebody a year ago, and not touched since."""
    draft = StructureFactory(siret=SIRET, status="draft", name="Les Ateliers")
    StructureMembershipFactory(structure=draft, user=UserFactory(email="odile@secret.example"))
    Structure.objects.filter(pk=draft.pk).update(updated_at=timezone.now() - dt.timedelta(days=365))
    return draft


@pytest.fixture
def honest(client):
    user = user_with("jeanne@ateliers-canal.example")
    client.force_login(user)
    return user


def entry(name="entry"):
    return reverse(f"registration:{name}", args=[SIRET])


def test_who_types_the_siret_of_a_draft_may_ask_its_owner_or_the_team(client, left, honest):
    page = client.get(entry()).text

    assert "Quelqu’un inscrit déjà cette structure" in page
    assert f'action="{entry("ask-owner")}"' in page and f'action="{entry("ask-team")}"' in page
    assert "Les Ateliers" not in page and "odile" not in page
    client.post(entry("ask-owner"), {"message": "Je suis la directrice."})
    assert OutgoingEmail.objects.get().to == "odile@secret.example"


@pytest.mark.parametrize("closed", [False, True])
def test_a_draft_that_nobody_answers_for_is_opened_by_the_team(client, left, honest, closed):
    User.objects.filter(email="odile@secret.example").update(is_active=not closed)
    client.post(entry("ask-team"), {"explanation": "Je suis la directrice, voyez notre page."})

    decide(ReviewItem.objects.get(), Decision.APPROVE, by=UserFactory(is_validator=True), seen_version=0)

    dashboard = reverse("registration:structure", args=[left.pk])
    assert client.get(dashboard).status_code == 200
    assert client.get(entry()).url == dashboard


def test_a_draft_that_nobody_keeps_any_more_leaves_the_team(client, left, honest):
    left.memberships.all().delete()
    page = client.get(entry()).text

    assert f'action="{entry("ask-owner")}"' not in page
    assert f'action="{entry("ask-team")}"' in page


def test_the_siret_of_a_draft_typed_in_a_profile_says_where_to_ask(client, left, honest):
    own = StructureFactory(siret=None, status="draft", name="La Mienne")
    StructureMembershipFactory(structure=own, user=honest)
    tab = Tab(client, reverse("registration:step", args=[own.pk, "identite"])).open()

    tab.send(siret=SIRET)

    assert tab.page.count("tapez-le dans « Inscrire une structure »") == 2  # at the top, and at its field
    assert Structure.objects.get(pk=own.pk).siret is None
