"""A session that ends half-way: nobody lands on a dead end, and what was written is there again."""

import datetime as dt
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse

from suppliers.accounts.groups import Group
from suppliers.models import Invitation, ReviewItem
from suppliers.registration.steps import BY_SLUG, step_url
from tests.accounts.people import somebody
from tests.factories import CertificationFactory, StructureFactory, StructureMembershipFactory
from tests.validation.conftest import change, new_structure

pytestmark = pytest.mark.django_db
HOST = "http://testserver"


def sent_signed_out(client, page, address, **typed):
    """What a browser does: sends the form of a page, signs in, and is led to where that goes."""
    said = client.post(address, typed, headers={"referer": HOST + page})
    assert said.status_code == 302
    asked = client.get(said.url)
    assert "Votre session a expiré" in asked.text
    return said.url


def signed_in_again(client, user, way):
    user.set_password("un-mot-de-passe-long")
    user.save()
    return client.post(way, {"login": user.username, "password": "un-mot-de-passe-long"}, follow=True)


@pytest.fixture
def member(db):
    return somebody("membre")


@pytest.fixture
def validator(db):
    return somebody("valide", is_validator=True)


def test_a_decision_is_written_again_on_the_page_of_its_item(client, member, validator):
    item = change(member)
    page = f"/validation/{item.pk}/?nature=change"
    typed = {"decision": "refuser", "reason": "other", "answer": "La rue n’existe pas.", "version": "0"}

    way = sent_signed_out(client, page, f"/validation/{item.pk}/decider/", **typed)
    shown = signed_in_again(client, validator, way)

    assert shown.request["PATH_INFO"] == f"/validation/{item.pk}/"
    assert shown.request["QUERY_STRING"] == "nature=change"
    assert "Votre session avait expiré : rien n’a été enregistré." in shown.text
    assert "La rue n’existe pas.</textarea>" in shown.text
    assert ReviewItem.objects.get().is_open


def test_a_correction_is_written_again_too(client, member, validator):
    item = new_structure(member)
    typed = {"decision": "accepter", "name": "La Brosse et le Seau", "version": "0"}

    way = sent_signed_out(client, f"/validation/{item.pk}/", f"/validation/{item.pk}/decider/", **typed)

    assert 'value="La Brosse et le Seau"' in signed_in_again(client, validator, way).text


@pytest.mark.parametrize("address", ["suivi/", "annuler/1/"])
def test_a_button_of_an_item_leads_back_to_its_page(client, member, validator, address):
    page = f"/validation/{change(member).pk}/"

    way = sent_signed_out(client, page, page + address)

    assert signed_in_again(client, validator, way).status_code == 200


def test_what_is_chosen_for_several_leads_back_to_the_queue(client, validator):
    way = sent_signed_out(client, "/validation/?champ=phone", "/validation/lot/")

    assert signed_in_again(client, validator, way).request["QUERY_STRING"] == "champ=phone"


def test_an_invitation_is_written_again(client, member):
    structure = StructureMembershipFactory(user=member, role="owner").structure
    page = Group(structure).page()
    address = page + "inviter/"

    way = sent_signed_out(client, page, address, email="collegue@example.org")

    assert 'value="collegue@example.org"' in signed_in_again(client, member, way).text
    assert not Invitation.objects.exists()


def test_what_is_wrong_with_a_certification_is_written_again(client, member):
    structure = StructureMembershipFactory(user=member).structure
    row = CertificationFactory(structure=structure, verified_on=dt.date(2026, 1, 5))
    page = reverse("registration:certification-contest", args=[structure.pk, row.pk])

    way = sent_signed_out(client, page, page, message="Elle court jusqu’en 2028.")

    assert "Elle court jusqu’en 2028.</textarea>" in signed_in_again(client, member, way).text


def test_a_certification_taken_out_too_late_leads_back_to_the_step(client, member):
    structure = StructureMembershipFactory(user=member).structure
    row = CertificationFactory(structure=structure, verification="declared")
    page = step_url(structure.pk, BY_SLUG["certifications"])

    address = reverse("registration:certification-remove", args=[structure.pk, row.pk])
    way = sent_signed_out(client, page, address)

    assert signed_in_again(client, member, way).status_code == 200
    assert type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("said", ["", "https://ailleurs.example/validation/", "n’importe quoi"])
def test_a_page_of_elsewhere_is_no_way_back(client, said):
    answer = client.post("/validation/1/decider/", {}, headers={"referer": said.encode().decode("latin-1")})

    assert answer.url.endswith("?next=/espace/")


