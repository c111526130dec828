"""A claim: granted at once to a proof by mail, else handed to people; never by typing a SIRET alone."""

import threading

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from suppliers.models import Document, Event, OutgoingEmail, ReviewItem, StructureMembership
from suppliers.registration import bounds
from suppliers.registration.claiming import TakenMeanwhileError, claim_at_once
from tests.factories import (
    StructureFactory,
    StructureMembershipFactory,
    UserFactory,
    siret_number,
)
from tests.registration.people import user_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("documents_folder")]
SIRET = siret_number(1)
PDF = b"%PDF-1.7\n%%EOF\n"
EXPLAINED = "Je suis la directrice, voyez notre page."


def address(name):
    return reverse(f"registration:{name}", args=[SIRET])


def said(answer):
    return [str(one) for one in get_messages(answer.wsgi_request)]


@pytest.fixture
def structure():
    return StructureFactory(
        siret=SIRET,
        name="Les Ateliers",
        published=True,
        email="contact@ateliers-canal.fr",
        website="https://www.ateliers-canal.fr",
    )


@pytest.fixture
def stranger(client):
    user = user_with("jeanne@gmail.com", unverified=["jeanne@ateliers-canal.fr"])
    client.force_login(user)
    return user


def test_a_claim_by_the_sites_domain_is_granted_at_once(client, structure):
    user = user_with("jeanne@ateliers-canal.fr")
    client.force_login(user)

    answer = client.post(address("claim"))

    assert answer["Location"] == reverse("registration:structure", args=[structure.pk])
    assert StructureMembership.objects.get().user == user
    assert StructureMembership.objects.get().role == "owner"
    structure.refresh_from_db()
    assert structure.claimed_at
    notes = set(Event.objects.values_list("action", "note"))
    assert notes == {
        (action, "L’adresse vérifiée est du domaine du site web de la structure.")
        for action in ("profiles.join", "registration.claim")
    }


def test_a_claim_that_is_granted_is_told_to_the_published_address_too(client, structure):
    client.force_login(user_with("jeanne@ateliers-canal.fr"))

    client.post(address("claim"))

    granted, notice = OutgoingEmail.objects.order_by("pk")
    assert (granted.kind, granted.to) == ("claim-granted", "jeanne@ateliers-canal.fr")
    assert granted.subject == "Vous tenez la fiche de Les Ateliers"
    assert f"Ouvrir la fiche : {settings.SITE_URL}/espace/structures/{structure.pk}/" in granted.text
    assert (notice.kind, notice.to) == ("claim-notice", "contact@ateliers-canal.fr")
    assert "Si cela vous surprend" in notice.text
    assert "jeanne" not in notice.text


def test_a_claim_by_the_published_address_tells_nobody_else(client, structure):
    client.force_login(user_with("contact@ateliers-canal.fr"))

    client.post(address("claim"))

    assert [email.kind for email in OutgoingEmail.objects.all()] == ["claim-granted"]


def test_an_address_that_is_not_verified_opens_nothing(client, structure, stranger):
    client.post(address("claim"))

    assert not StructureMembership.objects.exists()
    assert "Tenir cette fiche" not in client.get(address("entry")).content.decode()


def test_a_siret_alone_opens_nothing(client, structure, stranger):
    page = client.post(address("claim")).content.decode()

    assert "Ajoutez un justificatif, ou expliquez" in page
    assert not StructureMembership.objects.exists()
    assert not ReviewItem.objects.exists()


def test_an_explanation_puts_a_claim_in_the_queue(client, structure, stranger):
    answer = client.post(address("claim"), {"explanation": EXPLAINED})

    assert answer["Location"] == reverse("registration:mine")
    item = ReviewItem.objects.get()
    assert (item.kind, item.structure, item.key, item.submitted_by, item.message) == (
        "claim",
        structure,
        str(stranger.pk),
        stranger,
        EXPLAINED,
    )
    assert item.data == {"emails": ["jeanne@gmail.com"], "status": "published", "has_members": False}
    assert not StructureMembership.objects.exists()
    email = OutgoingEmail.objects.get()
    assert (email.kind, email.to) == ("claim-received", "jeanne@gmail.com")
    assert f"Voir où en est votre demande : {settings.SITE_URL}/espace/structures/" in email.text


def test_a_document_is_proof_without_a_word(client, structure, stranger):
    client.post(address("claim"), {"proof": SimpleUploadedFile("pouvoir.pdf", PDF)})

    document = Document.objects.get()
    assert (document.item, document.name, document.uploaded_by) == (
        ReviewItem.objects.get(),
        "pouvoir.pdf",
        stranger,
    )


def test_a_wrong_document_keeps_what_was_typed(client, structure, stranger):
    sent = {"explanation": EXPLAINED, "proof": SimpleUploadedFile("x.pdf", b"<html>")}

    page = client.post(address("claim"), sent).content.decode()

    assert "ni un PDF, ni un JPEG" in page
    assert EXPLAINED in page
    assert not ReviewItem.objects.exists()


def test_a_claim_sent_twice_is_one(client, structure, stranger):
    for _ in range(2):
        client.post(address("claim"), {"explanation": EXPLAINED})

    assert ReviewItem.objects.count() == 1
    assert OutgoingEmail.objects.count() == 1
    assert Event.objects.count() == 1


