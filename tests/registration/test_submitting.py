"""A draft handed in, taken back, thrown away; a published profile confirmed."""

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from suppliers import search
from suppliers.models import DirectoryEntry, Document, Event, OutgoingEmail, ReviewItem, Structure
from suppliers.profiles.documents import keep_document
from suppliers.profiles.proofs import Proof
from tests.factories import (
    ActivityFactory,
    ReviewItemFactory,
    StructureFactory,
    StructureMembershipFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("documents_folder")]
PROOF = Proof(b"%PDF-1.7\n%%EOF", "application/pdf", "statuts.pdf")


def said(answer):
    return [str(one) for one in get_messages(answer.wsgi_request)]


@pytest.fixture
def user(client):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def draft(user):
    structure = StructureFactory(status="draft", name="Les Voisins", email="contact@voisins.example")
    ActivityFactory(structure=structure)
    StructureMembershipFactory(structure=structure, user=user)
    return structure


def send(client, name, structure):
    return client.post(reverse(f"registration:{name}", args=[structure.pk]))


def test_a_draft_is_handed_in(client, user, draft):
    answer = send(client, "submit", draft)

    draft.refresh_from_db()
    assert draft.status == "pending"
    item = ReviewItem.objects.get()
    assert (item.kind, item.status, item.structure, item.submitted_by) == (
        "structure",
        "waiting",
        draft,
        user,
    )
    event = Event.objects.get(action="registration.submit")
    assert (event.by, event.item, event.before, event.after) == (
        user,
        item,
        {"status": "draft"},
        {"status": "pending"},
    )
    assert "envoyée" in said(answer)[0]
    assert not DirectoryEntry.objects.exists()


def test_a_draft_that_is_handed_in_is_acknowledged(client, user, draft):
    send(client, "submit", draft)

    email = OutgoingEmail.objects.get()
    assert (email.kind, email.to, email.subject) == (
        "structure-submitted",
        user.email,
        "La fiche de Les Voisins est envoyée",
    )
    assert f"Voir la fiche : {settings.SITE_URL}/espace/structures/{draft.pk}/" in email.text


def test_a_draft_handed_in_twice_is_one(client, user, draft):
    send(client, "submit", draft)
    send(client, "submit", draft)

    assert ReviewItem.objects.count() == OutgoingEmail.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "wish", "step"),
    [
        ({"legal_form": None}, "La forme juridique", "identite"),
        ({"territory": None, "city": ""}, "L’adresse, ou au moins la commune", "lieu"),
        ({"email": "", "phone": ""}, "Une adresse électronique ou un téléphone où vous joindre", "contact"),
    ],
)
def test_what_is_missing_is_told_with_its_step(client, user, draft, facts, wish, step):
    Structure.objects.filter(pk=draft.pk).update(**facts)

    page = client.get(reverse("registration:structure", args=[draft.pk])).content.decode()
    assert f'<a href="/espace/structures/{draft.pk}/{step}/"><b>{wish}</b>' in page
    assert "Envoyer à la validation" not in page
    assert wish[1:] in said(send(client, "submit", draft))[0]
    assert not ReviewItem.objects.exists()


def test_an_activity_without_a_sector_is_not_enough(client, user, draft):
    draft.activities.get().sectors.clear()

    assert "activité, avec son secteur" in said(send(client, "submit", draft))[0]


def test_a_closed_establishment_is_not_handed_in(client, user, draft):
    Structure.objects.filter(pk=draft.pk).update(admin_state="F")

    assert "fermé d’après SIRENE" in said(send(client, "submit", draft))[0]


@pytest.mark.parametrize("name", ["submit", "confirm-now", "reopen", "delete", "structure"])
def test_somebody_elses_structure_is_not_there(client, user, name):
    other = StructureFactory(status="draft")
    StructureMembershipFactory(structure=other)
    ask = client.get if name == "structure" else client.post

    assert ask(reverse(f"registration:{name}", args=[other.pk])).status_code == 404