def test_what_an_account_has_sent_is_not_for_the_next_one(settings, client, member, validator):
    settings.SECOND_FACTOR_REQUIRED = True
    item = change(member)
    page, typed = f"/validation/{item.pk}/", {"decision": "refuser", "answer": "La rue n’existe pas."}
    client.force_login(validator)
    client.post(page + "decider/", typed, headers={"referer": HOST + page})
    settings.SECOND_FACTOR_REQUIRED = False
    session = client.session
    session["sent-before"] |= {"by": member.pk}
    session.save()

    assert "La rue n’existe pas." not in client.get(page).text


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("/compte/login/", {"login": "valide", "password": "un-mot-de-passe-long"}),
        ("/compte/signup/", {"email": "a@canal.example", "password1": "un-mot-de-passe-long"}),
        ("/admin/suppliers/user/1/change/", {"first_name": "Ada"}),
        ("/annuaire/", {"q": "nettoyage"}),
    ],
)
def test_nothing_of_other_pages_is_kept(validator, page, typed):
    client = Client(enforce_csrf_checks=True)
    client.force_login(validator)

    said = client.post(page, typed, headers={"origin": HOST, "referer": HOST + page})

    assert said.status_code == 403
    assert "sent-before" not in client.session


@pytest.mark.parametrize("address", ["decider/", "comparer/", "pas-des-doublons/"])
def test_an_address_that_only_takes_forms_is_no_way_back(client, member, validator, address):
    item = change(member)
    shown_again = f"/validation/{item.pk}/{address}"

    way = sent_signed_out(client, shown_again, shown_again, decision="refuser", answer="La rue n’existe pas.")

    assert way.endswith(f"/validation/{item.pk}/{'fusionner/' if address.startswith('pas') else ''}")
    assert signed_in_again(client, validator, way).status_code != 405


def test_a_button_alone_leaves_no_mistake_on_the_page_it_comes_from(client, member, validator):
    page = f"/validation/{change(member).pk}/"

    way = sent_signed_out(client, page, page + "suivi/", suivi="prendre")
    shown = signed_in_again(client, validator, way).text

    assert "Choisissez une décision." not in shown
    assert "rien n’a été enregistré" not in shown


def test_an_answer_to_the_team_is_written_again(member):
    item = new_structure(member)
    ReviewItem.objects.filter(pk=item.pk).update(status="asked", question="Quels statuts ?", version=1)
    page = reverse("registration:item", args=[item.pk])
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(member)

    headers = {"origin": HOST, "referer": HOST + page}
    strict.post(page + "repondre/", {"answer": "Ceux de 1901.", "version": "1"}, headers=headers)

    assert "Ceux de 1901.</textarea>" in strict.get(page).text


def test_who_must_prove_themselves_again_finds_their_decision(client, settings, member, validator):
    settings.SECOND_FACTOR_REQUIRED = True
    item = change(member)
    client.force_login(validator)
    page = f"/validation/{item.pk}/"
    typed = {"decision": "refuser", "reason": "other", "answer": "La rue n’existe pas."}

    said = client.post(page + "decider/", typed, headers={"referer": HOST + page})
    assert page in unquote(said.url)
    settings.SECOND_FACTOR_REQUIRED = False

    assert "La rue n’existe pas.</textarea>" in client.get(page).text


@pytest.mark.parametrize(
    ("origin", "is_kept"), [(HOST, True), ("https://ailleurs.example", False), ("", False), ("null", False)]
)
def test_a_form_without_its_key_is_kept_when_this_site_has_sent_it(member, origin, is_kept):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    structure = StructureMembershipFactory(user=member, role="owner").structure
    page = Group(structure).page()

    said = client.post(
        page + "inviter/",
        {"email": "collegue@example.org"},
        headers={"origin": origin, "referer": HOST + page},
    )

    assert said.status_code == 403
    assert ("Rouvrir la page" in said.text) == is_kept
    assert ('value="collegue@example.org"' in client.get(page).text) == is_kept
    assert not Invitation.objects.exists()


def test_what_a_script_sends_by_itself_says_nothing_and_is_kept(client, member):
    structure = StructureMembershipFactory(
        user=member, structure=StructureFactory(status="draft"), role="owner"
    ).structure
    page = step_url(structure.pk, BY_SLUG["capacite"])

    for typed in ({"en_cours": "garder", "headcount": "2"}, {"en_cours": "garder", "headcount": "24"}):
        client.post(page, typed)
    way = client.post(page, {"headcount": "24"}).url

    assert client.get(way).text.count("Votre session a expiré") == 1, "by the press alone"
    assert 'value="24"' in signed_in_again(client, member, way).text
