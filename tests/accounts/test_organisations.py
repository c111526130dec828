"""A buyer organisation is made by who has a verified address."""

import re

import pytest
from django.urls import reverse

from suppliers.accounts.member_actions import MOST_ORGANISATIONS
from suppliers.models import BuyerMembership, BuyerOrganisation
from tests.accounts.people import somebody
from tests.factories import BuyerMembershipFactory, UserFactory, siret_number

pytestmark = pytest.mark.django_db
PAGE = "/espace/organisations/nouvelle/"


@pytest.fixture
def user(client):
    made = somebody("marie")
    client.force_login(made)
    return made


def test_organisation_is_made_with_its_owner(client, user):
    number = siret_number(7)
    spaced = f"{number[:3]} {number[3:6]} {number[6:9]}\u00a0{number[9:]}"
    answer = client.post(PAGE, {"name": "  Ville de   Montreuil ", "siret": spaced})
    made = BuyerOrganisation.objects.get()
    assert (made.name, made.siret) == ("Ville de Montreuil", number)
    assert answer.url == reverse("accounts:organisation", args=[made.pk])
    assert BuyerMembership.objects.get().role == "owner"
    assert "Ville de Montreuil" in client.get(answer.url).text


def test_organisation_sent_twice_is_made_once(client, user):
    for _ in range(2):
        client.post(PAGE, {"name": "Ville de Montreuil"})
    assert BuyerOrganisation.objects.count() == 1


def test_organisation_of_the_same_name_may_be_somebody_elses(client, user):
    BuyerMembershipFactory(organisation__name="Ville de Montreuil")
    client.post(PAGE, {"name": "Ville de Montreuil"})
    assert BuyerOrganisation.objects.count() == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "Donnez un nom"),
        ({"name": "\u200b\u202e"}, "un nom qui se lise"),
        ({"name": "Mairie\x00"}, "illisible"),
        ({"name": "M" * 201}, "200 caractères"),
        ({"name": "Mairie", "siret": "123"}, "quatorze chiffres"),
        ({"name": "Mairie", "siret": "12345678901234"}, "clé de contrôle est fausse"),
        ({"name": "Mairie", "siret": "0" * 14}, "clé de contrôle est fausse"),
        ({"name": "Mairie", "siret": "１" * 14}, "quatorze chiffres"),
        ({"name": "Mairie", "siret": "1" * 5000}, "quatorze chiffres"),
        ({"siret": "\x00"}, "illisible"),
    ],
)
def test_organisation_badly_typed_is_not_made(client, user, typed, said):
    page = client.post(PAGE, typed)
    assert page.status_code == 200 and said in page.text
    assert not BuyerOrganisation.objects.exists()


def test_organisation_takes_a_verified_address(client):
    client.force_login(UserFactory())
    assert "Vérifiez d’abord" in client.post(PAGE, {"name": "Mairie"}).text
    assert not BuyerOrganisation.objects.exists()


def test_organisations_of_one_account_are_bounded(client, user):
    BuyerMembershipFactory.create_batch(MOST_ORGANISATIONS, user=user)
    assert "10 organisations au plus" in client.post(PAGE, {"name": "Une de trop"}).text
    assert BuyerOrganisation.objects.count() == MOST_ORGANISATIONS


def test_organisation_is_asked_for_by_who_is_signed_in(client):
    assert client.get(PAGE).status_code == 302


def test_the_page_opens_on_the_first_mistake(client, person):
    client.force_login(person)
    html = client.post(
        reverse("accounts:organisation-new"), {"name": "Ville", "siret": "12"}
    ).content.decode()

    assert re.search(r'<input[^>]*name="siret"[^>]* autofocus', html)
    assert html.count(" autofocus") == 1
