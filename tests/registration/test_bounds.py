"""What one structure hands in is bounded: for the disk, and for those who read it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from suppliers.models import Certification, Document, ErrorReport, ReviewItem, ReviewKind
from suppliers.profiles import documents
from suppliers.profiles.queue import submit
from suppliers.registration import declaring
from tests.factories import CertificationFactory, DocumentFactory
from tests.registration.conftest import Tab

pytestmark = pytest.mark.django_db


def page(member, name, *keys):
    return Tab(member.client, reverse(f"registration:{name}", args=[member.structure.pk, *keys]))


def proof(number):
    content = b"%PDF-1.4\n%" + str(number).encode() + b"\n%%EOF\n"
    return SimpleUploadedFile("agrément.pdf", content, "application/pdf")


def ea(start, **more):
    return {"kind": "EA", "valid_from": start, "valid_until": "2029-12-31", "number": "EA-93-7", **more}


@pytest.fixture
def full(monkeypatch):
    monkeypatch.setattr(documents, "MOST_OF_STRUCTURE", 2)


def test_structure_hands_in_so_many_documents(drafting, full):
    for number in range(3):
        tab = page(drafting, "certification-add").open()
        answer = tab.send(**ea(f"2025-01-0{number + 1}", document=proof(number)))

    assert "2 documents au plus" in answer.content.decode()
    assert (Document.objects.count(), Certification.objects.count()) == (2, 2)


def test_claims_of_strangers_leave_a_structure_its_room(drafting, full):
    claim, _ = submit(ReviewKind.CLAIM, drafting.structure, key="1")
    for _ in range(2):
        DocumentFactory(structure=drafting.structure, item=claim)

    assert page(drafting, "certification-add").open().send(**ea("2025-01-01", document=proof(1))).url


def test_answer_with_one_document_too_many_is_shown_again(published, full):
    for _ in range(2):
        DocumentFactory(structure=published.structure)
    item, _ = submit(ReviewKind.CHANGE, published.structure, by=published.user)
    ReviewItem.objects.filter(pk=item.pk).update(status="asked", question="Pourquoi ?")

    typed = {"answer": "Nous avons déménagé.", "version": "0", "proof": proof(1)}
    answer = published.client.post(reverse("registration:answer", args=[item.pk]), typed)

    said = answer.content.decode()
    assert "2 documents au plus" in said
    assert "Nous avons déménagé." in said
    item.refresh_from_db()
    assert item.status == "asked"


def test_draft_declares_so_many_certifications(drafting, monkeypatch):
    monkeypatch.setattr(declaring, "MOST_DECLARED", 2)
    for number in range(3):
        answer = page(drafting, "certification-add").open().send(**ea(f"2025-01-0{number + 1}"))

    assert "2 certifications au plus" in answer.content.decode()
    assert Certification.objects.count() == 2


def test_published_structure_proposes_so_many_certifications(published, monkeypatch):
    monkeypatch.setattr(declaring, "MOST_PROPOSED", 2)
    for number in range(3):
        answer = page(published, "certification-add").open().send(**ea(f"2025-01-0{number + 1}"))

    assert "2 propositions attendent" in answer.content.decode()
    assert ReviewItem.objects.count() == 2


def test_structure_disputes_so_many_times_before_an_answer(published, monkeypatch):
    monkeypatch.setattr(declaring, "MOST_DISPUTED", 2)
    row = CertificationFactory(
        structure=published.structure, kind_id="ACI", source="Liste des SIAE", verification="declared"
    )
    contest = page(published, "certification-contest", row.pk).url
    for number in range(3):
        answer = published.client.post(contest, {"message": f"Faux, pour la raison {number}."})

    assert "2 de vos signalements attendent" in answer.content.decode()
    assert "pour la raison 2" in answer.content.decode()
    assert ErrorReport.objects.count() == ReviewItem.objects.count() == 2