@pytest.mark.parametrize("name", ["submit", "confirm-now", "reopen", "delete", "structure"])
def test_a_visitor_signs_in_first(client, name):
    other = StructureFactory(status="draft")
    ask = client.get if name == "structure" else client.post

    answer = ask(reverse(f"registration:{name}", args=[other.pk]))

    assert answer.status_code == 302
    assert "next=" in answer["Location"]


def test_what_was_handed_in_is_taken_back(client, user, draft):
    send(client, "submit", draft)
    version = ReviewItem.objects.get().version

    send(client, "reopen", draft)

    draft.refresh_from_db()
    assert draft.status == "draft"
    item = ReviewItem.objects.get()
    assert (item.status, item.version) == ("withdrawn", version + 1)
    assert Event.objects.filter(action="registration.take-back", by=user).exists()
    send(client, "submit", draft)
    assert ReviewItem.objects.open().count() == 1


def test_what_was_published_meanwhile_is_not_taken_back(client, user, draft):
    draft.status, draft.validated_at = "published", timezone.now()
    draft.save()

    assert "vient de décider" in said(send(client, "reopen", draft))[0]
    draft.refresh_from_db()
    assert draft.status == "published"


def test_a_draft_is_deleted_once_its_owner_has_confirmed(
    client, user, draft, documents_folder, django_capture_on_commit_callbacks
):
    document = keep_document(PROOF, structure=draft, by=user)
    address = reverse("registration:delete", args=[draft.pk])
    assert "Rien ne permet de les retrouver" in client.get(address).content.decode()
    assert Structure.objects.filter(pk=draft.pk).exists()

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address)

    assert said(answer) == ["Le brouillon de Les Voisins est supprimé."]
    assert not Structure.objects.filter(pk=draft.pk).exists()
    assert not Document.objects.exists()
    assert not (documents_folder / document.file.name).exists()
    event = Event.objects.get(action="registration.delete")
    assert (event.structure, event.structure_name, event.before["siret"]) == (
        None,
        "Les Voisins",
        draft.siret,
    )


@pytest.mark.parametrize(
    "facts", [{"status": "pending"}, {"source": "Marché de l’inclusion"}, {"validated_at": timezone.now()}]
)
def test_what_is_more_than_a_draft_is_not_deleted(client, user, draft, facts):
    Structure.objects.filter(pk=draft.pk).update(**facts)

    send(client, "delete", draft)

    assert Structure.objects.filter(pk=draft.pk).exists()


def test_a_draft_is_not_deleted_by_an_editor(client, draft):
    editor = StructureMembershipFactory(structure=draft, role="editor").user
    client.force_login(editor)

    assert send(client, "delete", draft).status_code == 404
    page = client.get(reverse("registration:structure", args=[draft.pk])).content.decode()
    assert "Supprimer ce brouillon" not in page


def test_a_published_profile_is_confirmed_as_of_today(client, user):
    structure = StructureFactory(published=True)
    StructureMembershipFactory(structure=structure, user=user)
    search.refresh([structure.pk])

    for _ in range(2):
        answer = send(client, "confirm-now", structure)

    structure.refresh_from_db()
    assert structure.confirmed_on == timezone.localdate()
    assert DirectoryEntry.objects.get().confirmed_on == timezone.localdate()
    assert Event.objects.filter(action="registration.confirm").count() == 1
    assert "confirmée" in said(answer)[-1]


def test_a_draft_is_not_confirmed(client, user, draft):
    assert "Seule une fiche publiée" in said(send(client, "confirm-now", draft))[0]


def test_a_refused_draft_says_why(client, user, draft):
    ReviewItemFactory(
        structure=draft,
        status="refused",
        decided_at=timezone.now(),
        reason="not_ess",
        answer="Vos statuts ne le disent pas.",
    )

    page = client.get(reverse("registration:structure", args=[draft.pk])).content.decode()

    assert "Refusée, à corriger" in page
    assert "La structure n’est pas de l’économie sociale et solidaire." in page
    assert "Vos statuts ne le disent pas." in page
