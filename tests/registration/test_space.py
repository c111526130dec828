"""What somebody keeps, what waits, and the questions that they are asked."""

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from suppliers.models import Certification, Document, Event, ReviewItem, Structure
from suppliers.profiles.changing import change_facts
from tests.factories import (
    CertificationFactory,
    ReviewItemFactory,
    StructureMembershipFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("documents_folder")]
MINE = "/espace/structures/"


def said(answer):
    return [str(one) for one in get_messages(answer.wsgi_request)]


@pytest.fixture
def user(client):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def own(user):
    return StructureMembershipFactory(structure__name="Les Voisins", user=user).structure


def page_of(client, structure):
    return client.get(reverse("registration:structure", args=[structure.pk])).content.decode()


def item_page(client, item):
    return client.get(reverse("registration:item", args=[item.pk]))


def test_the_list_shows_what_somebody_keeps_and_nothing_else(client, own):
    StructureMembershipFactory(structure__name="Les Autres")

    page = client.get(MINE).content.decode()

    assert "Les Voisins" in page
    assert "Publiée" in page
    assert "Vous en êtes responsable" in page
    assert "Les Autres" not in page


def test_an_empty_list_says_what_to_do(client, user):
    page = client.get(MINE).content.decode()

    assert "Vous ne tenez encore aucune fiche." in page
    assert 'href="/inscription/"' in page


@pytest.mark.parametrize("how_many", [1, 12])
def test_the_lists_query_count_is_flat(client, user, how_many, django_assert_num_queries):
    for _ in range(how_many):
        kept = StructureMembershipFactory(user=user, structure__status="pending").structure
        ReviewItemFactory(structure=kept, status="asked", question="Pourquoi ?")
        ReviewItemFactory(
            kind="claim",
            key=str(user.pk),
            submitted_by=user,
            structure__status="published",
            structure__source="essai",
        )
    client.get(MINE)

    with django_assert_num_queries(7):
        page = client.get(MINE).content.decode()

    assert page.count("L’équipe de l’annuaire vous pose une question.") == how_many
    assert page.count("En attente de l’équipe de l’annuaire") == how_many


@pytest.mark.parametrize("how_many", [1, 12])
def test_the_dashboards_query_count_is_flat(client, own, how_many, django_assert_num_queries):
    for n in range(how_many):
        CertificationFactory(structure=own, valid_from=f"{2000 + n}-01-01", verified_on=timezone.localdate())
        ReviewItemFactory(
            kind="certification", structure=own, key=f"new-SIAE-{n}", data={"certification": {"kind": "ESAT"}}
        )
    page_of(client, own)

    with django_assert_num_queries(11):
        page_of(client, own)


def test_a_proposed_change_is_shown_before_and_after(client, user, own):
    change_facts(own, {"name": "Les Voisins du Canal", "legal_form_id": "5710", "latitude": 48.9}, by=user)

    page = page_of(client, own)

    for part in ("Les Voisins", "Les Voisins du Canal", "Association déclarée", "déplacé", "Retirer"):
        assert part in page, part
    assert "9220" not in page


def test_a_proposed_change_is_withdrawn(client, user, own):
    change_facts(own, {"name": "Autre nom"}, by=user)
    item = ReviewItem.objects.get()

    answer = client.post(reverse("registration:withdraw", args=[item.pk]))

    item.refresh_from_db()
    assert (item.status, item.decided_by, item.version) == ("withdrawn", user, 1)
    assert answer["Location"] == reverse("registration:structure", args=[own.pk])
    assert Event.objects.filter(action="profiles.withdraw", item=item).count() == 1
    client.post(reverse("registration:withdraw", args=[item.pk]))
    assert Event.objects.filter(action="profiles.withdraw", item=item).count() == 1


def test_what_was_decided_meanwhile_is_not_withdrawn(client, user, own):
    item = ReviewItemFactory(kind="change", structure=own, status="approved", decided_at=timezone.now())

    answer = client.post(reverse("registration:withdraw", args=[item.pk]))

    assert "vient de décider" in said(answer)[0]
    item.refresh_from_db()
    assert item.status == "approved"


def test_certifications_and_what_waits_of_them_are_shown(client, own):
    CertificationFactory(structure=own, verification=Certification.Verification.DECLARED, verified_on=None)
    ReviewItemFactory(
        kind="certification", structure=own, key="new-EA-", data={"certification": {"kind": "EA"}}
    )

    page = page_of(client, own)

    assert "Déclarée" in page
    assert "Certification : Entreprise adaptée" in page


def test_what_somebody_else_claims_is_not_shown(client, own):
    ReviewItemFactory(
        kind="claim", structure=own, key="1", message="Entre nous", question="Secret", status="asked"
    )

    assert "Ce qui attend" not in page_of(client, own)


