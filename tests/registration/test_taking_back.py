"""What a structure has said of a certification and takes out, and the proof that goes with it."""

import pytest

from suppliers import search
from suppliers.models import Certification, DirectoryEntry, Document
from tests.registration.test_step_certifications import EA, own_word, page, proof

pytestmark = pytest.mark.django_db


def test_proof_that_is_lost_to_a_mistake_is_asked_again(drafting):
    tab = page(drafting, "certification-add").open()
    tab.send(**EA, target_share="150", document=proof())

    assert "Choisissez de nouveau votre justificatif" in tab.page
    assert "Choisissez de nouveau" not in page(drafting, "certification-add").open().page


def test_proof_goes_with_the_certification_it_was_for(drafting, django_capture_on_commit_callbacks):
    page(drafting, "certification-add").open().send(**EA, document=proof())
    row, document = Certification.objects.get(), Document.objects.get()
    storage, name = document.file.storage, document.file.name

    with django_capture_on_commit_callbacks(execute=True):
        drafting.client.post(page(drafting, "certification-remove", row.pk).url)

    assert not Document.objects.exists()
    assert not storage.exists(name)


def test_published_structure_takes_out_what_nobody_has_verified(published):
    row = own_word(published, valid_from="2025-01-01", valid_until="2029-12-31")
    search.refresh([published.structure.pk])
    address = page(published, "certification-remove", row.pk).url
    assert address in published.client.get(published.url("certifications")).content.decode()

    published.client.post(address)

    assert not Certification.objects.exists()
    assert DirectoryEntry.objects.get(structure=published.structure).card["certifications"] == []


@pytest.mark.parametrize("verification", ["verified", "rejected"])
def test_what_was_decided_on_is_not_taken_out_of_a_published_page(published, verification):
    row = own_word(published, valid_from="2025-01-01", valid_until="2029-12-31")
    row.verification = verification
    row.verified_on = "2025-02-01" if verification == "verified" else None
    row.save()
    address = page(published, "certification-remove", row.pk).url

    assert address not in published.client.get(published.url("certifications")).content.decode()
    assert published.client.post(address).status_code == 404
    assert Certification.objects.filter(pk=row.pk).exists()