def test_a_claim_without_an_account_is_kept_through_signing_in(client, structure):
    answer = client.post(address("claim"), {"explanation": EXPLAINED})

    assert f"next=%2Finscription%2F{SIRET}%2F" in answer["Location"]
    client.force_login(user_with("jeanne@gmail.com"))
    assert EXPLAINED in client.get(address("entry")).content.decode()


def test_what_was_typed_is_forgotten_once_it_is_sent(client, structure):
    client.post(address("claim"), {"explanation": EXPLAINED})
    client.force_login(user_with("jeanne@gmail.com"))
    client.post(address("claim"), {"explanation": EXPLAINED})
    ReviewItem.objects.all().delete()

    assert EXPLAINED not in client.get(address("entry")).content.decode()


def test_who_comes_second_is_told(client, structure):
    client.force_login(user_with("jeanne@ateliers-canal.fr"))
    StructureMembershipFactory(structure=structure)

    answer = client.post(address("claim"))

    assert answer["Location"] == address("entry")
    assert StructureMembership.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_claim_at_once_one_is_told(structure):
    users = [user_with("jeanne@ateliers-canal.fr"), user_with("jean@ateliers-canal.fr")]
    told = []

    def claim(user):
        try:
            claim_at_once(structure=structure, by=user, address="http://testserver/")
        except TakenMeanwhileError:
            told.append(user)
        finally:
            connection.close()

    threads = [threading.Thread(target=claim, args=[user]) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(told) == 1
    assert StructureMembership.objects.get().user in set(users) - set(told)


def test_a_claim_that_waited_is_closed_once_a_proof_is_there(client, structure):
    user = user_with("jeanne@gmail.com")
    client.force_login(user)
    client.post(address("claim"), {"explanation": EXPLAINED})
    user.emailaddress_set.create(email="jeanne@ateliers-canal.fr", verified=True)

    client.post(address("claim"))

    assert ReviewItem.objects.get().status == "withdrawn"
    assert StructureMembership.objects.get().user == user


@pytest.mark.parametrize("status", ["draft", "pending", "hidden"])
def test_what_is_not_published_is_not_opened_by_an_address(client, structure, status):
    structure.status = status
    structure.save()
    client.force_login(user_with("contact@ateliers-canal.fr"))

    client.post(address("claim"))

    assert not StructureMembership.objects.exists()


def test_the_owner_is_written_to_and_not_named(client, structure, stranger):
    owner = UserFactory(email="odile@secret.example")
    StructureMembershipFactory(structure=structure, user=owner)
    sent = {"message": "Bonjour,\nje suis la\u202e nouvelle chargée de mission."}

    answer = client.post(address("ask-owner"), sent)

    assert said(answer) == ["La personne responsable de cette fiche est prévenue : à elle de vous inviter."]
    email = OutgoingEmail.objects.get()
    assert (email.kind, email.to) == ("access-asked", "odile@secret.example")
    assert "Une personne dont l’adresse est jeanne@gmail.com" in email.text
    assert "> Bonjour,\n> je suis la nouvelle chargée de mission." in email.text
    assert (
        f"Ouvrir la page des membres : {settings.SITE_URL}/espace/structures/{structure.pk}/membres/"
        in email.text
    )
    assert "odile" not in client.get(address("entry")).content.decode()


def test_the_owner_is_written_to_once_a_day(client, structure, stranger):
    StructureMembershipFactory(structure=structure)

    client.post(address("ask-owner"))
    answer = client.post(address("ask-owner"))

    assert "déjà été prévenue aujourd’hui" in said(answer)[-1]
    assert OutgoingEmail.objects.count() == 1


def test_a_structure_without_an_owner_leaves_the_team(client, structure, stranger):
    StructureMembershipFactory(structure=structure, role="editor")

    answer = client.post(address("ask-owner"))

    assert "demandez à l’équipe" in said(answer)[0]
    assert not OutgoingEmail.objects.exists()


@pytest.mark.parametrize("status", ["published", "draft", "hidden"])
def test_the_team_is_asked_for_what_is_taken(client, structure, stranger, status):
    StructureMembershipFactory(structure=structure)
    structure.status = status
    structure.save()

    client.post(address("ask-team"), {"explanation": EXPLAINED})

    assert ReviewItem.objects.get().data["has_members"] is True
    assert "Les Ateliers" not in OutgoingEmail.objects.get().text


def test_an_account_asks_for_so_many_a_day(client, structure, stranger, monkeypatch):
    monkeypatch.setattr(bounds, "MOST_A_DAY", 1)
    Event.objects.record("registration.create", by=stranger)

    answer = client.post(address("claim"), {"explanation": EXPLAINED})

    assert said(answer) == [bounds.REFUSAL]
    assert not ReviewItem.objects.exists()
    assert EXPLAINED in client.get(address("entry")).content.decode()


@pytest.mark.parametrize("name", ["claim", "ask-team", "ask-owner", "create"])
def test_what_changes_is_never_asked_by_a_link(client, structure, stranger, name):
    assert client.get(address(name)).status_code == 405
