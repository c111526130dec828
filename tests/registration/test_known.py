"""What is known already of a number that nobody has registered, and what of it is for nobody."""

import pytest
from django.urls import reverse

from suppliers.models import Structure
from tests.factories import StructureFactory, UserFactory
from tests.imports.lists import a_row, import_rows, structure_of
from tests.registration.test_creating import SIRET, SISTER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def user(client):
    client.force_login(UserFactory())


def page_of(client):
    return client.get(reverse("registration:entry", args=[SISTER])).content.decode()


@pytest.fixture
def listed(tmp_path):
    """On the page that a list made, hidden since, its members have written too."""
    row = a_row(siret=SIRET, name="EMPLOI DU CANAL", legal_form="9220", website="https://canal.example")
    import_rows(tmp_path, row)
    made = structure_of(row)
    Structure.objects.filter(pk=made.pk).update(
        status="hidden",
        brand="Le Nouveau Nom",
        website="https://secret.example",
        edited_fields=["brand", "website"],
    )
    return made


def test_what_a_list_said_fills_the_form_though_its_page_is_hidden(client, listed):
    page = page_of(client)

    assert f'value="{listed.name}"' in page
    assert "Une liste officielle connaît ce SIREN" in page
    assert "liste des SIAE (ASP)" in page


def test_what_members_wrote_on_a_hidden_page_stays_theirs(client, listed):
    page = page_of(client)

    assert "secret.example" not in page
    assert "Le Nouveau Nom" not in page
    Structure.objects.filter(pk=listed.pk).update(name="Secret", edited_fields=["brand", "name", "website"])
    assert "Secret" not in page_of(client)


def test_a_published_page_comes_before_a_hidden_one(client, listed):
    third = f"{SIRET[:9]}00099"
    StructureFactory(siret=third, published=True, name="Emploi du Canal, Pantin", legal_form=None)

    assert 'value="Emploi du Canal, Pantin"' in page_of(client)


@pytest.mark.parametrize("status", ["draft", "pending", "hidden"])
def test_what_no_list_holds_is_told_to_nobody(client, status):
    StructureFactory(siret=SIRET, status=status, name="Secret", field_sources={"name": {"source": "x"}})

    page = page_of(client)

    assert "Secret" not in page
    assert "L’annuaire ne sait encore rien d’elle" in page
