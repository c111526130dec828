"""A structure that the directory does not know yet."""

import threading

import pytest
from django.db import connection
from django.urls import reverse

from suppliers.models import Event, Structure, StructureMembership
from suppliers.registration.creating import BegunMeanwhileError, create_draft
from suppliers.registration.numbers import read_number
from tests.factories import (
    StructureFactory,
    UserFactory,
    luhn,
    siret_number,
)

pytestmark = pytest.mark.django_db
SIRET = siret_number(1)
SISTER = next(f"{SIRET[:9]}0002{key}" for key in range(10) if luhn(f"{SIRET[:9]}0002{key}"))
TYPED = {"name": "Les Voisins", "legal_form": "9220", "website": "voisins.example"}


@pytest.fixture
def user(client):
    user = UserFactory()
    client.force_login(user)
    return user


def send(client, key=SIRET, **typed):
    return client.post(reverse("registration:create", args=[key]), TYPED | typed)


def test_a_draft_is_created_and_its_maker_keeps_it(client, user):
    answer = send(client)

    made = Structure.objects.get()
    assert answer["Location"] == reverse("registration:structure", args=[made.pk])
    assert (made.siret, made.status, made.name, made.legal_form_id, made.website) == (
        SIRET,
        "draft",
        "Les Voisins",
        "9220",
        "https://voisins.example",
    )
    assert made.edited_fields == ["legal_form", "name", "website"]
    membership = StructureMembership.objects.get()
    assert (membership.user, membership.role) == (user, "owner")
    assert Event.objects.filter(action="registration.create", by=user, structure=made).exists()


def test_an_association_without_siret_is_created_by_its_rna(client, user):
    send(client, "W931234567", legal_form="", website="")

    made = Structure.objects.get()
    assert (made.siret, made.rna, made.legal_form, made.edited_fields) == (None, "W931234567", None, ["name"])


def test_what_is_true_of_the_legal_unit_is_taken_over(client, user):
    StructureFactory(siret=SIRET, published=True, sirene_ess="O", is_public_body=True)

    send(client, SISTER)

    made = Structure.objects.get(siret=SISTER)
    assert (made.sirene_ess, made.is_public_body) == ("O", True)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "Écrivez le nom"),
        ({"name": " \u200b\u202e "}, "Écrivez le nom"),
        ({"name": "x" * 201}, "200 caractères au plus"),
        ({"name": "a\x00b"}, "illisible"),
        ({"legal_form": "ZZZZ"}, "Choisissez une forme juridique"),
        ({"legal_form": "\x00"}, "caract"),
        ({"website": "pas un site"}, "Une adresse de site s’écrit"),
        ({"website": "javascript:alert(1)"}, "Une adresse de site s’écrit"),
        ({"website": "https://exemple.fr/" + "a" * 300}, "300 caractères au plus"),
    ],
)
def test_a_mistake_is_told_at_its_field_and_the_rest_is_kept(client, user, typed, said):
    answer = send(client, **typed)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert said in page
    assert typed.get("name") is not None or 'value="Les Voisins"' in page
    assert not Structure.objects.exists()


def test_a_name_with_tags_stays_text(client, user):
    answer = send(client, name="<b>=cmd()</b>\u202e", follow=True)

    page = client.get(answer["Location"]).content.decode()
    assert "&lt;b&gt;=cmd()&lt;/b&gt;" in page
    assert "\u202e" not in page


def test_a_draft_created_twice_is_one(client, user):
    first = send(client)
    second = client.get(send(client)["Location"])

    assert second["Location"] == first["Location"]
    assert Structure.objects.count() == 1


def test_a_number_that_somebody_else_has_begun_says_so(client, user):
    StructureFactory(siret=SIRET, status="draft", name="Secret")

    page = client.get(send(client)["Location"]).content.decode()

    assert "Quelqu’un inscrit déjà cette structure" in page
    assert "Secret" not in page


def test_a_closed_establishment_is_not_registered(client, user):
    StructureFactory(siret=SIRET, published=True, admin_state="F")

    assert "est fermé" in client.get(send(client)["Location"]).content.decode()
    assert Structure.objects.count() == 1


def test_a_draft_without_an_account_is_kept_through_signing_in(client):
    assert send(client).status_code == 302
    client.force_login(UserFactory())

    page = client.get(reverse("registration:entry", args=[SIRET])).content.decode()
    assert 'value="Les Voisins"' in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [SIRET, "W931234567"])
def test_of_two_who_register_at_once_one_is_told(number):
    told, made = [], []

    def create(user):
        typed = {"name": "Les Voisins", "legal_form": None, "website": ""}
        try:
            made.append(create_draft(number=read_number(number), typed=typed, by=user))
        except BegunMeanwhileError:
            told.append(user)
        finally:
            connection.close()

    threads = [threading.Thread(target=create, args=[UserFactory()]) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(made), len(told)) == (1, 1)
    assert Structure.objects.count() == StructureMembership.objects.count() == 1
