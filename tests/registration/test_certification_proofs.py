"""What the list of certifications says of their proofs."""

import pytest

from suppliers.models import Certification, ReviewItem
from tests.factories import UserFactory

from .test_step_certifications import EA, own_word, page, proof

pytestmark = pytest.mark.django_db


def test_a_certification_without_its_proof_is_said_to_be_without(drafting):
    listed = drafting.url("certifications")
    page(drafting, "certification-add").open().send(**EA)
    said = drafting.client.get(listed).text
    assert "sans justificatif" in said and "Aucun justificatif joint" in said

    row = Certification.objects.get()
    page(drafting, "certification", row.pk).open().send(**EA, document=proof())

    said = drafting.client.get(listed).text
    assert "Le justificatif sera lu" in said
    assert "Aucun justificatif joint" not in said


def test_a_certification_that_was_rejected_says_how_it_is_read_again(drafting):
    own_word(drafting)
    Certification.objects.update(verification="rejected")

    assert "Joignez un autre justificatif" in drafting.client.get(drafting.url("certifications")).text


def test_a_proposal_without_its_proof_is_said_to_be_without(published, client):
    page(published, "certification-add").open().send(**EA)
    assert "sans justificatif" in published.client.get(published.url("certifications")).text
    client.force_login(UserFactory(is_validator=True))

    assert "Aucun justificatif joint." in client.get(f"/validation/{ReviewItem.objects.get().pk}/").text