def test_a_question_is_answered_and_the_item_waits_again(client, user, own):
    item = ReviewItemFactory(
        structure=own, status="asked", question="Quels statuts ?", version=3, message="Voici."
    )
    own.status = "pending"
    own.save()
    assert "Une question vous est posée" in page_of(client, own)
    assert "Quels statuts ?" in page_of(client, own)

    sent = {"answer": "Les voici.", "version": 3, "proof": SimpleUploadedFile("s.pdf", b"%PDF-1\n%%EOF")}
    answer = client.post(reverse("registration:answer", args=[item.pk]), sent)

    item.refresh_from_db()
    assert (item.status, item.version, item.message) == ("waiting", 4, "Voici.\n\nRéponse : Les voici.")
    exchange = item.data["exchange"][0]
    assert (exchange["question"], exchange["answer"], exchange["by"]) == (
        "Quels statuts ?",
        "Les voici.",
        user.pk,
    )
    assert Document.objects.get().item == item
    assert Event.objects.filter(action="registration.answer", by=user, note="Les voici.").exists()
    assert "Les voici." in client.get(answer["Location"]).content.decode()


def test_an_answer_without_an_account_is_kept_through_signing_in(client, own, user):
    item = ReviewItemFactory(structure=own, status="asked", question="Quels statuts ?")
    client.logout()
    address = reverse("registration:answer", args=[item.pk])

    answer = client.post(address, {"answer": "Les voici.", "version": 0})

    assert answer["Location"].endswith(f"?next=%2Fespace%2Fdemandes%2F{item.pk}%2F")
    client.force_login(user)
    assert "Les voici." in item_page(client, item).content.decode()
    client.post(address, {"answer": "Les voici.", "version": 0})
    ReviewItem.objects.filter(pk=item.pk).update(status="asked", data={}, message="")
    assert "Les voici." not in item_page(client, item).content.decode()


@pytest.mark.parametrize("version", ["2", "0"])
def test_an_answer_to_an_older_question_is_not_taken_and_is_kept(client, own, version):
    item = ReviewItemFactory(structure=own, status="asked", question="La nouvelle ?", version=3)

    page = client.post(
        reverse("registration:answer", args=[item.pk]), {"answer": "Les voici.", "version": version}
    ).content.decode()

    assert "Cette question a changé" in page
    assert "La nouvelle ?" in page
    assert "Les voici." in page
    item.refresh_from_db()
    assert (item.status, item.version) == ("asked", 3)


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"answer": "", "version": 3}, "Écrivez votre réponse."),
        ({"answer": "x" * 1501, "version": 3}, "1500 caractères au plus"),
        ({"answer": "a\x00", "version": 3}, "illisible"),
        ({"answer": "Oui.", "version": 10**30}, "La nouvelle ?"),
        ({"answer": "Oui."}, "La nouvelle ?"),
    ],
)
def test_a_wrong_answer_changes_nothing(client, own, sent, wrong):
    item = ReviewItemFactory(structure=own, status="asked", question="La nouvelle ?", version=3)

    answer = client.post(reverse("registration:answer", args=[item.pk]), sent)

    assert answer.status_code == 200
    assert wrong in answer.content.decode()
    item.refresh_from_db()
    assert item.status == "asked"


def test_a_claim_is_answered_and_withdrawn_by_who_made_it(client, user):
    item = ReviewItemFactory(
        kind="claim", key=str(user.pk), submitted_by=user, status="asked", question="Votre fonction ?"
    )
    assert "Votre fonction ?" in item_page(client, item).content.decode()
    assert str(item.structure) not in item_page(client, item).content.decode()  # pending: not public

    client.post(reverse("registration:answer", args=[item.pk]), {"answer": "Directrice.", "version": 0})
    answer = client.post(reverse("registration:withdraw", args=[item.pk]))

    assert answer["Location"] == MINE
    item.refresh_from_db()
    assert item.status == "withdrawn"
    assert item.data["exchange"][0]["answer"] == "Directrice."


def test_a_refused_claim_is_shown_with_its_reason(client, user):
    item = ReviewItemFactory(
        kind="claim",
        key=str(user.pk),
        submitted_by=user,
        status="refused",
        reason="unproven",
        answer="Rien ne le montre.",
        decided_at=timezone.now(),
    )

    assert "le justificatif ne montre pas de lien" in client.get(MINE).content.decode()
    assert "Rien ne le montre." in item_page(client, item).content.decode()


@pytest.mark.parametrize("kind", ["claim", "change", "report"])
@pytest.mark.parametrize("name", ["item", "answer", "withdraw"])
def test_somebody_elses_request_is_not_there(client, user, kind, name):
    item = ReviewItemFactory(kind=kind, key="1")
    ask = client.get if name == "item" else client.post

    assert ask(reverse(f"registration:{name}", args=[item.pk])).status_code == 404


def test_a_claim_on_ones_structure_is_not_its_members(client, own):
    item = ReviewItemFactory(kind="claim", structure=own, key="1")

    assert item_page(client, item).status_code == 404


def test_an_item_that_never_was_is_not_there(client, user):
    assert client.get("/espace/demandes/999999999/").status_code == 404
    assert client.get(f"/espace/demandes/{10**30}/").status_code == 404
    assert client.get(f"/espace/structures/{10**30}/").status_code == 404


@pytest.mark.parametrize(("facts", "way"), [({"legal_form_id": None}, "identite"), ({}, "offre")])
def test_a_draft_goes_on_where_something_is_missing(client, own, facts, way):
    Structure.objects.filter(pk=own.pk).update(status="draft", **facts)
    html = page_of(client, own)

    step = reverse("registration:step", args=[own.pk, way])
    assert f'href="{step}">Continuer l’inscription</a>' in html
    assert "Envoyer à la validation" not in html
